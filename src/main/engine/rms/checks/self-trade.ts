import type { Side } from '../../../../contract/enums.ts';
import { priceText } from '../../core/money.ts';
import type { RestingOrder } from '../decision.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** No own order on the other side rests where this one would trade with it; it is refused, or that one goes first. */
export const selfTrade: RiskRule = {
  code: 'RMS_SELF_TRADE',
  name: 'Self-trade',
  entriesOnly: true,
  check(order, { working, selfTrade: mode }) {
    const { instrument, side, price, triggerPrice, modifications } = order;
    const limit = 'no own order crossed';
    // A stop meets nobody before it triggers.
    if (triggerPrice !== null) return pass(() => ({ value: 'a stop', limit }));
    const entry = { instrumentId: instrument.id, side, price };
    const crossed = working.find((other) => wouldTrade(entry, other));
    if (crossed === undefined) return pass(() => ({ value: 'none', limit }));
    const at = priceText(crossed.price!);
    const other = `own ${crossed.side === 'BUY' ? 'buy' : 'sell'} order at ${at}`;
    // What works already cannot be held back, and what was placed elsewhere is not managed here (T17).
    const goesFirst =
      mode === 'CANCEL_RESTING' &&
      modifications === 0 &&
      !working.some((each) => each.isForeign && wouldTrade(entry, each));
    if (goesFirst) return pass(() => ({ value: `${other}, cancelled first`, limit }));
    return refuse(
      'RMS_SELF_TRADE',
      { value: other, limit },
      `The order would trade with your ${other} in ${instrument.name}: cancel that one first, or stay on this side of ${at}.`,
      { price, crossed: crossed.price },
    );
  },
};

/** True when an order that trades at once at its limit would meet one that rests. */
export function wouldTrade(
  { instrumentId, side, price }: { instrumentId: number; side: Side; price: number | null },
  other: Pick<RestingOrder, 'instrumentId' | 'side' | 'price' | 'leaves' | 'isUntriggered'>,
): boolean {
  if (other.instrumentId !== instrumentId || other.side === side || other.leaves <= 0 || other.isUntriggered)
    return false;
  if (price === null || other.price === null) return false;
  return side === 'BUY' ? price >= other.price : price <= other.price;
}
