import type { Order } from '../../../../contract/trading.ts';
import { DAY_MS } from '../../core/ist.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OrderBook } from '../ledger/order-book.ts';
import { roomToExit } from '../risk/exposure.ts';
import type { OmsContext } from '../oms-context.ts';
import type { OrderPlacer } from '../orders/place.ts';
import { workingOrders } from '../risk/risk-check.ts';

/** Units an entry filled that its exits have not taken; below zero the exits took more than there was. */
export function unitsLeft(entry: OrderRecord, book: OrderBook): number {
  let left = entry.filled;
  for (const { record } of book.childrenOf(entry.id)) {
    if (record.source !== 'BRACKET') continue;
    left += record.side === entry.side ? record.filled : -record.filled;
  }
  return left;
}

/**
 * Whole lots that the exits of an entry filled beyond it and that opened the other side, less what is going out: an
 * exit that was confirmed cancelled filled after all, next to the one sent in its place. Never more than is held.
 */
export function overrunLots(context: OmsContext, entry: OrderRecord): number {
  const { ledger, portfolio } = context;
  const netQty = portfolio.netQty(entry.instrumentId);
  if (netQty === 0 || netQty > 0 === (entry.side === 'BUY')) return 0;
  if (-unitsLeft(entry, ledger.book) < entry.lotSize) return 0;
  let excess = heldOfOverrun(context, entry);
  for (const { record } of ledger.book.childrenOf(entry.id)) {
    if (record.source !== 'BRACKET' || record.side !== entry.side) continue;
    if (isLive(record.state)) excess -= record.quantity - record.filled;
  }
  if (excess < entry.lotSize) return 0;
  const room = roomToExit(netQty, workingOrders(context), entry.instrumentId);
  return Math.max(0, Math.floor(Math.min(excess, room) / entry.lotSize));
}

/**
 * Units of an overrun that are still held, by the trades as they were booked (the time of a bust is of this computer's
 * clock, that of a fill the exchange's): once the position was closed, or its part of it,
 * the overrun is over, and what is opened on that side later is nobody's excess.
 */
function heldOfOverrun({ ledger, portfolio, store, account }: OmsContext, entry: OrderRecord): number {
  const { instrumentId, side, createdAt } = entry;
  const sign = side === 'BUY' ? 1 : -1;
  const trades = store
    .tradesAsBooked(account.id, createdAt - DAY_MS)
    .filter((trade) => trade.instrumentId === instrumentId);
  // Signed so that the entry's own side is above zero.
  const moves = trades.map((trade) => ({
    units: trade.side === side ? trade.quantity : -trade.quantity,
    isOwn: belongsTo(entry, ledger.book.get(trade.orderId)?.record),
  }));
  let net = moves.reduce((before, { units }) => before - units, sign * portfolio.netQty(instrumentId));
  let left = 0;
  let held = 0;
  for (const { units, isOwn } of moves) {
    net += units;
    if (isOwn) {
      held = Math.max(0, held + Math.max(0, -left - units) - Math.max(0, -left));
      left += units;
    }
    held = Math.min(held, Math.max(0, -net));
  }
  return held;
}

function belongsTo(entry: OrderRecord, order: OrderRecord | undefined): boolean {
  return order?.id === entry.id || (order?.parentId === entry.id && order.source === 'BRACKET');
}

/** Flattens an overrun (B1') with one market order and gives it. */
export function flattenOverrun(context: OmsContext, placer: OrderPlacer, entry: OrderRecord, lots: number): Order {
  return placer.place(
    {
      intentId: context.ids.uuid(),
      instrumentId: entry.instrumentId,
      side: entry.side,
      lots,
      orderType: 'MARKET',
      price: null,
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
    },
    {
      source: 'BRACKET',
      parentId: entry.id,
      partOf: null,
      along: (draft) =>
        draft.log(
          'rms',
          `Overrun: the exits of ${entry.name} filled ${lots * entry.lotSize} units more than were held; they are flattened.`,
        ),
    },
  );
}
