import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../src/main/engine/core/random.ts';
import { DeskConnection } from '../src/testing/desk-connection.ts';
import { DiskFaults } from '../src/testing/disk-faults/disk-faults.ts';
import { witnessImage } from '../src/testing/disk-faults/image-witness.ts';
import { powerCutImage } from '../src/testing/disk-faults/power-cut-image.ts';
import type { Unsynced } from '../src/testing/disk-faults/power-cut-image.ts';
import { writeUntilDark } from '../src/testing/disk-faults/write-until-dark.ts';
import { liftLimits } from '../src/testing/lift-limits.ts';
import { ServedTerminal } from '../src/testing/served-terminal.ts';
import { buildIfStale } from './build-if-stale.ts';
import { reportAndExit } from './drill-report.ts';
import { newIntent } from './kill-drill/new-intent.ts';

/**
 * Cuts the power under a desk that writes (F3): runs it on a disk that keeps what was synced apart, kills it, and opens what
 * the disk would hold: that alone, and with a part of what was never synced. Half of the lives are the whole terminal on
 * paper, half a writer that journals as fast as it can. Nothing that was acknowledged may be missing (O6).
 */
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const images = Number(values.images);
const random = new Random(Number(values.seed));
const VARIANTS: readonly Unsynced[] = ['none', 'some sectors', 'some sectors', 'a beginning'];
const LONGEST_TRADING_MS = 1500;
const MOST_WRITES = 150;

const figures = {
  images: 0,
  seed: Number(values.seed),
  'lives of the terminal': 0,
  'lives of a writer': 0,
  acknowledged: 0,
};
const problems: string[] = [];
const whole: Record<Unsynced, number> = { none: 0, 'some sectors': 0, 'a beginning': 0 };

buildIfStale();
for (let life = 0; figures.images < images; life++) {
  const folder = mkdtempSync(join(tmpdir(), 'power-loss-'));
  const live = join(folder, 'live');
  mkdirSync(live);
  const disk = DiskFaults.build(live);
  if (disk === null) process.exit(0);
  const acknowledged = life % 2 === 0 ? await tradeUntilDark(live, disk) : await journalUntilDark(live, disk);
  figures.acknowledged += acknowledged.length;
  for (const unsynced of VARIANTS) {
    const image = mkdtempSync(join(folder, 'image-'));
    powerCutImage(live, disk.durable, image, unsynced, random);
    const verdict = witnessImage(image, acknowledged);
    figures.images += 1;
    if (verdict.kind === 'whole') whole[unsynced] += 1;
    else problems.push(`life ${life}, unsynced: ${unsynced}: ${verdict.kind}: ${verdict.message}`);
  }
  rmSync(folder, { recursive: true, force: true });
  disk.remove();
}
reportAndExit(
  {
    figures: {
      ...figures,
      ...Object.fromEntries(
        Object.entries(whole).map(([unsynced, count]) => [`whole, unsynced kept: ${unsynced}`, count]),
      ),
    },
    problems,
    held: 'Every acknowledged order is in every image; every chain is whole.',
  },
  values.json,
);

/** Trades in the terminal until the power goes; ids of the orders that were answered. */
async function tradeUntilDark(live: string, disk: DiskFaults): Promise<string[]> {
  figures['lives of the terminal'] += 1;
  liftLimits(live);
  for (const name of ['desk.db', 'desk.db-wal']) {
    if (existsSync(join(live, name))) copyFileSync(join(live, name), join(disk.durable, name));
  }
  const terminal = await ServedTerminal.start(live, { env: disk.env });
  const desk = await DeskConnection.open(terminal.link);
  const acknowledged: string[] = [];
  const trading = (async () => {
    const { firstFocus } = await desk.call('app.hello', { protocol: 1 });
    for (;;) {
      const order = await desk.call('orders.place', newIntent(firstFocus, random));
      acknowledged.push(order.id);
      await new Promise((resolve) => setTimeout(resolve, random.next() * 60));
    }
  })().catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 200 + random.next() * LONGEST_TRADING_MS));
  await terminal.kill();
  desk.close();
  await trading;
  return acknowledged;
}

/** Journals intents without a pause until the power goes; ids of those that were acknowledged. */
async function journalUntilDark(live: string, disk: DiskFaults): Promise<string[]> {
  figures['lives of a writer'] += 1;
  const script = join(import.meta.dirname, '../src/testing/desk-store-writer.ts');
  const lines = await writeUntilDark(script, join(live, 'desk.db'), random.integer(1, MOST_WRITES), disk.env);
  return lines.filter((id) => id.length === 36);
}
