import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { stderrLog } from '../src/main/engine/core/operator-log.ts';
import { openEngine } from '../src/main/engine/engine.ts';
import { reportAndExit } from './drill-report.ts';

/**
 * Memory over an accelerated day: imports a file of ticks, replays its first day at a hundred times its speed with the paper market off,
 * and fits a line through the process's resident memory over the second half of the day, when all that is kept once is there.
 */
const { values, positionals } = parseArgs({
  options: { json: { type: 'string' } },
  allowPositionals: true,
});
const SPEED = 100;
const SAMPLE_MS = 1000;
const HOUR_MS = 3_600_000;
const MEGABYTE = 2 ** 20;
/** A whole day of six hours may not add more than this, MB. */
const MOST_A_DAY = 64;
const SESSION_HOURS = 6.25;

const [path] = positionals;
if (path === undefined) {
  console.error('Name a file of ticks: npm run replay-memory -- FILE');
  process.exit(1);
}
const dataDir = mkdtempSync(join(tmpdir(), 'replay-memory-'));
const engine = await openEngine({
  dataDir,
  version: 'replay-memory',
  log: stderrLog,
  market: false,
  workers: { tickStore: new URL('../src/main/engine/store/duckdb/tick-store-worker.ts', import.meta.url) },
});
const { calls, topics } = engine.api;
const status = () => {
  const topic = topics.status(
    {},
    () => {},
    () => {},
  );
  topic.close();
  return topic.snapshot.replay;
};
await calls['import.start']({ path, mapping: null });
let recorded = await calls['replay.days']({});
while (recorded.length === 0) {
  await sleep(200);
  recorded = await calls['replay.days']({});
}
const { day, source, rows } = recorded.at(-1)!;
await calls['replay.start']({ day, source, speed: SPEED, from: null });
await calls['replay.play']({ playing: true });
const samples: { at: number; rss: number }[] = [];
for (let replay = status(); replay !== null && !replay.ended; replay = status()) {
  globalThis.gc?.();
  samples.push({ at: replay.at, rss: process.memoryUsage.rss() });
  await sleep(SAMPLE_MS);
}
await engine.close();
rmSync(dataDir, { recursive: true, force: true });

const half = samples.slice(Math.floor(samples.length / 2));
const slope = slopeOf(half) * HOUR_MS;
const rssAt = (share: number) => Math.round(samples[Math.floor((samples.length - 1) * share)]!.rss / MEGABYTE);
const figures = {
  day,
  source,
  ticks: rows,
  speed: SPEED,
  samples: samples.length,
  'RSS at the start, MB': rssAt(0),
  'RSS at a quarter, MB': rssAt(0.25),
  'RSS at the half, MB': rssAt(0.5),
  'RSS at the end, MB': rssAt(1),
  'slope of the second half, MB a replayed hour': Number((slope / MEGABYTE).toFixed(2)),
};
const grows = (slope / MEGABYTE) * SESSION_HOURS > MOST_A_DAY;
reportAndExit(
  {
    figures,
    problems: grows ? [`Memory grows by ${(slope / MEGABYTE).toFixed(1)} MB a replayed hour.`] : [],
    held: 'Memory is flat.',
  },
  values.json,
);

/** Bytes a millisecond of the replay, by least squares. */
function slopeOf(points: readonly { at: number; rss: number }[]): number {
  const mean = (of: (point: { at: number; rss: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [at, rss] = [mean((point) => point.at), mean((point) => point.rss)];
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  return points.reduce((sum, point) => sum + (point.at - at) * (point.rss - rss), 0) / spread;
}
