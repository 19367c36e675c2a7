import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The exchange freezes an order above its freeze quantity; equal to it passes. */
export const freezeQuantity: RiskRule = {
  code: 'RMS_FREEZE_QTY',
  name: 'Freeze quantity',
  entriesOnly: false,
  check({ quantity, instrument }) {
    const { freezeQty, lotSize } = instrument;
    if (freezeQty === null) return pass(() => ({ value: `${quantity}`, limit: 'none set' }));
    const seen = () => ({ value: `${quantity}`, limit: `${freezeQty}` });
    const ratio = quantity / freezeQty;
    if (quantity <= freezeQty) return pass(seen, ratio);
    const lots = Math.floor(freezeQty / lotSize);
    return refuse(
      'RMS_FREEZE_QTY',
      { ...seen(), ratio },
      `The quantity ${quantity} is above the freeze quantity of ${freezeQty}: up to ${lots} lots (${lots * lotSize}) pass in one order.`,
      { quantity, freezeQty, maxLots: lots },
    );
  },
};
