import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchResult } from './result.ts';

/** Each is loaded in its turn, so that one's memory is not another's. */
const benches: Record<string, () => Promise<{ bench: () => Promise<BenchResult | BenchResult[]> }>> = {
  recorder: () => import('./recorder.ts'),
  candles: () => import('./candles.ts'),
  'candles-20': () => import('./candles.ts').then(({ benchTwentyDays }) => ({ bench: benchTwentyDays })),
  greeks: () => import('./greeks.ts'),
  intent: () => import('./intent.ts'),
  rms: () => import('./rms.ts'),
  'while-recording': () => import('./while-recording.ts'),
  'paint-while-recording': () => import('./paint-while-recording.ts'),
  simulator: () => import('./simulator.ts'),
  watchlist: () => import('./watchlist.ts'),
};

/** Minutes and gigabytes each: run when asked for by name. */
const longer: typeof benches = {
  'one-day': () => import('./one-day.ts'),
};

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const results: BenchResult[] = [];
for (const name of names) {
  const load = benches[name] ?? longer[name];
  if (load === undefined) {
    console.error(`There is no bench "${name}". There are: ${Object.keys({ ...benches, ...longer }).join(', ')}.`);
    process.exit(1);
  }
  results.push(...[await (await load()).bench()].flat());
}

console.table(
  results.map(({ name, ours, reference, ratio, floor, unit }) => ({
    bench: name,
    ours: `${figure(ours)} ${unit}`,
    reference: `${figure(reference.value)} ${unit} (${reference.name})`,
    ratio: `${ratio.toFixed(2)}×`,
    floor: `${floor.sense === 'at least' ? '≥' : '≤'} ${floor.ratio}×`,
    met: met({ ratio, floor }) ? 'yes' : 'no',
  })),
);
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
}
process.exit(0);

function met({ ratio, floor }: Pick<BenchResult, 'ratio' | 'floor'>): boolean {
  return floor.sense === 'at least' ? ratio >= floor.ratio : ratio <= floor.ratio;
}

function figure(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-IN') : value.toPrecision(3);
}
