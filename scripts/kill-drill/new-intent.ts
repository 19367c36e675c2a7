import type { Intent } from '../../src/contract/trading.ts';
import type { Random } from '../../src/main/engine/core/random.ts';

/** One key press: 1 to 3 lots at market, either way. */
export function newIntent(instrumentId: number, random: Random): Intent {
  return {
    intentId: crypto.randomUUID(),
    instrumentId,
    side: random.next() < 0.5 ? 'BUY' : 'SELL',
    lots: random.integer(1, 3),
    orderType: 'MARKET',
    price: null,
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    confirmed: true,
  };
}
