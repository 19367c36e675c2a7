import { ipcMain, MessageChannelMain, type BrowserWindow } from 'electron';
import { CLOSE_CODE, PORT_GIVEN, PORT_WANTED } from '../../contract/frames.ts';
import type { DeskApi } from '../engine/api/desk-api.ts';
import { systemIds } from '../engine/core/ids.ts';
import type { OperatorLog } from '../engine/core/operator-log.ts';
import { SystemClock } from '../engine/core/system-clock.ts';
import { EVERY_ACCESS, openConnection, type Connection } from '../rpc/connection.ts';
import { PortTransport } from '../rpc/port-transport.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** Gives the window's page a port to the desk whenever it asks; the port it had before is closed. */
export function connectWindow(window: BrowserWindow, api: DeskApi, log: OperatorLog): void {
  const contentsId = window.webContents.id;
  const clock = new SystemClock();
  let connection: Connection | null = null;

  const give = (event: Electron.IpcMainEvent): void => {
    if (!isTrustedSender(event, contentsId)) {
      log.error(`A port was asked for by ${event.senderFrame?.url ?? 'a frame that is gone'} and refused`);
      return;
    }
    connection?.close(CLOSE_CODE.GOING, 'The page asked for a new connection.');
    const { port1, port2 } = new MessageChannelMain();
    const transport = new PortTransport(port2);
    connection = openConnection({ api, transport, allow: EVERY_ACCESS, clock, ids: systemIds, log });
    event.senderFrame?.postMessage(PORT_GIVEN, null, [port1]);
  };
  ipcMain.on(PORT_WANTED, give);
  window.once('closed', () => {
    ipcMain.off(PORT_WANTED, give);
    connection?.close(CLOSE_CODE.GOING, 'The window is closed.');
  });
}
