import { priceText, roundDown, roundUp } from '../../core/money.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The price is a positive multiple of the tick. */
export const tickSize: RiskRule = {
  code: 'RMS_TICK_SIZE',
  name: 'Tick',
  entriesOnly: false,
  check({ price, instrument }) {
    const tick = instrument.tickSize;
    const seen = () => ({
      value: price === null ? 'no price' : priceText(price),
      limit: `multiples of ${priceText(tick)}`,
    });
    if (price === null || (price > 0 && price % tick === 0)) return pass(seen);
    const below = roundDown(price, tick);
    const nearest = below > 0 ? `${priceText(below)} or ${priceText(roundUp(price, tick))}` : priceText(tick);
    return refuse(
      'RMS_TICK_SIZE',
      seen(),
      `The price ${priceText(price)} is not a multiple of the tick of ${priceText(tick)}: ${nearest} would pass.`,
      { price, tickSize: tick },
    );
  },
};
