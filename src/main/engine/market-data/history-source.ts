import type { Bar } from '../../../contract/market.ts';
import type { Interval } from '../../../contract/enums.ts';

/** Bars from before the memory of this run: recorded ones, or what the simulated market would have shown. */
export interface HistorySource {
  /** Bars oldest first with `ts` < `before` (epoch ms), at most `limit`, the newest of them. */
  bars(instrumentId: number, interval: Interval, before: number, limit: number): Promise<Bar[]>;
}
