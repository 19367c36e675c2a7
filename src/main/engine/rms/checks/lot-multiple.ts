import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The quantity is a positive multiple of the lot. */
export const lotMultiple: RiskRule = {
  code: 'RMS_LOT_MULTIPLE',
  name: 'Lot',
  entriesOnly: false,
  check({ quantity, instrument }) {
    const { lotSize } = instrument;
    const seen = () => ({ value: `${quantity}`, limit: `multiples of ${lotSize}` });
    if (quantity > 0 && quantity % lotSize === 0) return pass(seen);
    const below = Math.floor(quantity / lotSize) * lotSize;
    const nearest = below > 0 ? `${below} or ${below + lotSize}` : `${lotSize}`;
    return refuse(
      'RMS_LOT_MULTIPLE',
      seen(),
      `The quantity ${quantity} is not a multiple of the lot of ${lotSize}: ${nearest} would pass.`,
      { quantity, lotSize },
    );
  },
};
