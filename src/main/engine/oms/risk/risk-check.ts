import type { OrderSource, Product, Side } from '../../../../contract/enums.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { Limits } from '../../../../contract/risk.ts';
import { istDay } from '../../core/ist.ts';
import { tighter } from '../../domain/limits.ts';
import type { RestingOrder, RiskDecision, RiskOrder, RiskSnapshot } from '../../rms/decision.ts';
import { riskRules } from '../../rms/risk-data.ts';
import { isRestingStop } from '../exits/exit-due.ts';
import type { OmsContext } from '../oms-context.ts';
import { expose, exposedLots, exposureOf, leavesOf, lotsOf, roomToExit, unhedgedLots } from './exposure.ts';
import type { Exposed, WorkingOrder } from './exposure.ts';

/** An order, or a change of one, to be decided on. */
export interface OrderToCheck {
  /** The intent it belongs to, for the duplicate rule. */
  intent: string;
  instrument: Instrument;
  side: Side;
  quantity: number;
  price: number | null;
  /** Where a stop that has not triggered waits, paise; else null. */
  triggerPrice: number | null;
  isMarket: boolean;
  product: Product;
  source: OrderSource;
  confirmed: boolean;
  /** Whose order it is; by hand when absent. */
  strategyId?: string | null;
  /** A modify: how many the order will have had. */
  modifications?: number;
  /** The working order that this replaces, left out of every count. */
  replaces: string | null;
  /** It is not sent before the stops at the exchange have made way for it; see BehindStops. */
  waitsForStops?: boolean;
}

/** An order at work as exposure and the rules see it. */
interface Working extends WorkingOrder, RestingOrder {
  /** The stop of a position at the exchange: it makes way for an exit by hand. */
  makesWay: boolean;
}

/** The live orders with what may still fill of each, a modify under way at its larger size. */
export function workingOrders(
  { ledger, portfolio }: Pick<OmsContext, 'ledger' | 'portfolio'>,
  without: string | null = null,
): Working[] {
  const working: Working[] = [];
  for (const { record } of ledger.book.live()) {
    if (record.id === without) continue;
    const netQty = portfolio.netQty(record.instrumentId);
    working.push({
      instrumentId: record.instrumentId,
      side: record.side,
      leaves: leavesOf(record),
      lotSize: record.lotSize,
      price: record.price,
      strategyId: record.strategyId,
      reduces: netQty !== 0 && netQty > 0 === (record.side === 'SELL'),
      isUntriggered: record.triggerPrice !== null && record.state === 'TRIGGER_PENDING',
      isForeign: record.source === 'BROKER',
      makesWay: isRestingStop(record),
    });
  }
  return working;
}

/** What is at work once the stops at the exchange have made way. */
export function withoutStops(working: readonly Working[]): Working[] {
  return working.filter(({ makesWay }) => !makesWay);
}

/** What was decided on, for the pass that the request is held against (R1). */
export type Decided = RiskDecision & { reduces: boolean; order: RiskOrder };

/** Decides on an order from one snapshot of everything; the refusal of an entry while books disagree says why they do. */
export function riskCheck(context: OmsContext, order: OrderToCheck): Decided {
  const limits = limitsFor(context, order.strategyId ?? null);
  const { riskOrder, snapshot } = gather(context, order, limits);
  const decision = context.decide(riskOrder, snapshot, limits);
  const { reason } = context.trust;
  const denial =
    decision.denial?.code === 'RMS_RECONCILING' && reason !== null
      ? { ...decision.denial, message: reason }
      : decision.denial;
  return { ...decision, denial, reduces: riskOrder.reduces, order: riskOrder };
}

/** What is the strategy's own to exceed; everything else is counted over the whole account. */
const OF_STRATEGY = ['maxOrderLots', 'maxOrderValue', 'maxOpenOrdersStrategy', 'maxModifications'] as const;

/** The user's limits, of an order of a strategy the tighter of these and the strategy's. */
function limitsFor({ store, account }: OmsContext, strategyId: string | null): Limits {
  const limits = store.limits(account.userId);
  if (strategyId === null) return limits;
  const own = store.limits(account.userId, strategyId);
  return tighter(limits, Object.fromEntries(OF_STRATEGY.map((key) => [key, own[key]])));
}

