import { priceText } from '../../core/money.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** No own order on the other side rests where this one would trade with it. */
export const selfTrade: RiskRule = {
  code: 'RMS_SELF_TRADE',
  name: 'Self-trade',
  entriesOnly: true,
  check({ instrument, side, price, triggerPrice }, { working }) {
    const limit = 'no own order crossed';
    // A stop meets nobody before it triggers.
    if (triggerPrice !== null) return pass(() => ({ value: 'a stop', limit }));
    const crossed = working.find(
      (other) =>
        other.instrumentId === instrument.id &&
        other.side !== side &&
        other.leaves > 0 &&
        !other.isUntriggered &&
        other.price !== null &&
        price !== null &&
        (side === 'BUY' ? price >= other.price : price <= other.price),
    );
    if (crossed === undefined) return pass(() => ({ value: 'none', limit }));
    const at = priceText(crossed.price!);
    const other = `own ${crossed.side === 'BUY' ? 'buy' : 'sell'} order at ${at}`;
    return refuse(
      'RMS_SELF_TRADE',
      { value: other, limit },
      `The order would trade with your ${other} in ${instrument.name}: cancel that one first, or stay on this side of ${at}.`,
      { price, crossed: crossed.price },
    );
  },
};
