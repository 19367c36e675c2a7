import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { buildIfStale, root } from '../scripts/build-if-stale.ts';
import { findChromium } from '../scripts/find-chromium.ts';
import { inr } from '../src/renderer/ui/format.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';
import { openBenchDesk, type BenchDesk } from './watchlist/bench-desk.ts';
import { buildPage } from './watchlist/build-page.ts';
import { measurePage, type PageFigures } from './watchlist/measure-page.ts';
import { serveNaive, type NaiveServer } from './watchlist/naive-server.ts';
import { contracts, RandomMarket, SYMBOLS, UPDATES_PER_SECOND } from './watchlist/random-market.ts';

const ROUNDS = 5;
const WARM_UP_MS = 3000;
const TIMES = { busyMs: 5000, fpsMs: 2000 };
const VIEWPORT = { width: 1440, height: 900 };

/**
 * Main-thread work of the terminal's watchlist, against a page that sets its state at each update: the same symbols, columns,
 * updates and viewport. The whole terminal is measured beside it.
 */
export async function bench(): Promise<BenchResult> {
  buildIfStale();
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium here: npx playwright install chromium');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  const [desk, naive, own] = [await openBenchDesk(), await serveNaive(), await buildPage('own')];
  const [watchlist, terminal] = [await desk.serve(own.folder), await desk.serve(join(root, 'out/renderer'))];
  const ours: PageFigures[] = [];
  const reference: NaiveFigures[] = [];
  const whole: PageFigures[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    ours.push(await measureOurs(browser, desk, watchlist(), round));
    reference.push(await measureNaive(browser, naive, round));
    whole.push(await measureOurs(browser, desk, terminal(), round));
  }
  await browser.close();
  await Promise.all([desk.close(), naive.close()]);
  own.remove();
  const middle = (figures: readonly PageFigures[], field: keyof PageFigures) =>
    median(figures.map((figure) => figure[field]));
  const against = (figures: readonly PageFigures[], field: 'busy' | 'computed') =>
    median(figures.map((figure, round) => figure[field] / reference[round]![field]));
  const scaled = (figures: readonly PageFigures[]) =>
    thousandths(median(figures.map(({ computed }, round) => computed / reference[round]!.computedAtRate)));
  const [fps, naiveFps] = [middle(ours, 'fps'), middle(reference, 'fps')];
  const fpsFloor = Math.min(55, 8 * naiveFps);
  return {
    name: `watchlist of ${SYMBOLS}, main thread`,
    unit: 'ms busy per s',
    ours: middle(ours, 'busy'),
    reference: { name: 'naive setState page', value: middle(reference, 'busy') },
    ratio: against(ours, 'busy'),
    floor: { sense: 'at most', ratio: 0.125 },
    detail: {
      rounds: ROUNDS,
      seconds: TIMES.busyMs / 1000,
      updatesPerSecond: UPDATES_PER_SECOND,
      fps: tenths(fps),
      naiveFps: tenths(naiveFps),
      fpsFloor: tenths(fpsFloor),
      fpsMet: fps >= fpsFloor ? 'yes' : 'no',
      rowsInView: middle(ours, 'rows'),
      naiveRowsInView: middle(reference, 'rows'),
      script: Math.round(middle(ours, 'script')),
      style: Math.round(middle(ours, 'style')),
      layout: Math.round(middle(ours, 'layout')),
      computedMs: Math.round(middle(ours, 'computed')),
      naiveComputedMs: Math.round(middle(reference, 'computed')),
      computedRatio: thousandths(against(ours, 'computed')),
      naiveTakenPerSecond: Math.round(median(reference.map(({ taken }) => taken))),
      scaledRatio: scaled(ours),
      wholePageBusyMs: Math.round(middle(whole, 'busy')),
      wholePageRatio: thousandths(against(whole, 'busy')),
      wholePageComputedMs: Math.round(middle(whole, 'computed')),
      wholePageComputedRatio: thousandths(against(whole, 'computed')),
      wholePageScaledRatio: scaled(whole),
      wholePageFps: tenths(middle(whole, 'fps')),
      wholePageRowsInView: middle(whole, 'rows'),
    },
  };
}

const tenths = (value: number) => Number(value.toFixed(1));
const thousandths = (value: number) => Number(value.toFixed(3));

async function measureOurs(browser: Browser, desk: BenchDesk, link: string, seed: number): Promise<PageFigures> {
  const market = new RandomMarket(seed);
  desk.feed.drive(market);
  const page = await open(browser, link);
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
  /** An extrapolation: milliseconds of processor time for all updates of a second, were each to cost what those taken did. */
  computedAtRate: number;
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
  return { ...figures, taken, computedAtRate: (figures.computed * UPDATES_PER_SECOND) / taken };
}

async function open(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
  await page.goto(link);
  return page;
}
