import type { Page } from '@playwright/test';

const ROWS = 'table[aria-label="Watchlist"] tbody tr:not(.spacer):not(.more)';

/** What a page's main thread did while it was watched. */
export interface PageFigures {
  /** Milliseconds of each second that the main thread was in a task, by the clock. */
  busy: number;
  /** The same in processor time: what other programs took of its core left out. */
  computed: number;
  /** Of `busy`: script, style and layout; the rest is painting, messages and overhead. */
  script: number;
  style: number;
  layout: number;
  /** Frames a second that the page could draw. */
  fps: number;
  /** Rows of the watchlist that are in view, whole or in part. */
  rows: number;
}

/**
 * Busy time first, on the page left to itself, then frames: asking for each frame would make work of its own.
 * Throws when no row's text changes.
 */
export async function measurePage(page: Page, times: { busyMs: number; fpsMs: number }): Promise<PageFigures> {
  const [ofThread, ofClock] = await Promise.all([metricsOf(page, 'threadTicks'), metricsOf(page, 'timeTicks')]);
  const visible = await rowsInView(page);
  const texts = await rowTexts(page);
  const before = await Promise.all([ofThread(), ofClock()]);
  await page.waitForTimeout(times.busyMs);
  const after = await Promise.all([ofThread(), ofClock()]);
  const textsAfter = await rowTexts(page);
  const changed = texts.filter((text, row) => text !== textsAfter[row]).length;
  if (changed < texts.length / 2)
    throw new Error(`Only ${changed} of ${texts.length} rows changed: the page does not live.`);
  const seconds = after[1]['Timestamp']! - before[1]['Timestamp']!;
  const perSecond = (name: string, domain: 0 | 1) =>
    ((after[domain]![name]! - before[domain]![name]!) * 1000) / seconds;
  const fps = await page.evaluate(
    (ms) =>
      new Promise<number>((resolve) => {
        let [begun, frames] = [0, 0];
        const frame = (now: number) => {
          begun ||= now;
          if (now - begun >= ms) return resolve((frames * 1000) / (now - begun));
          frames++;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    times.fpsMs,
  );
  return {
    busy: perSecond('TaskDuration', 1),
    computed: perSecond('TaskDuration', 0),
    script: perSecond('ScriptDuration', 1),
    style: perSecond('RecalcStyleDuration', 1),
    layout: perSecond('LayoutDuration', 1),
    fps,
    rows: visible,
  };
}

/** Reads the counters of a page, durations in seconds of the thread's own time or of the clock. */
async function metricsOf(
  page: Page,
  timeDomain: 'threadTicks' | 'timeTicks',
): Promise<() => Promise<Record<string, number>>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
}

/** What each row of the watchlist in the page reads. */
function rowTexts(page: Page): Promise<string[]> {
  return page.locator(ROWS).evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
}

function rowsInView(page: Page): Promise<number> {
  return page
    .locator(ROWS)
    .evaluateAll((rows) => rows.filter((row) => row.getBoundingClientRect().top < window.innerHeight).length);
}
