import type { OrderSource, Product, Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { RiskDecision, RiskOrder, RiskSnapshot } from '../rms/decision.ts';
import type { OmsContext } from './oms-context.ts';
import { leavesOf, openLots, roomToExit } from './exposure.ts';
import type { WorkingOrder } from './exposure.ts';

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
  /** The working order that this replaces, left out of every count. */
  replaces: string | null;
}

/** The live orders with what may still fill of each, a modify under way at its larger size. */
export function workingOrders(context: Pick<OmsContext, 'ledger'>, without: string | null = null): WorkingOrder[] {
  const working: WorkingOrder[] = [];
  for (const { record } of context.ledger.book.live()) {
    if (record.id === without) continue;
    working.push({
      instrumentId: record.instrumentId,
      side: record.side,
      leaves: leavesOf(record),
      lotSize: record.lotSize,
    });
  }
  return working;
}

/** Decides on an order from one snapshot of everything; the refusal of an entry while books disagree says why they do. */
export function riskCheck(context: OmsContext, order: OrderToCheck): RiskDecision & { reduces: boolean } {
  const { riskOrder, snapshot } = gather(context, order);
  const limits = context.store.limits(context.account.userId);
  const decision = context.decide(riskOrder, snapshot, limits);
  const { reason } = context.trust;
  const denial =
    decision.denial?.code === 'RMS_RECONCILING' && reason !== null
      ? { ...decision.denial, message: reason }
      : decision.denial;
  return { ...decision, denial, reduces: riskOrder.reduces };
}

function gather(context: OmsContext, order: OrderToCheck): { riskOrder: RiskOrder; snapshot: RiskSnapshot } {
  const { portfolio, quotes, clock, ledger, instrument } = context;
  const { id, lotSize } = order.instrument;
  const netQty = portfolio.netQty(id);
  const working = workingOrders(context, order.replaces);
  const exitSide = netQty > 0 ? 'SELL' : 'BUY';
  const reduces = netQty !== 0 && order.side === exitSide && order.quantity <= roomToExit(netQty, working, id);

  const held = portfolio.open().map((position) => ({
    instrumentId: position.instrumentId,
    netQty: position.netQty,
    lotSize: instrument(position.instrumentId).lotSize,
  }));
  const own: WorkingOrder = { instrumentId: id, side: order.side, leaves: order.quantity, lotSize };
  const dayNet = portfolio.dayNet();
  const margin = context.margin;

  return {
    riskOrder: {
      instrument: order.instrument,
      side: order.side,
      lots: order.quantity / lotSize,
      quantity: order.quantity,
      price: order.price,
      triggerPrice: order.triggerPrice,
      isMarket: order.isMarket,
      product: order.product,
      source: order.source,
      reduces,
      confirmed: order.confirmed,
    },
    snapshot: {
      now: clock.now(),
      monotonic: clock.monotonic(),
      tradingState: ledger.riskState.state,
      phase: context.phase(),
      reconciled: context.trust.since !== null,
      feedStale: quotes.isStale(id),
      quote: quotes.get(id),
      netQty,
      openLotsAfter: openLots(held, [...working, own]),
      openLotsNow: openLots(held, working),
      dayNet,
      equity: portfolio.opening() + dayNet,
      marginHeld: margin.held,
      marginBlocked: margin.blocked(order.replaces),
      // No rule asks an exit for margin.
      marginAfter: reduces
        ? null
        : margin.after(id, order.side === 'BUY' ? order.quantity : -order.quantity, order.price),
      recent: context.recent.ofOthers(order.intent),
      sent: context.throttle.sent,
      capabilities: context.broker.capabilities,
    },
  };
}
