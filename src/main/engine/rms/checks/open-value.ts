import { rupees } from '../../core/money.ts';
import { openValue, orderValue } from '../order-value.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** All orders at work with this one, unknown ones too, at their prices (O7). */
export const openOrderValue: RiskRule = {
  code: 'RMS_OPEN_VALUE',
  name: 'Value of open orders',
  entriesOnly: true,
  check(order, snapshot, { maxOpenValue }) {
    if (maxOpenValue === null) return pass(() => ({ value: rupees(openValue(snapshot.working)), limit: 'off' }));
    const before = openValue(snapshot.working);
    const after = before + orderValue(order, snapshot);
    const seen = () => ({ value: rupees(after), limit: rupees(maxOpenValue) });
    const ratio = after / maxOpenValue;
    if (after <= maxOpenValue) return pass(seen, ratio);
    return refuse(
      'RMS_OPEN_VALUE',
      { ...seen(), ratio },
      `Open orders would come to ${rupees(after)} (${rupees(before)} now), the limit is ${rupees(maxOpenValue)}: cancel some or send a smaller one, exits always pass.`,
      { before, after, maxOpenValue },
    );
  },
};
