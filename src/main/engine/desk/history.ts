import type { Interval } from '../../../contract/enums.ts';
import type { Bar } from '../../../contract/market.ts';
import type { HistorySource } from '../market-data/history-source.ts';
import type { TickStore } from '../store/tick-store.ts';

/** Bars of one recorded source. */
export function recordedHistory(ticks: TickStore, source: string): HistorySource {
  return { bars: (instrumentId, interval, before, limit) => ticks.bars(instrumentId, interval, before, limit, source) };
}

/**
 * What was recorded, and where nothing was, what the market would have shown. A recorded bar that was begun or left in
 * its middle (the program started or stopped then) only adds its range to the market's own bar: its volume would hold all
 * that was traded while the program was off.
 * @param flush makes what is still in memory readable
 */
export function historyOver(recorded: HistorySource, market: HistorySource, flush: () => Promise<void>): HistorySource {
  return {
    async bars(instrumentId: number, interval: Interval, before: number, limit: number): Promise<Bar[]> {
      await flush();
      const [known, modelled] = await Promise.all([
        recorded.bars(instrumentId, interval, before, limit),
        market.bars(instrumentId, interval, before, limit),
      ]);
      return mergeBars(known, modelled).slice(-limit);
    },
  };
}

/** Both lists are oldest first; so is the result. */
export function mergeBars(recorded: readonly Bar[], modelled: readonly Bar[]): Bar[] {
  const own = new Map(recorded.map((bar) => [bar.ts, bar]));
  const other = new Map(modelled.map((bar) => [bar.ts, bar]));
  const starts = [...new Set([...own.keys(), ...other.keys()])].sort((a, b) => a - b);
  const recordedAt = (place: number) => place < 0 || place >= starts.length || own.has(starts[place]!);
  return starts.map((ts, place) => {
    const bar = own.get(ts);
    const model = other.get(ts);
    if (bar === undefined) return model!;
    const whole = recordedAt(place - 1) && recordedAt(place + 1);
    return whole || model === undefined ? bar : widened(model, bar);
  });
}

function widened(model: Bar, part: Bar): Bar {
  return {
    ...model,
    high: Math.max(model.high, part.high),
    low: Math.min(model.low, part.low),
  };
}
