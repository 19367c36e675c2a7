import { istDay } from '../../core/ist.ts';
import { priceText } from '../../core/money.ts';
import { priceBand } from '../price-band.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The price lies in the exchange's daily range, as far as we know it. */
export const exchangeBand: RiskRule = {
  code: 'RMS_PRICE_BAND',
  name: 'Price band',
  entriesOnly: false,
  check({ price, instrument }, snapshot) {
    const band = priceBand(instrument, snapshot.quote, istDay(snapshot.now));
    const seen = () => ({
      value: price === null ? 'no price' : priceText(price),
      limit: band === null ? 'no band known' : `${priceText(band.low)} – ${priceText(band.high)}`,
    });
    if (band === null || price === null || (price >= band.low && price <= band.high)) return pass(seen);
    const { value, limit } = seen();
    return refuse(
      'RMS_PRICE_BAND',
      { value, limit },
      `The price ${value} is outside the exchange band, estimated as ${limit}: a price inside it would pass.`,
      { price, low: band.low, high: band.high },
    );
  },
};
