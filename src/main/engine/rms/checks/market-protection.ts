import { priceText } from '../../core/money.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** A market order goes out as a limit at its protection price; without a market to price it by it does not go out. */
export const marketProtection: RiskRule = {
  code: 'RMS_NO_PRICE',
  name: 'Market protection',
  entriesOnly: false,
  check({ price, isMarket, side, instrument }) {
    if (price !== null) {
      return pass(() => ({ value: isMarket ? `limit ${priceText(price)}` : 'limit order', limit: 'always a limit' }));
    }
    return refuse(
      'RMS_NO_PRICE',
      { value: 'no price', limit: 'always a limit' },
      `${instrument.name} has no ${side === 'BUY' ? 'ask' : 'bid'} to price a market order by: a limit order would pass.`,
      { side },
    );
  },
};
