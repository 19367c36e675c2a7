import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, dialog, Menu, type BrowserWindow } from 'electron';
import { defaultDataFolder } from '../data-folder.ts';
import { AppError } from '../engine/core/app-error.ts';
import { stderrLog } from '../engine/core/operator-log.ts';
import { openDesk, type OpenDesk } from '../open-desk.ts';
import { appMenu } from './app-menu.ts';
import { notifyOfAlerts } from './alert-notices.ts';
import { connectWindow } from './connect-window.ts';
import { guardContents } from './guard-contents.ts';
import { openWindow, showPage } from './open-window.ts';
import { registerPageScheme, servePage } from './serve-page.ts';

const CLOSE_WITHIN_MS = 5000;

export interface DesktopFiles {
  preload: string;
  pageFolder: string;
  tickStoreWorker: URL;
}

/** Runs the desktop shell of this process: one instance per data folder, one window, the desk behind it. */
export async function runDesktop(files: DesktopFiles): Promise<void> {
  app.enableSandbox();
  registerPageScheme();
  const chosen = app.commandLine.getSwitchValue('data-dir');
  const dataDir = chosen === '' ? defaultDataFolder() : resolve(chosen);
  // The window's own files; beside a chosen data folder, so that terminals on two folders are two instances.
  if (chosen !== '') {
    mkdirSync(join(dataDir, 'window'), { recursive: true, mode: 0o700 });
    app.setPath('userData', join(dataDir, 'window'));
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());

  await app.whenReady();
  guardContents();
  servePage(files.pageFolder);
  Menu.setApplicationMenu(appMenu(app.isPackaged, process.platform === 'darwin'));
  const { tickStoreWorker } = files;
  const desk = await openDesk({
    dataDir,
    tickStoreWorker,
    version: app.getVersion(),
    log: stderrLog,
    market: true,
  }).catch(giveUp);
  if (desk === null) return;
  closeDeskOnQuit(desk);
  window = openWindow({ preload: files.preload, place: join(app.getPath('userData'), 'window.json') });
  window.once('closed', () => (window = null));
  connectWindow(window, desk.api, stderrLog);
  notifyOfAlerts(window, desk.api);
  await showPage(window);
}

/** Says why the desk does not open, then ends. */
function giveUp(error: unknown): null {
  stderrLog.error('The desk does not open', error instanceof AppError ? error.message : error);
  const sentence =
    error instanceof AppError ? error.message : 'The desk could not be opened; the terminal output says why.';
  dialog.showErrorBox('Next-Gen Algo Terminal', sentence);
  app.exit(1);
  return null;
}

/** The app ends when the desk is closed, or after five seconds: the stores survive a kill. */
function closeDeskOnQuit(desk: OpenDesk): void {
  app.once('will-quit', (event) => {
    event.preventDefault();
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WITHIN_MS));
    void Promise.race([desk.close(), patience])
      .catch((error: unknown) => stderrLog.error('The desk did not close cleanly', error))
      .then(() => app.exit(0));
  });
}
