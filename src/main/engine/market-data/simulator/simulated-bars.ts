import type { Interval } from '../../../../contract/enums.ts';
import type { Bar } from '../../../../contract/market.ts';
import { DAY_MS } from '../../core/ist.ts';
import { barStart, intervalMs, spansDays } from '../../domain/intervals.ts';
import type { Grain } from './factor-path.ts';
import { dayNumber, dayStart } from './simulated-day.ts';
import type { SimulatedContract } from './simulated-contract.ts';

/** Sampling of each interval: every so many ms, from marks of that grain. Steps are multiples of the grain. */
const SAMPLING: Record<Exclude<Interval, '1w' | '1M'>, { step: number; grain: Grain }> = {
  '1s': { step: 250, grain: 1 },
  '5s': { step: 1_000, grain: 1 },
  '15s': { step: 1_000, grain: 1 },
  '1m': { step: 5_000, grain: 5 },
  '3m': { step: 15_000, grain: 5 },
  '5m': { step: 20_000, grain: 5 },
  '15m': { step: 60_000, grain: 60 },
  '30m': { step: 60_000, grain: 60 },
  '1h': { step: 120_000, grain: 60 },
  '2h': { step: 240_000, grain: 60 },
  '4h': { step: 480_000, grain: 60 },
  '1d': { step: 1_200_000, grain: 60 },
};

/**
 * Bars of one contract as its ticks would have drawn them, oldest first, `ts` < until, at most `limit`, the newest
 * of them. A bar closes at the price the next one opens at; the last one closes at `until` (epoch ms).
 */
export function simulatedBars(
  contract: SimulatedContract,
  interval: Interval,
  until: number,
  limit: number,
  earliest: number,
): Bar[] {
  if (spansDays(interval)) {
    const days = limit * (intervalMs(interval) / DAY_MS);
    return ofDays(simulatedBars(contract, '1d', until, days, earliest), interval).slice(-limit);
  }
  const length = intervalMs(interval);
  const end = Math.min(until, contract.expiresAt);
  const last = barStart(end - 1, interval, 0);
  const bars: Bar[] = [];
  for (let ts = Math.max(last - (limit - 1) * length, barStart(earliest, interval, 0)); ts <= last; ts += length) {
    bars.push(barAt(contract, interval, ts, Math.min(ts + length, end)));
  }
  return bars;
}

/** Day bars put together. */
function ofDays(days: readonly Bar[], interval: '1w' | '1M'): Bar[] {
  const bars: Bar[] = [];
  for (const day of days) {
    const ts = barStart(day.ts, interval, 0);
    const last = bars.at(-1);
    if (last?.ts !== ts) {
      bars.push({ ...day, ts });
      continue;
    }
    last.high = Math.max(last.high, day.high);
    last.low = Math.min(last.low, day.low);
    last.close = day.close;
    last.volume += day.volume;
    last.oi = day.oi;
  }
  return bars;
}

function barAt(contract: SimulatedContract, interval: keyof typeof SAMPLING, from: number, to: number): Bar {
  const { step, grain } = SAMPLING[interval];
  const open = contract.ltp(from, grain);
  let high = open;
  let low = open;
  for (let at = from + step; at < to; at += step) {
    const price = contract.ltp(at, grain);
    if (price > high) high = price;
    if (price < low) low = price;
  }
  const onMark = to % (grain * 1000) === 0;
  const close = contract.ltp(to, onMark ? grain : 1);
  // Both ends on the same day's count: midnight closes the day before it.
  const day = dayNumber(from);
  const start = from - dayStart(day);
  const stop = Math.min(to - dayStart(day), DAY_MS);
  return {
    ts: from,
    open,
    high: Math.max(high, close),
    low: Math.min(low, close),
    close,
    volume: contract.volume(day, stop) - contract.volume(day, start),
    oi: contract.openInterest(day, stop),
  };
}
