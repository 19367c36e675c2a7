import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** How many orders went out today with this one. */
export const ordersToday: RiskRule = {
  code: 'RMS_ORDERS_DAY',
  name: 'Orders of the day',
  entriesOnly: true,
  check(_order, snapshot, { maxOrdersDay: most }) {
    const count = snapshot.ordersToday + 1;
    if (most === null) return pass(() => ({ value: `${count}`, limit: 'off' }));
    const seen = () => ({ value: `${count}`, limit: `${most}` });
    if (count <= most) return pass(seen, count / most);
    return refuse(
      'RMS_ORDERS_DAY',
      { ...seen(), ratio: count / most },
      `This would be order ${count} of the day, ${most} are allowed: no further entry is sent today, exits pass.`,
      { count, most },
    );
  },
};
