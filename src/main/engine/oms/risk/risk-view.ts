import type { Limits, Risk } from '../../../../contract/risk.ts';
import { limitCounters } from '../../rms/counters.ts';
import { usage } from '../../rms/rate-limit.ts';
import { openValue } from '../../rms/order-value.ts';
import { exposedLots, exposureOf, lotsOf, unhedgedLots } from './exposure.ts';
import type { WorkingOrder } from './exposure.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderText } from '../ledger/order-text.ts';
import { accountExposure, workingOrders } from './risk-check.ts';

const DENIALS_SHOWN = 20;

/**
 * The risk panel: state, limits with what is used of them, and the latest denials, newest first.
 * @param durable whether the trading state would survive a restart
 */
export function riskView(context: OmsContext, limits: Limits, durable: boolean): Risk {
  const { ledger, portfolio, clock, throttle, broker, instrument, store, account, watch, counts } = context;
  const { riskState } = ledger;
  const strategies = store.strategies();
  const { capabilities } = broker;
  const monotonic = clock.monotonic();
  const working = workingOrders(context);
  const { rows, premium } = accountExposure(context, working);
  const trades = counts.trades.today(clock.now());
  const { marginUsed, available, net } = portfolio.funds();
  const blocked = context.margin.blocked();
  const second = usage(throttle.sent, monotonic, capabilities).find((window) => window.windowMs === 1000);
  return {
    state: riskState.state,
    durable,
    since: riskState.since,
    reason: riskState.reason,
    limits,
    pending: store.pendingLimits(account.userId),
    locks: watch.locks.map(({ id, kind, since, opensAt, endsAt, reason, strategyId }) => ({
      id,
      kind,
      since,
      opensAt,
      endsAt,
      reason,
      strategy: strategyId === null ? null : (strategies.find((each) => each.id === strategyId)?.name ?? strategyId),
    })),
    selfTrade: context.selfTrades.mode,
    counters: limitCounters({
      now: clock.now(),
      monotonic,
      limits,
      openLots: lotsOf(rows),
      peakNet: watch.day.peakNet,
      profitFloor: watch.day.profitLock.floor,
      tradesOpened: trades.opened,
      lossStreak: trades.lossStreak,
      fills: trades.fills,
      ordersToday: counts.orders,
      messagesToday: counts.messages,
      openValue: openValue(working),
      mostOrdersInContract: mostIn(working),
      mostLotsInContract: Math.max(0, ...[...rows.values()].map(exposedLots)),
      shortLots: unhedgedLots(rows, instrument),
      premium,
      greeks: largestGreeks(context, limits),
      strategies: strategies.map(({ id, name }) => {
        const { maxLoss, maxLots } = store.limits(account.userId, id);
        return { name, ...strategyNow(context, id, working), maxLoss, maxLots };
      }),
      rejects: watch.rejects,
      clockSkew: context.skew.skew,
      dayNet: net,
      marginUsed: marginUsed + blocked,
      available: available - blocked,
      sent: throttle.sent,
      capabilities,
    }),
    denials: ledger.book
      .all()
      .map((order) => order.record)
      .filter((record) => record.state === 'DENIED' && record.reason !== null)
      .slice(-DENIALS_SHOWN)
      .toReversed()
      .map((record) => ({
        at: record.createdAt,
        code: record.reason!.code,
        message: record.reason!.message,
        subject: orderText(record),
      })),
    ordersLastSecond: second?.used ?? 0,
    ordersPerSecond: second?.max ?? 0,
    reservedForExits: second?.reservedForExits ?? 0,
  };
}

/** What a strategy has come to today: its net in paise, and its open lots, working entries counted. */
function strategyNow(
  { strategies }: OmsContext,
  id: string,
  working: readonly (WorkingOrder & { strategyId: string | null })[],
): { dayNet: number; lotsNow: number } {
  const own = working.filter(({ strategyId }) => strategyId === id);
  return { dayNet: strategies.dayNet(id), lotsNow: lotsOf(exposureOf(strategies.held(id), own)) };
}

/** The largest net delta and vega of any underlying, either way; null while no limit asks for them, or a price is missing. */
function largestGreeks(
  { portfolio, instrument, greeks }: OmsContext,
  { maxDelta, maxVega }: Limits,
): { delta: number; vega: number } | null {
  if ((maxDelta === null && maxVega === null) || greeks === undefined) return null;
  const byUnderlying = new Map<string, { delta: number; vega: number }>();
  for (const { instrumentId, netQty } of portfolio.open()) {
    const held = instrument(instrumentId);
    const unit = greeks(held);
    if (unit === null) return null;
    const sum = byUnderlying.get(held.underlying) ?? { delta: 0, vega: 0 };
    sum.delta += netQty * unit.delta;
    sum.vega += netQty * unit.vega;
    byUnderlying.set(held.underlying, sum);
  }
  const sums = [...byUnderlying.values()];
  return {
    delta: Math.max(0, ...sums.map(({ delta }) => Math.abs(delta))),
    vega: Math.max(0, ...sums.map(({ vega }) => Math.abs(vega))),
  };
}

/** The most live orders in one contract. */
function mostIn(working: readonly WorkingOrder[]): number {
  const counts = new Map<number, number>();
  for (const { instrumentId } of working) counts.set(instrumentId, (counts.get(instrumentId) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
