import { client } from '../client/client.ts';

/** The quickest of so many questions is believed: its answer was least delayed. */
const ASKS = 5;
const AGAIN_MS = 60_000;

/** Engine's monotonic ms less the page's; null until it is known. */
let ahead: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A time of this page (`performance.now()`, `event.timeStamp`) by the engine's monotonic clock, or null before the first alignment. */
export const byEngineClock = (pageMs: number): number | null => (ahead === null ? null : pageMs + ahead);

/** Aligns this page's clock with the engine's, now and every minute; again after a new connection, as the engine may be another. */
export async function alignClock(): Promise<void> {
  clearTimeout(timer);
  timer = setTimeout(() => void alignClock(), AGAIN_MS);
  let quickest = Infinity;
  try {
    for (let ask = 0; ask < ASKS; ask++) {
      const before = performance.now();
      // oxlint-disable-next-line no-await-in-loop -- one after the other: together they would delay each other
      const { monotonic } = await client.call('latency.clock', {});
      const took = performance.now() - before;
      if (took >= quickest) continue;
      quickest = took;
      ahead = monotonic - before - took / 2;
    }
  } catch {
    // The connection is gone: what is known of the clock of the engine behind it is worth nothing.
    ahead = null;
  }
}
