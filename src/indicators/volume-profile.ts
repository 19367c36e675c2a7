import { istDayNumber } from '../contract/ist.ts';
import type { Bar } from '../contract/market.ts';
import { defineIndicator, overlay } from './indicator.ts';

const PAISE = 100;

/** Units by row: row r holds the prices from r × size up to the next one. */
export type Rows = ReadonlyMap<number, number>;

/** The row with most volume, and the first and last row of the value area around it. */
export interface ValueArea {
  poc: number;
  low: number;
  high: number;
}

/** A day's volume by price as it grows. A bar's volume counts evenly over the rows that it touched. */
export class DayProfile {
  /** Height of a row in paise. */
  readonly size: number;
  #day = Number.NaN;
  #rows = new Map<number, number>();

  /** `row` in rupees. */
  constructor(row: number) {
    this.size = row * PAISE;
  }

  /** Takes a closed bar; the first one of another day begins anew. The rows change with the next bar. */
  add(bar: Bar): Rows {
    const day = istDayNumber(bar.ts);
    if (day !== this.#day) this.#rows = new Map();
    this.#day = day;
    spread(bar, this.size, this.#rows);
    return this.#rows;
  }

  /** The rows if the running bar closed as it stands; changes nothing. */
  peek(bar: Bar): Rows {
    const rows = new Map(istDayNumber(bar.ts) === this.#day ? this.#rows : []);
    spread(bar, this.size, rows);
    return rows;
  }
}

/**
 * The day's volume by price as it grows: the point of control (the row with most volume, its middle) and the edges of
 * the value area around it. NaN until something traded.
 */
export const volumeProfile = defineIndicator({
  id: 'volumeProfile',
  title: 'Volume profile',
  short: 'VP',
  parameters: {
    row: { title: 'Row, ₹', default: 5, min: 0.05, max: 1000, step: 0.05 },
    area: { title: 'Value area, %', default: 70, min: 1, max: 100, step: 1 },
  },
  outputs: [overlay('poc', 'POC'), overlay('vah', 'VAH', 'band'), overlay('val', 'VAL', 'band')],
  warmUp: () => 1,
  daily: true,
  start({ row, area }) {
    const profile = new DayProfile(row);
    return (bar, step) => {
      const found = valueArea(profile[step](bar), area / 100);
      if (!found) return [Number.NaN, Number.NaN, Number.NaN];
      const { size } = profile;
      return [(found.poc + 0.5) * size, (found.high + 1) * size, found.low * size];
    };
  },
});

function spread(bar: Bar, size: number, rows: Map<number, number>): void {
  if (bar.volume <= 0) return;
  const low = Math.floor(bar.low / size);
  const high = Math.floor(bar.high / size);
  const share = bar.volume / (high - low + 1);
  for (let row = low; row <= high; row++) rows.set(row, (rows.get(row) ?? 0) + share);
}

/** Grows from the fullest row (the lowest of equals) to the fuller neighbour until `share` of the volume is within; null without volume. */
export function valueArea(rows: Rows, share: number): ValueArea | null {
  let [poc, most, total] = [Number.NaN, 0, 0];
  let [bottom, top] = [Infinity, -Infinity];
  for (const [row, volume] of rows) {
    total += volume;
    bottom = Math.min(bottom, row);
    top = Math.max(top, row);
    if (volume > most || (volume === most && row < poc)) [poc, most] = [row, volume];
  }
  if (total === 0) return null;
  let [low, high, within] = [poc, poc, most];
  while (within < total * share && (low > bottom || high < top)) {
    const over = high < top ? (rows.get(high + 1) ?? 0) : -1;
    const under = low > bottom ? (rows.get(low - 1) ?? 0) : -1;
    if (over >= under) high++;
    else low--;
    within += Math.max(over, under);
  }
  return { poc, high, low };
}
