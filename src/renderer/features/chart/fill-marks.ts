import type { Side } from '../../../contract/enums.ts';
import type { Bar } from '../../../contract/market.ts';
import type { Trade } from '../../../contract/trading.ts';
import { barIndexAt } from './bars.ts';

/** The own fills of one side within one bar. */
export interface FillMark {
  /** Start of the bar, epoch ms. */
  ts: number;
  side: Side;
  lots: number;
  /** The edge of the bar it stands at: the low for a buy, the high for a sell. Paise. */
  price: number;
}

/** Gathers fills into one mark for each bar and side; fills before the first bar, or past `intervalMs` of the last, have none. */
export function fillMarks(trades: readonly Trade[], bars: readonly Bar[], intervalMs: number): FillMark[] {
  const marks = new Map<string, FillMark>();
  for (const trade of trades) {
    const bar = bars[barIndexAt(bars, trade.timestamp)];
    if (!bar || trade.timestamp >= bar.ts + intervalMs) continue;
    const key = `${bar.ts}${trade.side}`;
    const mark = marks.get(key) ?? {
      ts: bar.ts,
      side: trade.side,
      lots: 0,
      price: trade.side === 'BUY' ? bar.low : bar.high,
    };
    mark.lots += trade.quantity / trade.lotSize;
    marks.set(key, mark);
  }
  return [...marks.values()];
}

/** When the position that stands now was opened: the fill that last left zero or crossed it. Null when flat. */
export function openedAt(trades: readonly Trade[]): number | null {
  let net = 0;
  let at: number | null = null;
  for (const trade of trades.toSorted((a, b) => a.timestamp - b.timestamp)) {
    const before = net;
    net += trade.side === 'BUY' ? trade.quantity : -trade.quantity;
    if (net === 0) at = null;
    else if (before === 0 || before > 0 !== net > 0) at = trade.timestamp;
  }
  return at;
}
