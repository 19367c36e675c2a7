import type { Page } from '@playwright/test';

/** What a page's main thread did while it was watched. */
export interface PageFigures {
  /** Milliseconds of each second that the main thread computed in its tasks: what other programs took of its core left out. */
  busy: number;
  /** The same by the clock, waits and other programs' turns included. */
  elapsed: number;
  /** Of `busy`: script, style and layout. */
  script: number;
  style: number;
  layout: number;
  /** Frames a second that the page could draw. */
  fps: number;
}

/**
 * Busy time first, on the page left to itself, then frames: asking for each frame would make work of its own.
 * Throws when no row's text changes.
 */
export async function measurePage(page: Page, times: { busyMs: number; fpsMs: number }): Promise<PageFigures> {
  const [ofThread, ofClock] = await Promise.all([metricsOf(page, 'threadTicks'), metricsOf(page, 'timeTicks')]);
  const texts = await rowTexts(page);
  const before = await Promise.all([ofThread(), ofClock()]);
  await page.waitForTimeout(times.busyMs);
  const after = await Promise.all([ofThread(), ofClock()]);
  const textsAfter = await rowTexts(page);
  const changed = texts.filter((text, row) => text !== textsAfter[row]).length;
  if (changed < texts.length / 2)
    throw new Error(`Only ${changed} of ${texts.length} rows changed: the page does not live.`);
  const seconds = after[1]['Timestamp']! - before[1]['Timestamp']!;
  const perSecond = (name: string, domain = 0) => ((after[domain]![name]! - before[domain]![name]!) * 1000) / seconds;
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
    busy: perSecond('TaskDuration'),
    elapsed: perSecond('TaskDuration', 1),
    script: perSecond('ScriptDuration'),
    style: perSecond('RecalcStyleDuration'),
    layout: perSecond('LayoutDuration'),
    fps,
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
  return page
    .locator('table[aria-label="Watchlist"] tbody tr:not(.spacer):not(.more)')
    .evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
}
