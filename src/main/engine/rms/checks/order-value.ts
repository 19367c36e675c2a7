import { rupees } from '../../core/money.ts';
import { orderValue } from '../order-value.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** What one order is worth: price × quantity, for an option sold the margin it takes if that is more. */
export const valueOfOrder: RiskRule = {
  code: 'RMS_ORDER_VALUE',
  name: 'Value of one order',
  entriesOnly: true,
  check(order, snapshot, { maxOrderValue }) {
    const value = orderValue(order, snapshot);
    if (maxOrderValue === null) return pass(() => ({ value: rupees(value), limit: 'off' }));
    const seen = () => ({ value: rupees(value), limit: rupees(maxOrderValue) });
    const ratio = value / maxOrderValue;
    if (value <= maxOrderValue) return pass(seen, ratio);
    const room = Math.floor((maxOrderValue * order.lots) / value);
    const next = room > 0 ? `up to ${room} ${room === 1 ? 'lot' : 'lots'} would pass` : 'one lot is more than that';
    return refuse(
      'RMS_ORDER_VALUE',
      { ...seen(), ratio },
      `The order is worth ${rupees(value)}, the limit for one order is ${rupees(maxOrderValue)}: ${next}.`,
      { value, maxOrderValue, lotsThatPass: room },
    );
  },
};
