import type { Instrument } from '../../../contract/market.ts';
import { DAY_MS, istMidnight } from '../core/ist.ts';
import { nseCalendar } from './calendar-nse.ts';

const endOf = new Map<string, number>();

/**
 * When trading in an instrument ends, epoch ms: the close of the derivatives session on its expiry day, the day's end when
 * the calendar has no session then; infinite for what never expires. No trade is possible from then on, only settlement.
 */
export function tradingEnds({ expiry }: Pick<Instrument, 'expiry'>): number {
  if (expiry === null) return Number.POSITIVE_INFINITY;
  let end = endOf.get(expiry);
  if (end === undefined) {
    end = nseCalendar.sessionOf(expiry, 'FNO')?.close ?? istMidnight(expiry) + DAY_MS;
    endOf.set(expiry, end);
  }
  return end;
}
