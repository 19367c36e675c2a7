import type { Trail } from '../../../../contract/protection.ts';
import type { Limits } from '../../../../contract/risk.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OmsContext } from '../oms-context.ts';
import { offered } from './trailing-stops.ts';
import type { StopAsked } from './trailing-stops.ts';

/** Limits speak of points, prices are paise. */
const POINT = 100;

type Parts = Pick<OmsContext, 'store' | 'account' | 'quotes' | 'instrument'>;

/**
 * The stop that the limits `trailingSl`, `trailEvery` and `trailBy` (`rms_rules.trailing_sl`) give the position that an
 * order by hand or of a strategy has opened; the strategy's limit comes before the trader's. A stop that the order has
 * goes on from where it is, a new one begins at the distance behind the worse of the fill and the price there is now.
 * Null while the limit is off.
 */
export function standingStop({ store, account, quotes, instrument }: Parts, entry: OrderRecord): StopAsked | null {
  const { source, strategyId, side, filled, filledValue, slPrice } = entry;
  if (source !== 'HAND' || filled === 0) return null;
  const own = strategyId === null ? null : store.limits(account.userId, strategyId);
  const limits = own !== null && own.trailingSl !== null ? own : store.limits(account.userId);
  const { trailingSl } = limits;
  if (trailingSl === null) return null;
  const trail = trailOf(limits, trailingSl);
  if (slPrice !== null) return { slPrice, trail };
  const isLong = side === 'BUY';
  const quote = quotes.get(entry.instrumentId);
  const now = quote === null ? null : offered(isLong, quote);
  const average = filledValue / filled;
  const worse = isLong ? Math.min(average, now ?? average) : Math.max(average, now ?? average);
  const { tickSize } = instrument(entry.instrumentId);
  const ticks = (worse + (isLong ? -1 : 1) * trailingSl * POINT) / tickSize;
  return { slPrice: Math.max(1, isLong ? Math.floor(ticks) : Math.ceil(ticks)) * tickSize, trail };
}

function trailOf({ trailEvery, trailBy }: Limits, trailingSl: number): Trail {
  const follow: Trail['follow'] =
    trailEvery === null || trailBy === null
      ? { type: 'DISTANCE', by: trailingSl * POINT }
      : { type: 'STEP', every: trailEvery * POINT, by: trailBy * POINT };
  return { follow, after: 0, breakEvenAfter: null };
}
