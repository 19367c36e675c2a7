import type { Side } from '../../../../contract/enums.ts';
import type { WireError } from '../../../../contract/errors.ts';
import type { Instrument } from '../../../../contract/market.ts';
import { priceText } from '../../core/money.ts';

/**
 * What is wrong with a target and stop around a reference price, or null. For a long: stop < price < target, for a
 * short the other way round; both multiples of the tick. Paise; a null side is off.
 */
export function bracketProblem(
  entry: { side: Side; price: number | null; instrument: Instrument },
  tpPrice: number | null,
  slPrice: number | null,
): WireError | null {
  const { tickSize } = entry.instrument;
  for (const [name, price] of [
    ['target', tpPrice],
    ['stop', slPrice],
  ] as const) {
    if (price === null) continue;
    if (price % tickSize !== 0) {
      return {
        code: 'RMS_TICK_SIZE',
        message: `The ${name} ${priceText(price)} is not a multiple of the tick ${priceText(tickSize)}: ${priceText(Math.round(price / tickSize) * tickSize)} would pass.`,
        details: { price, tickSize },
      };
    }
    if (entry.price === null) continue;
    const beyond = (name === 'target') === (entry.side === 'BUY') ? price > entry.price : price < entry.price;
    if (beyond) continue;
    const where = (name === 'target') === (entry.side === 'BUY') ? 'above' : 'below';
    return {
      code: 'SETTING_INVALID',
      message: `The ${name} ${priceText(price)} of a ${entry.side === 'BUY' ? 'long' : 'short'} must be ${where} ${priceText(entry.price)}: move it or take it off.`,
      details: { price, reference: entry.price },
    };
  }
  return null;
}