function gather(
  context: OmsContext,
  order: OrderToCheck,
  limits: Limits,
): { riskOrder: RiskOrder; snapshot: RiskSnapshot } {
  const { portfolio, quotes, clock, ledger, margin, counts } = context;
  const { id, lotSize } = order.instrument;
  const netQty = portfolio.netQty(id);
  const working = workingOrders(context, order.replaces);
  const exitSide = netQty > 0 ? 'SELL' : 'BUY';
  const room = roomToExit(netQty, order.waitsForStops === true ? withoutStops(working) : working, id);
  const reduces = netQty !== 0 && order.side === exitSide && order.quantity <= room;
  const now = clock.now();
  const monotonic = clock.monotonic();
  const dayNet = portfolio.dayNet();
  const units = order.side === 'BUY' ? order.quantity : -order.quantity;

  return {
    riskOrder: {
      instrument: order.instrument,
      side: order.side,
      lots: order.quantity / lotSize,
      quantity: order.quantity,
      price: order.price,
      triggerPrice: order.triggerPrice,
      strategyId: order.strategyId ?? null,
      modifications: order.modifications ?? 0,
      isMarket: order.isMarket,
      product: order.product,
      source: order.source,
      reduces,
      confirmed: order.confirmed,
    },
    snapshot: {
      now,
      monotonic,
      tradingState: ledger.riskState.state,
      phase: context.phase(),
      reconciled: context.trust.since !== null,
      feedStale: quotes.isStale(id),
      quote: quotes.get(id),
      netQty,
      ...exposureWith(context, order, working),
      strategy: strategyWith(context, order, working),
      // No rule asks an exit for greeks or margin.
      greeks:
        reduces || (limits.maxDelta === null && limits.maxVega === null) ? null : greeksWith(context, order, units),
      working,
      selfTrade: context.selfTrades.mode,
      ordersToday: counts.orders,
      messagesToday: counts.messages,
      tradesToday: counts.trades.today(now).fills,
      clockSkew: context.skew.skew,
      locks: context.watch.locks,
      dayNet,
      equity: portfolio.opening() + dayNet,
      marginHeld: margin.held,
      marginBlocked: margin.blocked(order.replaces),
      marginAfter: reduces ? null : margin.after(id, units, order.price),
      recent: context.recent.ofOthers(order.intent, monotonic - riskRules(istDay(now)).duplicateWindowMs),
      sent: context.throttle.sent,
      capabilities: context.broker.capabilities,
    },
  };
}

type Exposure = Pick<
  RiskSnapshot,
  'openLotsNow' | 'openLotsAfter' | 'positionLotsAfter' | 'shortLotsNow' | 'shortLotsAfter' | 'premiumAfter'
>;

/** What is held and at work by instrument, and the premium of options held and being bought, paise. */
export function accountExposure(
  { portfolio, instrument }: Pick<OmsContext, 'portfolio' | 'instrument'>,
  working: readonly Working[],
): { rows: Map<number, Exposed>; premium: number } {
  let premium = 0;
  const held = portfolio.open().map(({ instrumentId, netQty, cost }) => {
    const found = instrument(instrumentId);
    if (netQty > 0 && isOption(found)) premium += cost;
    return { instrumentId, netQty, lotSize: found.lotSize };
  });
  for (const { instrumentId, side, reduces, price, leaves } of working) {
    if (side === 'BUY' && !reduces && isOption(instrument(instrumentId))) premium += (price ?? 0) * leaves;
  }
  return { rows: exposureOf(held, working), premium };
}

/** The account's exposure before this order and with it. */
function exposureWith(
  context: OmsContext,
  { instrument: ordered, side, quantity, price }: OrderToCheck,
  working: readonly Working[],
): Exposure {
  const { id, lotSize } = ordered;
  const { instrument } = context;
  const { rows, premium } = accountExposure(context, working);
  const openLotsNow = lotsOf(rows);
  const shortLotsNow = unhedgedLots(rows, instrument);
  const before = rows.get(id);
  const lotsBefore = before === undefined ? 0 : exposedLots(before);
  expose(rows, { instrumentId: id, side, leaves: quantity, lotSize });
  const positionLotsAfter = exposedLots(rows.get(id)!);
  const sellsOption = side === 'SELL' && isOption(ordered);
  return {
    openLotsNow,
    openLotsAfter: openLotsNow - lotsBefore + positionLotsAfter,
    positionLotsAfter,
    shortLotsNow,
    shortLotsAfter: sellsOption ? unhedgedLots(rows, instrument) : shortLotsNow,
    premiumAfter: premium + (side === 'BUY' && isOption(ordered) ? (price ?? 0) * quantity : 0),
  };
}

/** The order's strategy before the order and with it; null by hand. */
function strategyWith(
  { store, account, strategies }: OmsContext,
  { strategyId = null, instrument: { id, lotSize }, side, quantity }: OrderToCheck,
  working: readonly Working[],
): RiskSnapshot['strategy'] {
  if (strategyId === null) return null;
  const { maxLoss, maxLots } = store.limits(account.userId, strategyId);
  const rows = exposureOf(
    strategies.held(strategyId),
    working.filter((other) => other.strategyId === strategyId),
  );
  const lotsNow = lotsOf(rows);
  expose(rows, { instrumentId: id, side, leaves: quantity, lotSize });
  const name = store.strategies().find((strategy) => strategy.id === strategyId)?.name ?? 'the strategy';
  return { name, dayNet: strategies.dayNet(strategyId), lotsNow, lotsAfter: lotsOf(rows), maxLoss, maxLots };
}

/** Net delta (units) and vega (paise a point) of the order's underlying, before it and with it; null when one is not known. */
function greeksWith(
  { portfolio, instrument, greeks }: OmsContext,
  order: OrderToCheck,
  units: number,
): RiskSnapshot['greeks'] {
  const own = greeks?.(order.instrument) ?? null;
  if (own === null) return null;
  let delta = 0;
  let vega = 0;
  for (const { instrumentId, netQty } of portfolio.open()) {
    const held = instrument(instrumentId);
    if (held.underlying !== order.instrument.underlying) continue;
    const each = greeks?.(held) ?? null;
    if (each === null) return null;
    delta += netQty * each.delta;
    vega += netQty * each.vega;
  }
  return { deltaNow: delta, deltaAfter: delta + units * own.delta, vegaNow: vega, vegaAfter: vega + units * own.vega };
}

function isOption({ kind }: Pick<Instrument, 'kind'>): boolean {
  return kind === 'CE' || kind === 'PE';
}
