import type { Bar } from '../../../contract/market.ts';
import type { Gap } from '../domain/feed-gaps.ts';
import type { HistorySource } from '../market-data/history-source.ts';
import type { BackfillTick, TickStore } from '../store/tick-store.ts';
import type { JobHandle } from './jobs.ts';

const MINUTE_MS = 60_000;

export interface BackfillWork {
  ticks: Pick<TickStore, 'backfill'>;
  history: HistorySource;
  day: string;
  source: string;
  gaps: readonly Gap[];
  /** Those of the day: a gap of the whole feed is one of each. */
  instrumentIds: readonly number[];
}

/** Fills gaps with the whole minutes that a history has of them; gives how many ticks were kept. */
export async function fillGaps(
  { ticks, history, day, source, gaps, instrumentIds }: BackfillWork,
  { signal, report }: Pick<JobHandle, 'signal' | 'report'>,
): Promise<number> {
  const parts = gaps.flatMap((gap) =>
    (gap.instrumentId === null ? instrumentIds : [gap.instrumentId]).map((instrumentId) => ({ gap, instrumentId })),
  );
  let kept = 0;
  for (const [place, { gap, instrumentId }] of parts.entries()) {
    signal.throwIfAborted();
    report(place / parts.length, `${kept} ticks filled in`);
    const most = Math.ceil((gap.to - gap.from) / MINUTE_MS) + 1;
    const bars = (await history.bars(instrumentId, '1m', gap.to, most)).filter(
      ({ ts }) => ts >= gap.from && ts + MINUTE_MS <= gap.to,
    );
    if (bars.length > 0)
      kept += await ticks.backfill(
        day,
        source,
        bars.flatMap((bar) => ticksOf(instrumentId, bar)),
      );
  }
  return kept;
}

/**
 * A minute as four ticks with its open, high, low and close, the nearer extreme first; the volume in equal parts, what is over in
 * the last. What lies between them is not known and not invented.
 */
export function ticksOf(instrumentId: number, { ts, open, high, low, close, volume, oi }: Bar): BackfillTick[] {
  const prices = close >= open ? [open, low, high, close] : [open, high, low, close];
  const part = Math.floor(volume / prices.length);
  return prices.map((ltp, place) => ({
    instrumentId,
    ts: ts + Math.floor((place * (MINUTE_MS - 1)) / (prices.length - 1)),
    ltp,
    traded: place < prices.length - 1 ? part : volume - part * (prices.length - 1),
    oi,
  }));
}
