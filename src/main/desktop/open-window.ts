import { BrowserWindow, screen } from 'electron';
import { PAGE_URL } from './page-url.ts';
import { loadWindowPlace, saveWindowPlace, SMALLEST, windowPlace } from './window-place.ts';

export interface WindowFiles {
  preload: string;
  /** Where the window's place is kept. */
  place: string;
}

/** Makes the window where it was last time; it shows itself once it has something to show. */
export function openWindow(files: WindowFiles): BrowserWindow {
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const { maximized, ...bounds } = windowPlace(loadWindowPlace(files.place), areas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Next-Gen Algo Terminal',
    backgroundColor: '#0b0e14',
    webPreferences: {
      preload: files.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A hidden terminal goes on taking ticks and acking them.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    saveWindowPlace(files.place, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  return window;
}

/** Loads the page; apart from making the window, so that its port can be asked for at once. */
export function showPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(PAGE_URL);
}
