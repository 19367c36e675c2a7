import type { ClientMessage, EngineMessage } from '../../contract/protocol.ts';
import type { OpenTransport, TransportEvents } from './transport.ts';

/** The engine's end of an in-memory connection, worked by a test. */
export class MemoryWire {
  /** All that clients sent, over every connection. */
  readonly sent: ClientMessage[] = [];
  /** Connections opened so far. */
  opened = 0;
  /** Set to make the next attempts to connect fail. */
  refusal: Error | null = null;
  #events: TransportEvents | null = null;

  readonly open: OpenTransport = (events) => {
    if (this.refusal) return Promise.reject(this.refusal);
    this.opened++;
    this.#events = events;
    return Promise.resolve({ send: (message) => this.sent.push(message), close: () => this.drop() });
  };

  /** Messages of one kind. */
  sentOf<T extends ClientMessage['t']>(kind: T): Extract<ClientMessage, { t: T }>[] {
    return this.sent.filter((message): message is Extract<ClientMessage, { t: T }> => message.t === kind);
  }

  say(message: EngineMessage): void {
    this.#events?.onMessage(message);
  }

  /** The connection closes. */
  drop(reason = '', refused = false): void {
    const events = this.#events;
    this.#events = null;
    events?.onClose({ reason, refused });
  }
}
