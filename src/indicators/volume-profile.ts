import type { Bar } from '../contract/market.ts';
import { defineIndicator, overlay } from './indicator.ts';
import { istDay } from './ist-day.ts';
import { Held } from './series.ts';

const PAISE = 100;

/** Units by row: row r holds the prices from r × size up to the next one. */
type Rows = ReadonlyMap<number, number>;

/**
 * The day's volume by price as it grows: the point of control (the row with most volume, its middle) and the edges of
 * the value area around it. A bar's volume counts evenly over the rows that it touched. NaN until something traded.
 */
export const volumeProfile = defineIndicator({
  id: 'volumeProfile',
  title: 'Volume profile',
  parameters: {
    row: { title: 'Row, ₹', default: 5, min: 0.05, max: 1000, step: 0.05 },
    area: { title: 'Value area, %', default: 70, min: 1, max: 100, step: 1 },
  },
  outputs: [overlay('poc', 'POC'), overlay('vah', 'VAH', 'band'), overlay('val', 'VAL', 'band')],
  warmUp: () => 1,
  start({ row, area }) {
    const size = row * PAISE;
    const held = new Held<{ day: number; rows: Rows }>({ day: Number.NaN, rows: new Map() });
    return (bar, step) => {
      const day = istDay(bar.ts);
      const rows = withBar(held.value.day === day ? held.value.rows : new Map(), bar, size);
      held.keep({ day, rows }, step);
      const found = valueArea(rows, area / 100);
      if (!found) return [Number.NaN, Number.NaN, Number.NaN];
      return [(found.poc + 0.5) * size, (found.high + 1) * size, found.low * size];
    };
  },
});

function withBar(rows: Rows, bar: Bar, size: number): Rows {
  const next = new Map(rows);
  if (bar.volume <= 0) return next;
  const low = Math.floor(bar.low / size);
  const high = Math.floor(bar.high / size);
  const share = bar.volume / (high - low + 1);
  for (let row = low; row <= high; row++) next.set(row, (next.get(row) ?? 0) + share);
  return next;
}

/** Grows from the fullest row (the lowest of equals) to the fuller neighbour until `share` of the volume is within. */
function valueArea(rows: Rows, share: number): { poc: number; high: number; low: number } | null {
  let poc = Number.NaN;
  let most = 0;
  let total = 0;
  for (const [row, volume] of rows) {
    total += volume;
    if (volume > most || (volume === most && row < poc)) [poc, most] = [row, volume];
  }
  if (total === 0) return null;
  let [low, high, within] = [poc, poc, most];
  const top = Math.max(...rows.keys());
  const bottom = Math.min(...rows.keys());
  while (within < total * share && (low > bottom || high < top)) {
    const over = high < top ? (rows.get(high + 1) ?? 0) : -1;
    const under = low > bottom ? (rows.get(low - 1) ?? 0) : -1;
    if (over >= under) high++;
    else low--;
    within += Math.max(over, under);
  }
  return { poc, high, low };
}
