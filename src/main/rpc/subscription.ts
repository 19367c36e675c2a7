import { topics, type TopicArgs, type TopicName } from '../../contract/contract.ts';
import { QUOTE_STRIDE } from '../../contract/market.ts';
import type { TopicDelta, TopicSnapshot, TopicSources } from '../engine/api/desk-api.ts';
import type { Transport } from './transport.ts';

/** Bytes a client may be behind before what can be conflated waits for it. */
export const CONFLATE_ABOVE_BYTES = 256 * 1024;

/**
 * One topic of one client: a snapshot (seq 0), then deltas counted from 1; a reset opens anew with seq 0.
 * Table and stream deltas go out one by one, whatever the backlog. Behind a backlog a value keeps its latest and quotes
 * keep the latest row of each instrument, until `flush`.
 */
export class Subscription<N extends TopicName> {
  readonly #topic: N;
  readonly #id: number;
  readonly #transport: Transport;
  #seq = 0;
  #opened = false;
  #early: TopicDelta<N>[] = [];
  #latest: { value: TopicDelta<N> } | null = null;
  #rows = new Map<number, Float64Array>();
  #closeSource: (() => void) | null = null;
  #closed = false;

  constructor(topic: N, id: number, transport: Transport) {
    this.#topic = topic;
    this.#id = id;
    this.#transport = transport;
  }

  /** Subscribes at the source and sends the snapshot; throws what the source throws. */
  open(source: TopicSources[N], args: TopicArgs<N>): void {
    const opened = source(
      args,
      (delta) => this.#emit(delta),
      (snapshot) => this.#reset(snapshot),
    );
    this.#closeSource = () => opened.close();
    if (this.#opened) return;
    this.#snap(opened.snapshot as TopicSnapshot<N>);
    for (const delta of this.#early.splice(0)) this.#emit(delta);
  }

  /** Sends what waited, once the client has caught up. */
  flush(): void {
    if (this.#latest) {
      const { value } = this.#latest;
      this.#latest = null;
      this.#send(value);
    }
    if (this.#rows.size > 0) {
      const packed = new Float64Array(this.#rows.size * QUOTE_STRIDE);
      let at = 0;
      for (const row of this.#rows.values()) {
        packed.set(row, at);
        at += QUOTE_STRIDE;
      }
      this.#rows.clear();
      this.#send(packed);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#latest = null;
    this.#rows.clear();
    this.#closeSource?.();
  }

  #emit(delta: TopicDelta<N>): void {
    if (this.#closed) return;
    if (!this.#opened) {
      this.#early.push(delta);
      return;
    }
    const { kind } = topics[this.#topic];
    if (kind === 'table' || kind === 'stream') this.#send(delta);
    else if (kind === 'quotes') this.#quotes(delta as Float64Array);
    else if (this.#behind()) this.#latest = { value: delta };
    else {
      this.#latest = null;
      this.#send(delta);
    }
  }

  #quotes(packed: Float64Array): void {
    if (!this.#behind() && this.#rows.size === 0) {
      this.#send(packed);
      return;
    }
    for (let at = 0; at < packed.length; at += QUOTE_STRIDE) {
      this.#rows.set(packed[at]!, packed.slice(at, at + QUOTE_STRIDE));
    }
    if (!this.#behind()) this.flush();
  }

  #reset(snapshot: TopicSnapshot<N>): void {
    if (this.#closed) return;
    this.#latest = null;
    this.#rows.clear();
    this.#early = [];
    this.#snap(snapshot);
  }

  #snap(data: TopicSnapshot<N>): void {
    this.#opened = true;
    this.#seq = 0;
    this.#transport.send({ t: 'snap', id: this.#id, seq: 0, data });
  }

  #send(data: unknown): void {
    this.#seq += 1;
    this.#transport.send({ t: 'delta', id: this.#id, seq: this.#seq, data });
  }

  #behind(): boolean {
    return this.#transport.backlog() > CONFLATE_ABOVE_BYTES;
  }
}
