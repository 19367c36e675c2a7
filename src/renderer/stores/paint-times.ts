import { client } from '../client/client.ts';
import { byEngineClock } from './engine-clock.ts';

const TELL_MS = 5000;
const MOST = 100;

let samples: number[] = [];
let telling = false;

/**
 * Figures of a tick that arrived at `arrivedAt` (the engine's monotonic ms) have been written: measures until the frame
 * that shows them is done. About once a second; a page that nobody sees paints nothing, and is not measured.
 */
export function noteWritten(arrivedAt: number): void {
  if (document.hidden) return;
  requestAnimationFrame(() => {
    setTimeout(() => {
      const now = byEngineClock(performance.now());
      if (now === null || samples.length >= MOST) return;
      samples.push(Math.max(0, now - arrivedAt));
      if (telling) return;
      telling = true;
      setTimeout(tell, TELL_MS);
    }, 0);
  });
}

function tell(): void {
  telling = false;
  const told = samples.filter((ms) => ms <= 60_000);
  samples = [];
  // Without a connection they are lost: the next ones tell as much.
  client.call('latency.painted', { samples: told }).catch(() => undefined);
}
