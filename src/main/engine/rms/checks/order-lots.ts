import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The lots of one order. An exit by hand is asked once, one that no hand sends passes: a position must always be closable. */
export const orderLots: RiskRule = {
  code: 'RMS_ORDER_LOTS',
  name: 'Lots in one order',
  entriesOnly: false,
  check(order, _snapshot, { maxOrderLots }) {
    const { lots, reduces } = order;
    if (maxOrderLots === null) return pass(() => ({ value: `${lots}`, limit: 'off' }));
    const seen = () => ({ value: `${lots}`, limit: `${maxOrderLots}` });
    const ratio = lots / maxOrderLots;
    if (lots <= maxOrderLots || (reduces && (order.confirmed || order.source !== 'HAND'))) return pass(seen, ratio);
    const next = reduces ? 'confirm to send the exit anyway' : `up to ${maxOrderLots} lots would pass`;
    return refuse(
      'RMS_ORDER_LOTS',
      { ...seen(), ratio },
      `The order is of ${lots} lots, the limit for one order is ${maxOrderLots}: ${next}.`,
      { lots, maxOrderLots, asks: reduces },
    );
  },
};
