import type { ReplayStep } from '../../../contract/replay.ts';
import { barStart, intervalMs } from '../domain/intervals.ts';
import { QUOTE_LOOK_BACK_MS } from '../store/tick-store.ts';
import type { TickStore } from '../store/tick-store.ts';

/** Where a replay stands. */
interface Standing {
  /** Epoch ms. */
  at: number;
  source: string;
  /** Milliseconds after 00:00 IST that bars count from. */
  anchor: number;
}

/**
 * The moment a step leads to, epoch ms: where a bar begins, or the last tick of an instrument before now. Without a tick in
 * the last minute it is that minute; forward to a tick no moment is known before the market has run there.
 */
export async function stepTarget(
  step: ReplayStep,
  { at, source, anchor }: Standing,
  ticks: Pick<TickStore, 'quotesAt'>,
): Promise<number> {
  if (step.by === 'tick') {
    const [quote] = await ticks.quotesAt(source, [{ instrumentId: step.instrumentId, ts: at - 1 }]);
    return quote?.ts ?? at - QUOTE_LOOK_BACK_MS;
  }
  const { interval } = step;
  return step.back ? barStart(at - 1, interval, anchor) : barStart(at, interval, anchor) + intervalMs(interval);
}
