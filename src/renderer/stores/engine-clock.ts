import { client } from '../client/client.ts';
import { ClockOffset } from './clock-offset.ts';

const ASKS = 5;
const AGAIN_MS = 15_000;

const offset = new ClockOffset();
let timer: ReturnType<typeof setTimeout> | undefined;

/** A time of this page (`performance.now()`, `event.timeStamp`) by the engine's monotonic clock, or null before the first alignment. */
export function byEngineClock(pageMs: number): number | null {
  const { ahead } = offset;
  return ahead === null ? null : pageMs + ahead;
}

/** Aligns this page's clock with the engine's after each new connection, as the engine may be another, and now and then. */
export function alignClock(): Promise<void> {
  offset.forget();
  return align();
}

async function align(): Promise<void> {
  clearTimeout(timer);
  timer = setTimeout(() => void align(), AGAIN_MS);
  try {
    for (let ask = 0; ask < ASKS; ask++) {
      const asked = performance.now();
      // oxlint-disable-next-line no-await-in-loop -- one after the other: together they would delay each other
      const { monotonic } = await client.call('latency.clock', {});
      offset.learn(asked, monotonic, performance.now());
    }
  } catch {
    // The connection is gone; with the next one it begins anew.
    offset.forget();
  }
}
