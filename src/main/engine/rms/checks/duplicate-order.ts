import { istDay } from '../../core/ist.ts';
import { priceText } from '../../core/money.ts';
import { riskRules } from '../risk-data.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The same instrument, side, quantity, price and product from another intent within moments is asked once. */
export const duplicateOrder: RiskRule = {
  code: 'RMS_DUPLICATE',
  name: 'Duplicate',
  entriesOnly: true,
  check(order, snapshot) {
    const { duplicateWindowMs } = riskRules(istDay(snapshot.now));
    const twin = snapshot.recent.findLast(
      (other) =>
        other.instrumentId === order.instrument.id &&
        other.side === order.side &&
        other.quantity === order.quantity &&
        other.price === order.price &&
        other.product === order.product &&
        snapshot.monotonic - other.monotonic < duplicateWindowMs,
    );
    const limit = () => `none within ${duplicateWindowMs / 1000} s`;
    if (twin === undefined) return pass(() => ({ value: 'none', limit: limit() }));
    const ago = ((snapshot.monotonic - twin.monotonic) / 1000).toFixed(1);
    const value = `same order ${ago} s ago`;
    if (order.confirmed) return pass(() => ({ value: `${value}, repeated on purpose`, limit: limit() }));
    const priced = order.price === null ? 'at market' : `at ${priceText(order.price)}`;
    return refuse(
      'RMS_DUPLICATE',
      { value, limit: limit() },
      `The same order, ${order.side} ${order.quantity} ${order.instrument.name} ${priced}, was sent ${ago} s ago: confirm to send it again, or wait ${duplicateWindowMs / 1000} s.`,
      { asks: true, msAgo: snapshot.monotonic - twin.monotonic },
    );
  },
};
