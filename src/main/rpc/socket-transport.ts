import type { WebSocket } from 'ws';
import { encodeQuotesFrame } from '../../contract/frames.ts';
import type { EngineMessage } from '../../contract/protocol.ts';
import type { Transport } from './transport.ts';

/** A WebSocket whose handshake is over: JSON both ways, quotes as binary frames (frames.ts). */
export class SocketTransport implements Transport {
  readonly #socket: WebSocket;
  #onMessage: (message: unknown, bytes: number) => void = () => {};
  #onDrain: () => void = () => {};

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat().map((part) => new Uint8Array(part)));
      this.#onMessage(isBinary ? undefined : parse(bytes.toString()), bytes.length);
    });
  }

  send(message: EngineMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(
      (message.t === 'snap' || message.t === 'delta') && message.data instanceof Float64Array
        ? encodeQuotesFrame({ id: message.id, seq: message.seq, data: message.data })
        : JSON.stringify(message),
      () => this.#onDrain(),
    );
  }

  backlog(): number {
    return this.#socket.bufferedAmount;
  }

  onMessage(listener: (message: unknown, bytes: number) => void): void {
    this.#onMessage = listener;
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener;
  }

  onClose(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
