import { DAY_MS, istDay, istMidnight } from '../core/ist.ts';
import type { Tick } from '../domain/tick.ts';
import { TICK_FLAG } from '../store/tick-store.ts';

/** Compares each tick with the one before it of its instrument and day, and gives its TICK_FLAG bits. */
export class TickMarks {
  /** By instrument id: our ids are small integers. */
  #latest = new Float64Array(1024);
  #ltp = new Int32Array(1024);
  #volume = new Float64Array(1024);
  #dayEnd = 0;

  of(tick: Tick): number {
    const id = tick.instrumentId;
    if (id >= this.#latest.length) this.#grow(id);
    // Cumulative volume begins anew each day.
    if (tick.ts >= this.#dayEnd) this.#beginDay(tick.ts);
    let flags = tick.estimatedBook ? TICK_FLAG.ESTIMATED_BOOK : 0;
    const latest = this.#latest[id]!;
    if (latest > 0) {
      const volume = this.#volume[id]!;
      if (tick.ts < latest) flags |= TICK_FLAG.OUT_OF_ORDER;
      if (tick.volume < volume) flags |= TICK_FLAG.VOLUME_DECREASE;
      else if (tick.volume === volume && tick.ltp === this.#ltp[id]) flags |= TICK_FLAG.REPEAT;
    }
    if (tick.ts > latest) this.#latest[id] = tick.ts;
    this.#ltp[id] = tick.ltp;
    this.#volume[id] = tick.volume;
    return flags;
  }

  #beginDay(ts: number): void {
    this.#dayEnd = istMidnight(istDay(ts)) + DAY_MS;
    this.#latest.fill(0);
  }

  #grow(id: number): void {
    const size = 2 ** Math.ceil(Math.log2(id + 1));
    const latest = new Float64Array(size);
    const ltp = new Int32Array(size);
    const volume = new Float64Array(size);
    latest.set(this.#latest);
    ltp.set(this.#ltp);
    volume.set(this.#volume);
    this.#latest = latest;
    this.#ltp = ltp;
    this.#volume = volume;
  }
}
