import { istDay } from '../../core/ist.ts';
import { riskRules } from '../risk-data.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** Places, modifies and cancels of the day for each trade; a day begins with messages, so it counts from some number on. */
export const orderToTrade: RiskRule = {
  code: 'RMS_ORDER_TO_TRADE',
  name: 'Order messages for a trade',
  entriesOnly: true,
  check(_order, { now, messagesToday, tradesToday }, { maxOrderToTrade: most }) {
    const messages = messagesToday + 1;
    const perTrade = messages / Math.max(1, tradesToday);
    if (most === null) return pass(() => ({ value: perTrade.toFixed(1), limit: 'off' }));
    const seen = () => ({ value: perTrade.toFixed(1), limit: `${most}` });
    const { orderToTradeFrom } = riskRules(istDay(now));
    if (perTrade <= most || messages < orderToTradeFrom) return pass(seen, perTrade / most);
    return refuse(
      'RMS_ORDER_TO_TRADE',
      { ...seen(), ratio: perTrade / most },
      `${messages} order messages for ${tradesToday} ${tradesToday === 1 ? 'trade' : 'trades'} is ${perTrade.toFixed(1)} each, the limit is ${most}: entries pass when more of them have traded, exits always pass.`,
      { messages, tradesToday, most },
    );
  },
};
