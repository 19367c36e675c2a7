import { ACK_EVERY, CLOSE_CODE, type ClosingMessage } from '../../contract/frames.ts';
import type { EngineMessage } from '../../contract/protocol.ts';
import type { Transport } from './transport.ts';

/** What is used of Electron's MessagePortMain. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Roughly what a row of a table weighs when cloned. */
const ROW_BYTES = 512;

/** A port tells nothing of its queue, so the page acks what it took (frames.ts) and the rest counts as backlog. */
export class PortTransport implements Transport {
  readonly #port: Port;
  #sizes: number[] = [];
  #acked = 0;
  #backlog = 0;
  #closed = false;
  #onMessage: (message: unknown, bytes: number) => void = () => {};
  #onDrain: () => void = () => {};
  #onClose: () => void = () => {};

  constructor(port: Port) {
    this.#port = port;
    port.on('message', (event) => this.#receive(event.data));
    port.on('close', () => this.#end());
    port.start();
  }

  send(message: EngineMessage): void {
    if (this.#closed) return;
    this.#port.postMessage(message);
    const bytes = approximateBytes(message);
    this.#sizes.push(bytes);
    this.#backlog += bytes;
  }

  /** 0 while an ack may simply not be due yet. */
  backlog(): number {
    return this.#sizes.length < 2 * ACK_EVERY ? 0 : this.#backlog;
  }

  onMessage(listener: (message: unknown, bytes: number) => void): void {
    this.#onMessage = listener;
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener;
  }

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#port.postMessage({ t: 'closing', code, reason } satisfies ClosingMessage);
    this.#port.close();
    this.#end();
  }

  #receive(data: unknown): void {
    if (this.#closed) return;
    if (isAck(data)) this.#ack(data.received);
    else this.#onMessage(data, jsonBytes(data));
  }

  #ack(received: number): void {
    const taken = received - this.#acked;
    if (!Number.isInteger(taken) || taken < 0 || taken > this.#sizes.length) {
      this.close(CLOSE_CODE.FLOODED, 'The window acknowledged messages it was never sent; reload it.');
      return;
    }
    for (const bytes of this.#sizes.splice(0, taken)) this.#backlog -= bytes;
    this.#acked = received;
    this.#onDrain();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sizes = [];
    this.#backlog = 0;
    this.#onClose();
  }
}

function isAck(data: unknown): data is { t: 'ack'; received: number } {
  return typeof data === 'object' && data !== null && 't' in data && data.t === 'ack' && 'received' in data;
}

/** What cannot be JSON (a cycle, a bigint) is no message of the contract: it counts as too large. */
function jsonBytes(data: unknown): number {
  try {
    return JSON.stringify(data)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function approximateBytes(message: EngineMessage): number {
  const body = message.t === 'err' ? null : message.t === 'ok' ? message.result : message.data;
  if (body instanceof Float64Array) return body.byteLength;
  if (Array.isArray(body)) return ROW_BYTES * (body.length + 1);
  if (typeof body === 'object' && body !== null && 'upsert' in body && Array.isArray(body.upsert)) {
    return ROW_BYTES * (body.upsert.length + 1);
  }
  return ROW_BYTES;
}
