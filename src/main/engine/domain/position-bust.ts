import type { Side } from '../../../contract/enums.ts';
import type { TradeRecord } from './order.ts';
import { isSettlement } from './daily-settlement.ts';
import type { Booking } from './daily-settlement.ts';
import { applyFill, settleAt } from './position-fold.ts';
import type { FoldedPosition, PositionFill } from './position-fold.ts';

/** The broker trade id of the row that takes a busted trade back. */
export function bustIdOf(tradeId: string): string {
  return `bust:${tradeId}`;
}

const BUST = bustIdOf('');

/** The trade that `row` takes back; undefined when it is a trade of its own. */
export function bustedBy(row: TradeRecord, bookings: readonly Booking[]): TradeRecord | undefined {
  if (!row.brokerTradeId.startsWith(BUST)) return undefined;
  const tradeId = row.brokerTradeId.slice(BUST.length);
  return tradesIn(bookings).find((trade) => trade.orderId === row.orderId && trade.brokerTradeId === tradeId);
}

export function opposite(side: Side): Side {
  return side === 'BUY' ? 'SELL' : 'BUY';
}

/** A booked trade as a position folds it. */
export function fillOf(trade: TradeRecord): PositionFill {
  return { side: trade.side, quantity: trade.quantity, price: trade.fillPrice };
}

/**
 * A position without one of its trades: units and cost are what the remaining bookings come to, as if it had never been.
 * `realised` is what that changes of the booked result: realised − cost moves by exactly what the trade had paid or
 * received, so that total P&L stays exact for any mark (P2). A fill closed against the busted one thus opens instead.
 * @param bookings every trade and settlement of the position in the order it was booked, busts among them
 */
export function withoutTrade(
  position: FoldedPosition,
  busted: TradeRecord,
  bookings: readonly Booking[],
): { position: FoldedPosition; realised: number } {
  const annulled = new Set<Booking>([busted]);
  for (const row of tradesIn(bookings)) {
    const other = bustedBy(row, bookings);
    if (other !== undefined) annulled.add(row).add(other);
  }
  const remaining = bookings.filter((booking) => !annulled.has(booking));
  const flat: FoldedPosition = { ...position, netQty: 0, cost: 0, realised: 0, basisCost: 0, basisQty: 0 };
  const refolded = remaining.reduce(refold, flat);
  const signed = busted.side === 'BUY' ? busted.quantity : -busted.quantity;
  const realised = refolded.cost - position.cost + signed * busted.fillPrice;
  return { position: { ...refolded, realised: position.realised + realised }, realised };
}

function refold(position: FoldedPosition, booking: Booking): FoldedPosition {
  if (!isSettlement(booking)) return applyFill(position, fillOf(booking)).position;
  return booking.price === null ? position : settleAt(position, booking.price).position;
}

function tradesIn(bookings: readonly Booking[]): TradeRecord[] {
  return bookings.filter((booking): booking is TradeRecord => !isSettlement(booking));
}
