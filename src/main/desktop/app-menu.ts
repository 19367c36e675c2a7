import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The least a desktop expects. No reload and no close by key in a release: the trading keys are the page's, and a slip
 * beside one of them must not take the screen away.
 */
export function appMenu(isPackaged: boolean, isMac: boolean): Menu {
  const file: MenuItemConstructorOptions = isMac
    ? { role: 'appMenu' }
    : { label: '&File', submenu: [{ role: 'quit' }] };
  const developer: MenuItemConstructorOptions[] = isPackaged
    ? []
    : [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
  return Menu.buildFromTemplate([
    file,
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
  ]);
}
