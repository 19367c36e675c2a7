import type { WireError } from './errors.ts';

/** Bumped when a message changes its meaning; a peer of another version is refused with a sentence. */
export const PROTOCOL_VERSION = 1;

/** Largest message a client may send, in bytes of JSON. */
export const MAX_CLIENT_MESSAGE_BYTES = 64 * 1024;

/** Client to engine. `id` is the client's own counter: it names a call or a subscription. */
export type ClientMessage =
  | { t: 'call'; id: number; name: string; args: unknown }
  | { t: 'sub'; id: number; topic: string; args: unknown }
  | { t: 'unsub'; id: number };

/**
 * Engine to client. Every subscription opens with one `snap` (seq 0); each `delta` carries the next seq.
 * `quotes` data is a Float64Array: cloned as it is over a port, a binary frame over a WebSocket.
 */
export type EngineMessage =
  | { t: 'ok'; id: number; result: unknown }
  | { t: 'err'; id: number; error: WireError }
  | { t: 'snap'; id: number; seq: 0; data: unknown }
  | { t: 'delta'; id: number; seq: number; data: unknown };

/** Delta of a `table` topic. */
export interface TableDelta<Row> {
  upsert: Row[];
  remove: (string | number)[];
}
