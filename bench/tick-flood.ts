import { emptyTick } from '../src/main/engine/domain/tick.ts';
import type { Tick } from '../src/main/engine/domain/tick.ts';

export const TICKS_A_SECOND = 50_000;
const STEP_MS = 10;
const SYMBOLS = 500;

/** Ticks at their rate in steps of 10 ms, late ones made up for; gives what stops them. */
export function flood(onTick: (tick: Tick) => void): () => void {
  const begun = performance.now();
  const tick = emptyTick();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) * TICKS_A_SECOND) / 1000);
    for (; sent < due; sent++) {
      tick.instrumentId = 1_000_000 + (sent % SYMBOLS);
      tick.ts = Date.now();
      tick.ltp = 100_00 + ((sent * 7919) % 5000);
      tick.bid = tick.ltp - 5;
      tick.ask = tick.ltp + 5;
      tick.volume = 75 * Math.floor(sent / SYMBOLS);
      onTick(tick);
    }
  }, STEP_MS);
  return () => clearInterval(timer);
}
