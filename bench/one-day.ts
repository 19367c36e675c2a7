import { join } from 'node:path';
import { BarReader } from '../src/main/engine/store/duckdb/bar-reader.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';
import { inFolder, recorded, sort, writeBars } from './tick-place.ts';
import type { Layout } from './tick-place.ts';

const MANY = Number(process.env['MANY_TICKS'] ?? 100_000_000);
const FEW = MANY / 100;
/** A symbol has as many ticks a day in both. */
const LAYOUT = { few: { ticks: FEW, days: 1, symbols: 200 }, many: { ticks: MANY, days: 20, symbols: 1000 } };
const BARS = 375;
const ROUNDS = 15;
const SYMBOL = 17;

/** The chart of one day in a store of 100 million ticks against one of a million: what lies beside it must not count. */
export async function bench(): Promise<BenchResult> {
  return inFolder(async (folder) => {
    const few = await stored(join(folder, 'few.duckdb'), LAYOUT.few);
    const many = await stored(join(folder, 'many.duckdb'), LAYOUT.many);
    const times: Record<'few' | 'many', number[]> = { few: [], many: [] };
    // The first round warms both up.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, reader] of Object.entries({ few, many }) as ['few' | 'many', BarReader][]) {
        const started = performance.now();
        const bars = await reader.bars(SYMBOL, '1m', Infinity, BARS, 'feed');
        if (round > 0) times[name].push(performance.now() - started);
        if (bars.length !== BARS) throw new Error(`The chart over ${name} ticks has ${bars.length} bars.`);
      }
    }
    const [ours, reference] = [median(times.many), median(times.few)];
    return {
      name: 'one-day chart over 100M ticks',
      unit: 'ms',
      ours,
      reference: { name: 'the same over 1M', value: reference },
      ratio: ours / reference,
      floor: { sense: 'at most', ratio: 2 },
      detail: { ticks: MANY, of: FEW, days: LAYOUT.many.days, symbols: LAYOUT.many.symbols, rounds: ROUNDS },
    };
  });
}

/** As the desk leaves it: bars of every minute, days compacted. */
async function stored(path: string, layout: Layout): Promise<BarReader> {
  const place = await recorded(path, layout);
  const marks = await writeBars(place);
  await sort(place, layout);
  return new BarReader(place.connection, place.sources, marks, place.archive);
}
