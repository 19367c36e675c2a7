import type { Bar } from '../../../../contract/market.ts';
import { barIndexAt } from '../bars.ts';

/**
 * Times (epoch ms) as places among the bars, and back: place 0 is the first bar held. A time within a bar stands at the bar;
 * one between two bars, as over a night, stands between them; past either end the places go on by the bar length.
 */
export class Timeline {
  #bars: readonly Pick<Bar, 'ts'>[];
  #length: number;

  /** `bars` oldest first and not empty, read anew at each question; `length` of a bar in ms. */
  constructor(bars: readonly Pick<Bar, 'ts'>[], length: number) {
    this.#bars = bars;
    this.#length = length;
  }

  /** Place of a time; never later for an earlier time. */
  placeOf(ts: number): number {
    const index = barIndexAt(this.#bars, ts);
    if (index < 0) return Math.round((ts - this.#bars[0]!.ts) * this.#density());
    const start = this.#bars[index]!.ts;
    const after = this.#bars[index + 1]?.ts;
    if (after === undefined) return index + Math.floor((ts - start) / this.#length);
    return ts - start < this.#length ? index : index + (ts - start) / (after - start);
  }

  /** Start of the bar nearest to a place. */
  timeAt(place: number): number {
    const index = Math.round(place);
    const last = this.#bars.length - 1;
    if (index < 0) return Math.round(this.#bars[0]!.ts + index / this.#density());
    if (index > last) return this.#bars[last]!.ts + (index - last) * this.#length;
    return this.#bars[index]!.ts;
  }

  /** A time so many bars later. */
  shift(ts: number, bars: number): number {
    return bars === 0 ? ts : this.timeAt(this.placeOf(ts) + bars);
  }

  /** Bars per ms before the first one held: as dense as those held, once they span a night, so that nights count little. */
  #density(): number {
    const span = this.#bars.at(-1)!.ts - this.#bars[0]!.ts;
    const whole = 1 / this.#length;
    return span < DAY ? whole : Math.min(whole, (this.#bars.length - 1) / span);
  }
}

const DAY = 86_400_000;
