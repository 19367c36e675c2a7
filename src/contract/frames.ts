/**
 * What travels beside the messages of `protocol.ts`: how a page gets its connection, and how quotes are packed.
 *
 * **Desktop.** The preload exposes `window.terminalShell = { kind: 'desktop' }`. The page posts `{ type: 'terminal-ready' }`
 * (PORT_WANTED) to its own window; the preload answers with a window message `{ type: 'terminal-port' }` (PORT_GIVEN)
 * carrying one MessagePort in `event.ports[0]`. Over the port go ClientMessage and EngineMessage as structured clones
 * (`quotes` data is a Float64Array as it is), and:
 * - the page posts `{ t: 'ack', received }` (PortAck) after every ACK_EVERY messages it took, `received` being all it ever
 *   took on this port. Without acks the engine believes the page slow;
 * - before the engine closes a port it posts `{ t: 'closing', code, reason }` (ClosingMessage), not counted for acks.
 * Posting PORT_WANTED again gives a new port and closes the old one.
 *
 * **Headless.** `window.terminalShell` is undefined. The link is `http://127.0.0.1:PORT/#token=…`. The page
 * 1. takes `token` from `location.hash` and removes it from the address bar (`history.replaceState`);
 * 2. with a token: `POST /session` with JSON `{ token }` → 200 `{ session }`, or 4xx with a WireError to show;
 *    without: takes SESSION_KEY from `sessionStorage`, and when that is empty asks the person for a new link;
 * 3. opens `new WebSocket('/rpc')` with `binaryType = 'arraybuffer'` and sends `{ t: 'hello', session }` as its first frame;
 * 4. waits for `{ t: 'welcome', session }` and keeps that new secret under SESSION_KEY: the one it sent is spent (it works
 *    for some seconds more, so that a reload in between is no harm). A reconnect repeats steps 3 and 4.
 * After that: text frames are JSON of ClientMessage one way and EngineMessage the other; binary frames are `quotes` messages,
 * see decodeQuotesFrame. A refused or dropped connection closes with a code of CLOSE_CODE and a sentence as its reason.
 */

/** Window message of the page: it listens and wants its port. */
export const PORT_WANTED = 'terminal-ready';
/** Window message of the preload that carries the port. */
export const PORT_GIVEN = 'terminal-port';
/** Where the headless page keeps its session secret in sessionStorage. */
export const SESSION_KEY = 'terminal-session';
/** Messages a page takes over a port before it acks. */
export const ACK_EVERY = 32;

export const CLOSE_CODE = {
  /** The engine is closing. */
  GOING: 1001,
  /** The secret is missing, spent or unknown: a new link is needed, a retry is of no use. */
  UNAUTHORISED: 4401,
  /** The page did not keep up with what may not be dropped; reconnect and subscribe anew. */
  TOO_SLOW: 4408,
  /** The page sent more than its rate or size allows. */
  FLOODED: 4429,
} as const;

export interface PortAck {
  t: 'ack';
  received: number;
}

export interface ClosingMessage {
  t: 'closing';
  code: number;
  /** A sentence for a person. */
  reason: string;
}

export interface HelloMessage {
  t: 'hello';
  session: string;
}

export interface WelcomeMessage {
  t: 'welcome';
  session: string;
}

export interface QuotesFrame {
  /** The subscription. */
  id: number;
  /** 0: a snapshot; above: a delta. */
  seq: number;
  /** QUOTE_STRIDE numbers a row. */
  data: Float64Array;
}

const HEADER_BYTES = 8;

/** Packs quotes for a WebSocket, little endian: u32 subscription id, u32 seq, then the Float64 rows as they are. */
export function encodeQuotesFrame({ id, seq, data }: QuotesFrame): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(HEADER_BYTES + data.byteLength);
  const header = new DataView(frame.buffer);
  header.setUint32(0, id, true);
  header.setUint32(4, seq, true);
  frame.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), HEADER_BYTES);
  return frame;
}

/** Reads a binary frame without copying the rows; throws RangeError when its length is impossible. */
export function decodeQuotesFrame(frame: ArrayBuffer): QuotesFrame {
  const header = new DataView(frame);
  return { id: header.getUint32(0, true), seq: header.getUint32(4, true), data: new Float64Array(frame, HEADER_BYTES) };
}
