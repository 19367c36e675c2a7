import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { buildIfStale, root } from '../scripts/build-if-stale.ts';
import { findChromium } from '../scripts/find-chromium.ts';
import { openRecorder } from './own-recorder.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';
import { flood, TICKS_A_SECOND } from './tick-flood.ts';
import { openBenchDesk } from './watchlist/bench-desk.ts';
import { measurePage } from './watchlist/measure-page.ts';
import { RandomMarket } from './watchlist/random-market.ts';

const ROUNDS = 5;
const WARM_UP_MS = 3000;
const TIMES = { busyMs: 1000, fpsMs: 4000 };

/**
 * Frames a second of the whole terminal while the same process records 50,000 ticks a second, against the same page while
 * nothing is recorded. Every tick told is counted in the store.
 */
export async function bench(): Promise<BenchResult> {
  buildIfStale();
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium here: npx playwright install chromium');
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const folder = mkdtempSync(join(tmpdir(), 'bench-paint-'));
  const desk = await openBenchDesk();
  const own = await openRecorder(folder);
  const { recorder } = own;
  const market = new RandomMarket(1);
  desk.feed.drive(market);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto((await desk.serve(join(root, 'out/renderer')))());
  await page.getByRole('table', { name: 'Watchlist' }).waitFor();
  await page.waitForTimeout(WARM_UP_MS);
  const [idle, recording]: [number[], number[]] = [[], []];
  let told = 0;
  for (let round = 0; round < ROUNDS; round++) {
    idle.push((await measurePage(page, TIMES)).fps);
    const stop = flood((tick) => {
      told += 1;
      recorder.onTick(tick);
    });
    recording.push((await measurePage(page, TIMES)).fps);
    stop();
    await recorder.flush();
  }
  market.stop();
  await own.close(told);
  await browser.close();
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
  const [ours, value] = [median(recording), median(idle)];
  return {
    name: 'frames while recording',
    unit: 'fps',
    ours,
    reference: { name: 'the same page, recorder idle', value },
    ratio: ours / value,
    floor: { sense: 'at least', ratio: 0.8 },
    detail: { rounds: ROUNDS, 'ticks a second': TICKS_A_SECOND, 'ticks told and recorded': told },
  };
}
