import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/find-chromium.ts';
import type { Bar } from '../../src/contract/market.ts';
import { chartDrawing } from '../pages/chart-drawing.ts';
import type * as ChartDrawing from '../pages/chart-drawing-parts.ts';

declare global {
  interface Window {
    drawing: typeof ChartDrawing;
  }
}

let browser: Browser;
let page: Page;
test.beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: findChromium()!,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const drawing = await chartDrawing();
  page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  await page.setContent('<body style="margin: 0"></body>');
  await page.evaluate(drawing);
});
test.afterAll(() => browser.close());

/** What a chart threw, then and in its frames, while a day happened to it; the same day for the same seed. */
function stormyDay({ seed, steps }: { seed: number; steps: number }): Promise<string[]> {
  return page.evaluate(
    async ({ seed, steps }) => {
      let state = seed;
      const random = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
      };
      const below = (limit: number) => Math.floor(random() * limit);
      const theme = () =>
        new Proxy({}, { get: (_, token) => (token === '--font' ? 'sans-serif' : below(2) ? '#3355ff' : '#fafafa') });
      const host = document.createElement('div');
      const size = (width: number, height: number) => {
        host.style.cssText = `width: ${width}px; height: ${height}px`;
      };
      size(800, 500);
      document.body.append(host);
      const events = { onNearOldest: () => {}, onHover: () => {}, onLayout: () => {} };
      const chart = new window.drawing.PriceChart(host, theme() as never, events);

      const { INDICATORS, IndicatorSet, validChosen } = window.drawing;
      const indicators = new IndicatorSet();
      const draw = (all: Bar[], fresh: boolean) => {
        bars = all;
        indicators.reset(bars, 60_000);
        chart.setBars(bars, indicators.studies(), fresh);
        chart.showProfiles(indicators.profiles());
      };
      let traded = false;
      let open = false;
      let bars: Bar[] = [];
      const bar = (ts: number): Bar => {
        const price = 10_000 + below(1000);
        const figures = { volume: traded ? below(3) * 65 : 0, oi: open ? below(3) * 100 : 0 };
        return { ts, open: price, high: price + 100, low: price - 100, close: price + below(200) - 100, ...figures };
      };
      const morning = 1_700_000_000_000;
      const day = (from: number, count: number) =>
        Array.from({ length: count }, (_, index) => bar(from + index * 60_000));
      const point = (type: string, x: number, y: number) => {
        const under = document.elementFromPoint(x, y);
        under?.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: type !== 'mouseenter' }));
      };
      const happenings: (() => void)[] = [
        () => draw([], true),
        () => {
          [traded, open] = [below(2) > 0, below(2) > 0];
          draw(day(morning, below(4) * 60), true);
        },
        () => {
          bars.push(bar((bars.at(-1)?.ts ?? morning) + (below(4) ? 60_000 : 3_600_000)));
          if (!chart.updateBar(bars.at(-1)!, indicators.update())) draw(bars, false);
        },
        () => {
          const running = bars.pop();
          if (!running) return;
          bars.push(bar(running.ts));
          if (!chart.updateBar(bars.at(-1)!, indicators.update())) draw(bars, false);
        },
        () => {
          const some = INDICATORS.filter(() => below(4) === 0);
          const chosen = some.map(({ id }) => ({
            key: id,
            id,
            values: {},
            pen: below(2) ? 'grey' : 'rose',
            filled: true,
          }));
          indicators.choose(validChosen(chosen));
          draw(bars, false);
        },
        () => draw(bars, false),
        () =>
          draw(
            bars.filter(() => below(20) > 0).map(({ ts }) => bar(ts)),
            false,
          ),
        () => draw([...day((bars[0]?.ts ?? morning) - 3_000_000, 50), ...bars], false),
        () => {
          bars.splice(0, below(bars.length));
          draw(bars, false);
        },
        () => ([traded, open] = [below(2) > 0, below(2) > 0]),
        () => chart.setTheme(theme() as never),
        () => chart.setTheme(theme() as never),
        () => {
          const line = { id: 'position', kind: 'position', price: 10_000 + below(1000), color: '--up' };
          chart.showLines({ lines: [line as never], ltp: 10_500, openedAt: bars[0]?.ts ?? null });
        },
        () => chart.showFills(bars.slice(0, 3).map(({ ts, low: price }) => ({ ts, side: 'BUY', lots: 1, price }))),
        () => ['mouseenter', 'mousemove'].forEach((type) => point(type, below(800), below(500))),
        () => point('mouseleave', 890, 590),
        () => size(0, 0),
        () => (host.style.display = 'none'),
        () => size(below(100), below(100)),
        () => size(800, 500),
        () => size(800, 500),
        () => chart.hold()(),
        () => chart.setSubject(5, '1m'),
      ];
      const thrown: string[] = [];
      const late = (event: ErrorEvent) => {
        // The browser's own word on layouts that go on in the next frame has no error in it.
        if (event.error) thrown.push(`in a frame: ${(event.error as Error).stack}`);
      };
      addEventListener('error', late);
      for (let step = 0; step < steps; step += 1) {
        const happening = below(happenings.length);
        try {
          happenings[happening]!();
        } catch (error) {
          thrown.push(`at ${happening} in step ${step}: ${(error as Error).stack}`);
        }
        if (random() < 0.3) await new Promise((drawn) => requestAnimationFrame(drawn));
      }
      removeEventListener('error', late);
      chart.destroy();
      host.remove();
      return thrown;
    },
    { seed, steps },
  );
}

for (const seed of [1, 2, 3, 4, 5, 6]) {
  test(`whatever comes to a chart in a day, it draws: themes, sizes, bars and the pointer, seed ${seed}`, async () => {
    expect(await stormyDay({ seed, steps: 250 })).toEqual([]);
  });
}
