import { join } from 'node:path';
import type { Bar } from '../src/contract/market.ts';
import { BarMarks } from '../src/main/engine/store/duckdb/bar-marks.ts';
import { BarReader } from '../src/main/engine/store/duckdb/bar-reader.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';
import { inFolder, recorded, sort, writeBars } from './tick-place.ts';
import type { Layout, Place } from './tick-place.ts';

const TICKS = Number(process.env['CANDLE_TICKS'] ?? 5_000_000);
/** Dense enough that a symbol has thousands of ticks a day, as an index option near the money. */
const LAYOUT = { day: { ticks: TICKS, days: 1, symbols: 200 }, chart: { ticks: TICKS, days: 20, symbols: 50 } };
const ROUNDS = 9;
const SYMBOL = 17;

/** A day's candles from ticks, sorted against in order of arrival: the same query on both layouts. */
export async function bench(): Promise<BenchResult> {
  return inFolder(async (folder) => {
    const arrival = await recorded(join(folder, 'arrival.duckdb'), LAYOUT.day);
    const sorted = await recorded(join(folder, 'sorted.duckdb'), LAYOUT.day);
    await sort(sorted, LAYOUT.day);
    const figures = await interleaved(
      () => fromTicks(sorted).bars(SYMBOL, '1m', Infinity, 1000, 'feed'),
      () => fromTicks(arrival).bars(SYMBOL, '1m', Infinity, 1000, 'feed'),
    );
    for (const { file } of [arrival, sorted]) file.close();
    return result('a day of candles, ticks compacted', 'ticks in order of arrival', figures, 5, LAYOUT.day);
  });
}

/** Twenty days of minute candles: from written bars against from sorted ticks. */
export async function benchTwentyDays(): Promise<BenchResult> {
  return inFolder(async (folder) => {
    const place = await recorded(join(folder, 'ticks.duckdb'), LAYOUT.chart);
    const marks = await writeBars(place);
    await sort(place, LAYOUT.chart);
    const bars = new BarReader(place.connection, place.sources, marks, place.archive);
    const figures = await interleaved(
      () => bars.bars(SYMBOL, '1m', Infinity, 10_000, 'feed'),
      () => fromTicks(place).bars(SYMBOL, '1m', Infinity, 10_000, 'feed'),
    );
    place.file.close();
    return result('a 20-day chart, from bars', 'sorted ticks', figures, 8, LAYOUT.chart);
  });
}

function result(
  name: string,
  reference: string,
  { ours, theirs }: { ours: number; theirs: number },
  floor: number,
  layout: Layout,
): BenchResult {
  return {
    name,
    unit: 'charts/s',
    ours: 1000 / ours,
    reference: { name: reference, value: 1000 / theirs },
    ratio: theirs / ours,
    floor: { sense: 'at least', ratio: floor },
    detail: { ...layout, rounds: ROUNDS, oursMs: ours, referenceMs: theirs },
  };
}

/** Without marks nothing counts as written: everything is read from ticks. */
function fromTicks({ connection, sources, archive }: Place): BarReader {
  return new BarReader(connection, sources, new BarMarks(), archive);
}

/** Medians in ms; both give the same bars. */
async function interleaved(
  ours: () => Promise<Bar[]>,
  theirs: () => Promise<Bar[]>,
): Promise<{ ours: number; theirs: number }> {
  const times: [number[], number[]] = [[], []];
  // The first round warms both up.
  for (let round = 0; round <= ROUNDS; round++) {
    const read: Bar[][] = [];
    for (const [place, query] of [ours, theirs].entries()) {
      const started = performance.now();
      read.push(await query());
      if (round > 0) times[place]!.push(performance.now() - started);
    }
    if (JSON.stringify(read[0]) !== JSON.stringify(read[1]) || read[0]!.length === 0)
      throw new Error('The bars differ.');
  }
  return { ours: median(times[0]), theirs: median(times[1]) };
}
