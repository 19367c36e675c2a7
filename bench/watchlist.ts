import { chromium, type Browser, type Page } from '@playwright/test';
import { buildIfStale } from '../scripts/build-if-stale.ts';
import { findChromium } from '../scripts/find-chromium.ts';
import { inr } from '../src/renderer/ui/format.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';
import { openBenchDesk, type BenchDesk } from './watchlist/bench-desk.ts';
import { measurePage, type PageFigures } from './watchlist/measure-page.ts';
import { serveNaive, type NaiveServer } from './watchlist/naive-server.ts';
import { contracts, RandomMarket, SYMBOLS, UPDATES_PER_SECOND } from './watchlist/random-market.ts';

const ROUNDS = 5;
const WARM_UP_MS = 3000;
const TIMES = { busyMs: 5000, fpsMs: 2000 };
const VIEWPORT = { width: 1440, height: 900 };

/**
 * Main-thread work of the whole terminal with a long watchlist, against a page that sets its state at each update. That page
 * falls behind, so its work is told for all the updates of a second, not for those it got to.
 */
export async function bench(): Promise<BenchResult> {
  buildIfStale();
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium here: npx playwright install chromium');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  const [desk, naive] = [await openBenchDesk(), await serveNaive()];
  const ours: PageFigures[] = [];
  const reference: NaiveFigures[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    ours.push(await measureOurs(browser, desk, round));
    reference.push(await measureNaive(browser, naive, round));
  }
  await browser.close();
  await Promise.all([desk.close(), naive.close()]);
  const middle = (figures: readonly PageFigures[], field: keyof PageFigures) =>
    median(figures.map((figure) => figure[field]));
  const [fps, naiveFps] = [middle(ours, 'fps'), middle(reference, 'fps')];
  const fpsFloor = Math.min(55, 8 * naiveFps);
  return {
    name: `watchlist of ${SYMBOLS}, main thread`,
    unit: 'ms busy per s',
    ours: middle(ours, 'busy'),
    reference: { name: 'naive setState page', value: median(reference.map(({ busyAtRate }) => busyAtRate)) },
    ratio: median(ours.map(({ busy }, round) => busy / reference[round]!.busyAtRate)),
    floor: { sense: 'at most', ratio: 0.125 },
    detail: {
      rounds: ROUNDS,
      seconds: TIMES.busyMs / 1000,
      updatesPerSecond: UPDATES_PER_SECOND,
      fps: Number(fps.toFixed(1)),
      naiveFps: Number(naiveFps.toFixed(1)),
      fpsFloor: Number(fpsFloor.toFixed(1)),
      fpsMet: fps >= fpsFloor ? 'yes' : 'no',
      elapsedMs: Math.round(middle(ours, 'elapsed')),
      naiveBusyMs: Math.round(middle(reference, 'busy')),
      naiveElapsedMs: Math.round(middle(reference, 'elapsed')),
      ratioAsTaken: Number(median(ours.map(({ busy }, round) => busy / reference[round]!.busy)).toFixed(3)),
      elapsedRatioAsTaken: Number(
        median(ours.map(({ elapsed }, round) => elapsed / reference[round]!.elapsed)).toFixed(3),
      ),
      script: Math.round(middle(ours, 'script')),
      style: Math.round(middle(ours, 'style')),
      layout: Math.round(middle(ours, 'layout')),
      naiveTakenPerSecond: Math.round(median(reference.map(({ taken }) => taken))),
    },
  };
}

async function measureOurs(browser: Browser, desk: BenchDesk, seed: number): Promise<PageFigures> {
  const market = new RandomMarket(seed);
  desk.feed.drive(market);
  const page = await open(browser, desk.newLink());
  const list = page.getByRole('table', { name: 'Watchlist' });
  await list.and(page.locator(`[aria-rowcount="${SYMBOLS + 1}"]`)).waitFor();
  await page.waitForTimeout(WARM_UP_MS);
  const figures = await measurePage(page, TIMES);
  market.stop();
  await showsLast(page, market);
  await page.context().close();
  return figures;
}

/** The end of the list can be reached, and reads what the market ended at. */
async function showsLast(page: Page, market: RandomMarket): Promise<void> {
  const list = page.getByRole('table', { name: 'Watchlist' });
  await list.evaluate((table) => table.parentElement!.scrollTo(0, table.parentElement!.scrollHeight));
  const row = list.getByRole('row', { name: contracts('2026-12-31').at(-1)!.name });
  await row.filter({ hasText: inr(market.ltp.at(-1)!) }).waitFor({ timeout: 5000 });
}

interface NaiveFigures extends PageFigures {
  /** Updates a second it took of those it was sent. */
  taken: number;
  /** Milliseconds that the updates of one second keep it busy, however late it takes them. */
  busyAtRate: number;
}

async function measureNaive(browser: Browser, naive: NaiveServer, seed: number): Promise<NaiveFigures> {
  const market = new RandomMarket(seed);
  naive.drive(market);
  const page = await open(browser, naive.link);
  await page.locator(`tbody tr:nth-child(${SYMBOLS})`).waitFor();
  await page.waitForTimeout(WARM_UP_MS);
  const count = () => page.evaluate(() => ({ taken: window.taken, at: performance.now() }));
  const before = await count();
  const figures = await measurePage(page, TIMES);
  const after = await count();
  market.stop();
  await page.context().close();
  const taken = ((after.taken - before.taken) * 1000) / (after.at - before.at);
  return { ...figures, taken, busyAtRate: (figures.busy * UPDATES_PER_SECOND) / taken };
}

async function open(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
  await page.goto(link);
  return page;
}
