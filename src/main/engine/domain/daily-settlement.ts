import type { Instrument } from '../../../contract/market.ts';
import { addDays } from '../core/ist.ts';
import { nseCalendar } from './calendar-nse.ts';
import type { TradeRecord } from './order.ts';
import type { PositionRecord } from './position.ts';

/** What a future is marked to at the end of a day, paise, and who told it: the broker in its books, or the market itself. */
export interface SettlementPrice {
  price: number;
  source: 'BROKER' | 'MARKET';
}

/**
 * The settlement price of a future for an IST day (`YYYY-MM-DD`) that has ended; null while nobody knows one. Once told it
 * must stay the same: a day that was slept over is settled at the next start.
 */
export type DailySettlementPrice = (instrument: Instrument, day: string) => SettlementPrice | null;

/** A future marked to market for one day (P10), as booked; never changed. Units and paise. */
export interface SettlementRecord {
  id: string;
  accountId: string;
  instrumentId: number;
  product: PositionRecord['product'];
  /** The IST day it closes. */
  day: string;
  /** What the position is carried at from the next day on; null: none was known when it had to go on, so it is at cost. */
  price: number | null;
  source: SettlementPrice['source'] | null;
  netQty: number;
  /** Realised by it. */
  pnl: number;
  /** How many trades of the instrument were booked before it. */
  tradesBefore: number;
  /** Epoch ms. */
  createdAt: number;
}

/** What moves a position: a fill, the row that takes one back, or a daily settlement. */
export type Booking = TradeRecord | SettlementRecord;

export function isSettlement(booking: Booking): booking is SettlementRecord {
  return 'tradesBefore' in booking;
}

/** Trades in the order they were booked, each settlement where it was booked among those of its instrument. */
export function inBookedOrder(trades: readonly TradeRecord[], settlements: readonly SettlementRecord[]): Booking[] {
  const waiting = new Map<number, SettlementRecord[]>();
  for (const settlement of settlements) {
    const row = waiting.get(settlement.instrumentId);
    if (row === undefined) waiting.set(settlement.instrumentId, [settlement]);
    else row.push(settlement);
  }
  const counts = new Map<number, number>();
  const bookings: Booking[] = [];
  for (const trade of trades) {
    const { instrumentId } = trade;
    const before = counts.get(instrumentId) ?? 0;
    const due = waiting.get(instrumentId) ?? [];
    const first = due.findIndex(({ tradesBefore }) => tradesBefore > before);
    bookings.push(...due.splice(0, first < 0 ? due.length : first));
    bookings.push(trade);
    counts.set(instrumentId, before + 1);
  }
  for (const left of waiting.values()) bookings.push(...left);
  return bookings;
}

/**
 * The days a position has yet to be settled for: those with a derivatives session from its last day, or after `settledTo`,
 * until before `today`. The day of the expiry is none of them, since what expires is settled finally.
 */
export function daysToSettle(
  { netQty, day }: Pick<PositionRecord, 'netQty' | 'day'>,
  { kind, expiry }: Pick<Instrument, 'kind' | 'expiry'>,
  settledTo: string | null,
  today: string,
): string[] {
  if (kind !== 'FUT' || netQty === 0 || day === '') return [];
  const days: string[] = [];
  const end = expiry !== null && expiry < today ? expiry : today;
  let next = settledTo !== null && settledTo >= day ? addDays(settledTo, 1) : day;
  for (; next < end; next = addDays(next, 1)) if (nseCalendar.sessionOf(next, 'FNO') !== null) days.push(next);
  return days;
}
