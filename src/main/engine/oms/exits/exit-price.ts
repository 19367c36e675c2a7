import type { Side } from '../../../../contract/enums.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { OmsContext } from '../oms-context.ts';

/** Twice as far from the touch as the protection of a market order goes, paise; null without a market to price by. */
export function wideLimit(
  { quotes, protectedPrice }: Pick<OmsContext, 'quotes' | 'protectedPrice'>,
  instrument: Instrument,
  side: Side,
): number | null {
  const quote = quotes.get(instrument.id);
  const touch = quote === null ? 0 : side === 'BUY' ? quote.ask : quote.bid;
  const near = protectedPrice(side, quote, instrument);
  if (near === null || touch <= 0) return null;
  const wide = near.price + (near.price - touch);
  return Math.max(instrument.tickSize, Math.round(wide / instrument.tickSize) * instrument.tickSize);
}
