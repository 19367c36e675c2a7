import type { Intent } from '../contract/trading.ts';

/** One key press: a lot bought at market, a new intent each time, but for what is changed. */
export function marketIntent(instrumentId: number, change: Partial<Intent> = {}): Intent {
  return {
    intentId: crypto.randomUUID(),
    instrumentId,
    side: 'BUY',
    lots: 1,
    orderType: 'MARKET',
    price: null,
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    confirmed: true,
    ...change,
  };
}
