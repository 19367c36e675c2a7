import { CLOSE_CODE, decodeQuotesFrame, SESSION_KEY, type WelcomeMessage } from '../../contract/frames.ts';
import type { EngineMessage } from '../../contract/protocol.ts';
import { RefusedError, type Transport, type TransportEvents } from './transport.ts';

const NEW_LINK = 'Open the link that the terminal printed when it started, or start it again for a new one.';

/** Connects to the headless shell that served this page, see `contract/frames.ts`. */
export async function openSocket(events: TransportEvents): Promise<Transport> {
  const token = takeToken();
  if (token) sessionStorage.setItem(SESSION_KEY, await exchange(token));
  const session = sessionStorage.getItem(SESSION_KEY);
  if (!session) throw new RefusedError(`This page has no session. ${NEW_LINK}`);
  return greet(session, events);
}

function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname);
  return token;
}

async function exchange(token: string): Promise<string> {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const body = (await answer.json()) as { session?: string; message?: string };
  if (!answer.ok || !body.session) throw new RefusedError(body.message ?? `The link was refused. ${NEW_LINK}`);
  return body.session;
}

function greet(session: string, events: TransportEvents): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket('/rpc');
    socket.binaryType = 'arraybuffer';
    let welcome = false;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ t: 'hello', session })));
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') return events.onMessage(quotesMessage(data));
      const message = JSON.parse(data) as EngineMessage | WelcomeMessage;
      if (message.t !== 'welcome') return events.onMessage(message);
      sessionStorage.setItem(SESSION_KEY, message.session);
      welcome = true;
      resolve({
        send: (outgoing) => socket.send(JSON.stringify(outgoing)),
        close: () => socket.close(),
      });
    });
    socket.addEventListener('close', ({ code, reason }) => {
      const refused = code === CLOSE_CODE.UNAUTHORISED;
      if (refused) sessionStorage.removeItem(SESSION_KEY);
      if (welcome) events.onClose({ reason, refused });
      else reject(refused ? new RefusedError(`${reason} ${NEW_LINK}`.trim()) : new Error(reason || 'No answer.'));
    });
  });
}

function quotesMessage(frame: ArrayBuffer): EngineMessage {
  const { id, seq, data } = decodeQuotesFrame(frame);
  return seq === 0 ? { t: 'snap', id, seq: 0, data } : { t: 'delta', id, seq, data };
}
