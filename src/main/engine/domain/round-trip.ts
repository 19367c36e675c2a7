import type { Side } from '../../../contract/enums.ts';
import { isSettlement } from './daily-settlement.ts';
import type { Booking } from './daily-settlement.ts';
import type { TradeRecord } from './order.ts';

/** One contract from flat to flat, however many fills it took. Units and paise. */
export interface RoundTrip {
  /** The order that opened it. */
  entryOrderId: string;
  instrumentId: number;
  name: string;
  lotSize: number;
  /** BUY: long. */
  side: Side;
  openedAt: number;
  /** Null while some of it is open. */
  closedAt: number | null;
  /** Units that went in, and the sum of quantity × price of them; the same of what came out. */
  entryQty: number;
  entryValue: number;
  exitQty: number;
  exitValue: number;
  /** The most units held at once. */
  maxQty: number;
  /** Booked so far, gross; `charges` of its fills. Net is the difference. */
  gross: number;
  charges: number;
  /** The orders whose fills it is made of, in the order of their first fill. */
  orderIds: string[];
}

/**
 * The round trips of an account, by when they were opened. A fill across zero ends one and opens the next: its charges are
 * shared by quantity, to the paisa. What a daily settlement books belongs to the trip it was booked in.
 * @param bookings in the order they were booked
 */
export function roundTrips(bookings: readonly Booking[]): RoundTrip[] {
  const trips: RoundTrip[] = [];
  const open = new Map<number, { trip: RoundTrip; net: number }>();
  for (const booking of bookings) {
    const held = open.get(booking.instrumentId);
    if (isSettlement(booking)) {
      if (held !== undefined) held.trip.gross += booking.pnl;
      continue;
    }
    const signed = booking.side === 'BUY' ? booking.quantity : -booking.quantity;
    const before = held?.net ?? 0;
    const closing = Math.sign(signed) === -Math.sign(before) ? Math.min(Math.abs(before), Math.abs(signed)) : 0;
    const opening = Math.abs(signed) - closing;
    const closingCharges = opening === 0 ? booking.charges : Math.round((booking.charges * closing) / Math.abs(signed));
    let { trip, net } = held ?? { trip: null, net: 0 };
    if (closing > 0 && trip !== null) {
      take(trip, booking);
      trip.exitQty += closing;
      trip.exitValue += closing * booking.fillPrice;
      trip.gross += booking.pnl;
      trip.charges += closingCharges;
      net += Math.sign(signed) * closing;
      if (net === 0) {
        trip.closedAt = booking.timestamp;
        open.delete(booking.instrumentId);
        trip = null;
      }
    }
    if (opening > 0) {
      if (trip === null) {
        trip = begun(booking);
        trips.push(trip);
      }
      take(trip, booking);
      trip.entryQty += opening;
      trip.entryValue += opening * booking.fillPrice;
      trip.charges += booking.charges - (closing > 0 ? closingCharges : 0);
      net += Math.sign(signed) * opening;
    }
    if (trip !== null) {
      trip.maxQty = Math.max(trip.maxQty, Math.abs(net));
      open.set(booking.instrumentId, { trip, net });
    }
  }
  return trips;
}

function begun(trade: TradeRecord): RoundTrip {
  const { orderId, instrumentId, name, lotSize, side, timestamp } = trade;
  return {
    entryOrderId: orderId,
    instrumentId,
    name,
    lotSize,
    side,
    openedAt: timestamp,
    closedAt: null,
    entryQty: 0,
    entryValue: 0,
    exitQty: 0,
    exitValue: 0,
    maxQty: 0,
    gross: 0,
    charges: 0,
    orderIds: [],
  };
}

function take(trip: RoundTrip, { orderId }: TradeRecord): void {
  if (!trip.orderIds.includes(orderId)) trip.orderIds.push(orderId);
}
