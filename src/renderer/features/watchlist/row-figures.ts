import { QUOTE_FLAG, type Quote } from '../../../contract/market.ts';
import { inr, percent } from '../../ui/format.ts';

/** Change against the previous close in per cent, null when that is not known. */
export function changePercent({ ltp, prevClose }: Quote): number | null {
  return ltp > 0 && prevClose > 0 ? ((ltp - prevClose) / prevClose) * 100 : null;
}

export const isStale = (quote: Quote): boolean => (quote.flags & QUOTE_FLAG.STALE) !== 0;

/** The texts of a row that change with its quote. */
export function rowFigures(quote: Quote | undefined): { ltp: string; change: string; tone: 'up' | 'down' | 't2' } {
  if (!quote || quote.ltp === 0) return { ltp: '–', change: '–', tone: 't2' };
  const change = changePercent(quote);
  if (change === null) return { ltp: inr(quote.ltp), change: '–', tone: 't2' };
  const text = percent(change);
  return { ltp: inr(quote.ltp), change: text, tone: text.startsWith('+') ? 'up' : text === '0.00' ? 't2' : 'down' };
}
