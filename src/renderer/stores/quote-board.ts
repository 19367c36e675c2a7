import { QUOTE_STRIDE, STAMP_ROW, unpackQuote, type Quote } from '../../contract/market.ts';
import type { DeskClient } from '../client/desk-client.ts';

type Frame = (paint: () => void) => void;

/** Ids that may stay subscribed after nobody watches them, before the subscription is made smaller. */
const SLACK = 200;

/**
 * Quotes of every watched instrument. Watching is ref-counted and shares one subscription; what arrives within one
 * frame is applied once, and only listeners of instruments that changed are called.
 */
export class QuoteBoard {
  #client: Pick<DeskClient, 'subscribe'>;
  #frame: Frame;
  #watched = new Map<number, number>();
  #subscribed = new Set<number>();
  #unsubscribe: (() => void) | null = null;
  #reviewing = false;
  #rows = new Map<number, Float64Array>();
  /** Rows that were asked for, unpacked: of a long list few are in view. */
  #quotes = new Map<number, Quote>();
  #arrived = new Map<number, { packed: Float64Array; row: number }>();
  #painting = false;
  /** When a tick of what has arrived came to the engine, by its clock; 0: not told. */
  #stamp = 0;
  #written: ((arrivedAt: number) => void) | null;
  #listeners = new Map<number, Set<() => void>>();

  /**
   * `frame` runs its callback at the next paint. `written`, when given, hears about once a second that figures were written,
   * and when a tick of them had come to the engine.
   */
  constructor(
    client: Pick<DeskClient, 'subscribe'>,
    frame: Frame,
    written: ((arrivedAt: number) => void) | null = null,
  ) {
    this.#client = client;
    this.#frame = frame;
    this.#written = written;
  }

  /** Keeps the quotes of these instruments coming until the returned function is called. */
  watch(ids: readonly number[]): () => void {
    const own = [...new Set(ids)];
    for (const id of own) this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    this.#review();
    let done = false;
    return () => {
      if (done) return;
      done = true;
      for (const id of own) {
        const left = this.#watched.get(id)! - 1;
        if (left > 0) this.#watched.set(id, left);
        else this.#watched.delete(id);
      }
      this.#review();
    };
  }

  /** The latest quote, or undefined before the first; a new object only when it changed. */
  quoteOf(id: number): Quote | undefined {
    const row = this.#rows.get(id);
    const known = this.#quotes.get(id);
    if (known || !row) return known;
    const quote = unpackQuote(row, 0);
    this.#quotes.set(id, quote);
    return quote;
  }

  /** The newest quote that has arrived, painted or not: for prices that are sent, where a painting's pause would count. */
  latestOf(id: number): Quote | undefined {
    const arrived = this.#arrived.get(id);
    return arrived === undefined ? this.quoteOf(id) : unpackQuote(arrived.packed, arrived.row);
  }

  /** Calls the listener after each frame in which this instrument's quote changed. */
  listen(id: number, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  /** Forgets every quote, as on a change of mode; fresh ones come with the next snapshot. */
  clear(): void {
    const known = [...this.#rows.keys()];
    this.#rows.clear();
    this.#quotes.clear();
    this.#arrived.clear();
    for (const id of known) this.#tell(id);
    this.#subscribed.clear();
    this.#review();
  }

  #review(): void {
    if (this.#reviewing) return;
    this.#reviewing = true;
    queueMicrotask(() => {
      this.#reviewing = false;
      const missing = [...this.#watched.keys()].some((id) => !this.#subscribed.has(id));
      if (missing || this.#subscribed.size > this.#watched.size + SLACK) this.#subscribe();
    });
  }

  #subscribe(): void {
    const before = this.#unsubscribe;
    const ids = [...this.#watched.keys()];
    this.#subscribed = new Set(ids);
    // What is no longer followed must not be shown as live when it is watched again.
    for (const id of this.#rows.keys()) {
      if (this.#subscribed.has(id)) continue;
      this.#rows.delete(id);
      this.#quotes.delete(id);
    }
    const take = (packed: Float64Array) => this.#take(packed);
    const chosen = this.#written === null ? { instrumentIds: ids } : { instrumentIds: ids, stamps: true };
    this.#unsubscribe =
      ids.length === 0 ? null : this.#client.subscribe('quotes', chosen, { onSnapshot: take, onDelta: take });
    before?.();
  }

  #take(packed: Float64Array): void {
    const rows = packed.length / QUOTE_STRIDE;
    for (let row = 0; row < rows; row++) {
      const id = packed[row * QUOTE_STRIDE]!;
      if (id === STAMP_ROW) this.#stamp = packed[row * QUOTE_STRIDE + 1]!;
      else this.#arrived.set(id, { packed, row });
    }
    if (this.#painting || this.#arrived.size === 0) return;
    this.#painting = true;
    this.#frame(() => this.#paint());
  }

  #paint(): void {
    this.#painting = false;
    const arrived = this.#arrived;
    this.#arrived = new Map();
    const changed: number[] = [];
    for (const [id, { packed, row }] of arrived) {
      let kept = this.#rows.get(id);
      if (!kept) this.#rows.set(id, (kept = new Float64Array(QUOTE_STRIDE)));
      if (!copyRow(packed, row, kept)) continue;
      this.#quotes.delete(id);
      changed.push(id);
    }
    for (const id of changed) this.#tell(id);
    if (this.#stamp === 0) return;
    this.#written?.(this.#stamp);
    this.#stamp = 0;
  }

  #tell(id: number): void {
    for (const listener of this.#listeners.get(id) ?? []) listener();
  }
}

/** Copies one row; true when that changed anything. */
function copyRow(packed: Float64Array, row: number, into: Float64Array): boolean {
  let changed = false;
  for (let column = 0, at = row * QUOTE_STRIDE; column < QUOTE_STRIDE; column++, at++) {
    if (into[column] === packed[at]) continue;
    into[column] = packed[at]!;
    changed = true;
  }
  return changed;
}
