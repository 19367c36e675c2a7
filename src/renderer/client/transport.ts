import type { ClientMessage, EngineMessage } from '../../contract/protocol.ts';

/** One open connection to the engine; closes once and is never reopened. */
export interface Transport {
  send(message: ClientMessage): void;
  close(): void;
}

/** Why a connection closed: `reason` is a sentence or empty; after `refused` another attempt cannot help. */
export interface TransportClosed {
  reason: string;
  refused: boolean;
}

/** What a transport tells its owner. `onClose` is called once, and not before the transport was given. */
export interface TransportEvents {
  onMessage(message: EngineMessage): void;
  onClose(closed: TransportClosed): void;
}

/** Opens a connection. Rejects when it cannot be opened; `RefusedError` when trying again cannot help. */
export type OpenTransport = (events: TransportEvents) => Promise<Transport>;

/** The engine will not have this window until a person acts; the message says how. */
export class RefusedError extends Error {}
