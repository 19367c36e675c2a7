import { ACK_EVERY, CLOSE_CODE, PORT_GIVEN, PORT_WANTED, type ClosingMessage } from '../../contract/frames.ts';
import type { EngineMessage } from '../../contract/protocol.ts';
import type { Transport, TransportClosed, TransportEvents } from './transport.ts';

const ANSWER_WITHIN_MS = 5000;

/** Asks the desktop shell's preload for a port to the engine, and speaks over it. */
export async function openPort(events: TransportEvents): Promise<Transport> {
  const port = await askForPort();
  let received = 0;
  let closed = false;
  const close = (how: TransportClosed) => {
    if (closed) return;
    closed = true;
    port.close();
    events.onClose(how);
  };
  port.addEventListener('message', ({ data }: MessageEvent<EngineMessage | ClosingMessage>) => {
    if (data.t === 'closing') return close({ reason: data.reason, refused: data.code === CLOSE_CODE.UNAUTHORISED });
    if (++received % ACK_EVERY === 0) port.postMessage({ t: 'ack', received });
    events.onMessage(data);
  });
  port.addEventListener('close', () => close({ reason: '', refused: false }));
  port.start();
  return {
    send: (message) => port.postMessage(message),
    close: () => close({ reason: '', refused: false }),
  };
}

function askForPort(): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const give = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data?.type !== PORT_GIVEN || !port) return;
      stop();
      resolve(port);
    };
    const patience = setTimeout(() => {
      stop();
      reject(new Error('The engine did not give a port.'));
    }, ANSWER_WITHIN_MS);
    const stop = () => {
      clearTimeout(patience);
      window.removeEventListener('message', give);
    };
    window.addEventListener('message', give);
    // The shell's origin is a custom scheme that Chromium may print as "null", so it cannot be named here.
    window.postMessage({ type: PORT_WANTED }, '*');
  });
}
