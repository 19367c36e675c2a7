import type { Check } from '../../../contract/trading.ts';
import type { Limits } from '../../../contract/risk.ts';
import type { WireError } from '../../../contract/errors.ts';
import { clockSkew } from './checks/clock-skew.ts';
import { locks } from './checks/locks.ts';
import { marketProtection } from './checks/market-protection.ts';
import { modifyCount } from './checks/modifications.ts';
import { netDelta, netVega } from './checks/greeks.ts';
import { openOrdersStrategy, openOrdersSymbol } from './checks/open-orders.ts';
import { openOrderValue } from './checks/open-value.ts';
import { orderLots } from './checks/order-lots.ts';
import { ordersToday } from './checks/orders-today.ts';
import { orderToTrade } from './checks/order-to-trade.ts';
import { positionLots } from './checks/position-lots.ts';
import { premiumBudget } from './checks/premium-budget.ts';
import { restricted } from './checks/restricted.ts';
import { selfTrade } from './checks/self-trade.ts';
import { shortLots } from './checks/short-lots.ts';
import { valueOfOrder } from './checks/order-value.ts';
import { dayLoss } from './checks/day-loss.ts';
import { duplicateOrder } from './checks/duplicate-order.ts';
import { exchangeBand } from './checks/exchange-band.ts';
import { fatFinger } from './checks/fat-finger.ts';
import { freezeQuantity } from './checks/freeze-quantity.ts';
import { instrumentTradable } from './checks/instrument-tradable.ts';
import { liveFeed } from './checks/live-feed.ts';
import { lotMultiple } from './checks/lot-multiple.ts';
import { marginSuffices } from './checks/margin-suffices.ts';
import { marketHours } from './checks/market-hours.ts';
import { openLots } from './checks/open-lots.ts';
import { orderRate } from './checks/order-rate.ts';
import { reconciled } from './checks/reconciled.ts';
import type { RiskRule } from './checks/risk-rule.ts';
import { strategyLoss } from './checks/strategy-loss.ts';
import { strategyLots } from './checks/strategy-lots.ts';
import { tickSize } from './checks/tick-size.ts';
import { tradingState } from './checks/trading-state.ts';
import type { Decide, RiskOrder, RiskSnapshot } from './decision.ts';

/** Every rule, in the order a person should hear of them: the state of the desk, the shape of the order, its size, its twin. */
export const RISK_RULES: readonly RiskRule[] = [
  instrumentTradable,
  marketHours,
  tradingState,
  locks,
  reconciled,
  liveFeed,
  clockSkew,
  restricted,
  lotMultiple,
  tickSize,
  freezeQuantity,
  marketProtection,
  exchangeBand,
  fatFinger,
  orderLots,
  valueOfOrder,
  openOrderValue,
  openLots,
  strategyLots,
  positionLots,
  shortLots,
  premiumBudget,
  netDelta,
  netVega,
  dayLoss,
  strategyLoss,
  marginSuffices,
  openOrdersSymbol,
  openOrdersStrategy,
  ordersToday,
  orderToTrade,
  modifyCount,
  selfTrade,
  duplicateOrder,
  orderRate,
];

/** Runs the rules to the first refusal, which is the denial. An entries-only rule never denies an exit (R0). */
export const decide: Decide = (order, snapshot, limits) => {
  const denial = firstRefusal(order, snapshot, limits);
  return { passed: denial === null, denial, checks: () => worded(order, snapshot, limits) };
};

function firstRefusal(order: RiskOrder, snapshot: RiskSnapshot, limits: Limits): WireError | null {
  for (const rule of RISK_RULES) {
    if (rule.entriesOnly && order.reduces) continue;
    const { denial } = rule.check(order, snapshot, limits);
    if (denial !== null) return denial;
  }
  return null;
}

function worded(order: RiskOrder, snapshot: RiskSnapshot, limits: Limits): Check[] {
  return RISK_RULES.map((rule): Check => {
    const { seen, ratio, denial } = rule.check(order, snapshot, limits);
    const refusal = rule.entriesOnly && order.reduces ? null : denial;
    return { rule: rule.name, code: refusal?.code ?? rule.code, passed: refusal === null, ...seen(), ratio };
  });
}
