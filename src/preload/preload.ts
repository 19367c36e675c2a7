import { contextBridge, ipcRenderer } from 'electron';
import { PORT_GIVEN, PORT_WANTED } from '../contract/frames.ts';

contextBridge.exposeInMainWorld('terminalShell', { kind: 'desktop' });

window.addEventListener('message', (event) => {
  if (event.source === window && event.data?.type === PORT_WANTED) ipcRenderer.send(PORT_WANTED);
});

// The page's origin is a custom scheme, which a target origin cannot name; only this window hears it.
ipcRenderer.on(PORT_GIVEN, (event) => window.postMessage({ type: PORT_GIVEN }, '*', event.ports));
