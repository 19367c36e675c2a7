import type { ClientMessage, EngineMessage } from '../../contract/protocol.ts';
import type { Transport } from './transport.ts';

/** The wire without a wire: a client in the same process, which takes messages when told to. For tests. */
export class MemoryTransport implements Transport {
  /** What the client took, oldest first. */
  readonly taken: EngineMessage[] = [];
  closed: { code: number; reason: string } | null = null;
  #queue: { message: EngineMessage; bytes: number }[] = [];
  #stalled = false;
  #onMessage: (message: unknown, bytes: number) => void = () => {};
  #onDrain: () => void = () => {};
  #onClose: () => void = () => {};

  send(message: EngineMessage): void {
    if (this.closed) return;
    const copy = structuredClone(message);
    const bytes = JSON.stringify(message, (_key, value: unknown) =>
      value instanceof Float64Array ? Array.from(value) : value,
    ).length;
    this.#queue.push({ message: copy, bytes });
    if (!this.#stalled) this.#take();
  }

  backlog(): number {
    return this.#queue.reduce((sum, { bytes }) => sum + bytes, 0);
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
    if (this.closed) return;
    this.closed = { code, reason };
    this.#onClose();
  }

  /** The client says something, well-formed or not. */
  say(message: ClientMessage | undefined | null | object | string | number | boolean): void {
    if (this.closed) return;
    this.#onMessage(message, JSON.stringify(message)?.length ?? 0);
  }

  /** The client stops taking. */
  stall(): void {
    this.#stalled = true;
  }

  /** The client takes all that waits, and what comes. */
  resume(): void {
    this.#stalled = false;
    this.#take();
    this.#onDrain();
  }

  #take(): void {
    for (const { message } of this.#queue.splice(0)) this.taken.push(message);
  }
}
