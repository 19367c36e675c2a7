import type { Tick } from '../domain/tick.ts';
import type { TickColumns } from '../store/tick-store.ts';

/** Ticks on their way to the store, as columns allocated once for `capacity` rows. */
export class TickBlock {
  readonly columns: TickColumns;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.columns = {
      length: 0,
      instrumentId: new Int32Array(capacity),
      ts: new Float64Array(capacity),
      seq: new Float64Array(capacity),
      ltp: new Int32Array(capacity),
      bid: new Int32Array(capacity),
      ask: new Int32Array(capacity),
      bidQty: new Int32Array(capacity),
      askQty: new Int32Array(capacity),
      volume: new Float64Array(capacity),
      oi: new Float64Array(capacity),
      flags: new Uint8Array(capacity),
    };
  }

  get length(): number {
    return this.columns.length;
  }

  get full(): boolean {
    return this.columns.length === this.#capacity;
  }

  add(tick: Tick, seq: number, flags: number): void {
    const columns = this.columns;
    const row = columns.length;
    columns.instrumentId[row] = tick.instrumentId;
    columns.ts[row] = tick.ts;
    columns.seq[row] = seq;
    columns.ltp[row] = tick.ltp;
    columns.bid[row] = tick.bid;
    columns.ask[row] = tick.ask;
    columns.bidQty[row] = tick.bidQty;
    columns.askQty[row] = tick.askQty;
    columns.volume[row] = tick.volume;
    columns.oi[row] = tick.oi;
    columns.flags[row] = flags;
    columns.length = row + 1;
  }
}
