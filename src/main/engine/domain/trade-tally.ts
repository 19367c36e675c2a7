import { istDay } from '../core/ist.ts';
import type { SettlementRecord } from './daily-settlement.ts';
import type { TradeRecord } from './order.ts';

interface Held {
  netQty: number;
  /** Booked since it was opened, net of charges; paise. */
  booked: number;
}

/** What one fill did to the count of the day. */
export interface Tallied {
  /** A position was opened or turned round by it. */
  opened: boolean;
  /** Paise that the position it closed came to, net of charges; null when it closed none. */
  closedAt: number | null;
}

/** Positions opened in a day, and how many were closed at a loss one after the other; from the fills, oldest first. */
export class TradeTally {
  readonly #held = new Map<number, Held>();
  #day = '';
  #fills = 0;
  #opened = 0;
  #lossStreak = 0;

  add(trade: Pick<TradeRecord, 'instrumentId' | 'side' | 'quantity' | 'pnl' | 'charges' | 'timestamp'>): Tallied {
    this.#roll(trade.timestamp);
    const held = this.#held.get(trade.instrumentId) ?? { netQty: 0, booked: 0 };
    const netQty = held.netQty + (trade.side === 'BUY' ? trade.quantity : -trade.quantity);
    const opened = netQty !== 0 && Math.sign(netQty) !== Math.sign(held.netQty);
    const closed = held.netQty !== 0 && Math.sign(netQty) !== Math.sign(held.netQty);
    const booked = held.booked + trade.pnl - trade.charges;
    this.#held.set(trade.instrumentId, { netQty, booked: closed ? 0 : booked });
    this.#fills += 1;
    if (opened) this.#opened += 1;
    if (closed) this.#lossStreak = booked < 0 ? this.#lossStreak + 1 : 0;
    return { opened, closedAt: closed ? booked : null };
  }

  /** What a daily settlement booked of a position belongs to what it comes to in the end. */
  settle({ instrumentId, pnl }: Pick<SettlementRecord, 'instrumentId' | 'pnl'>): void {
    const held = this.#held.get(instrumentId);
    if (held !== undefined) held.booked += pnl;
  }

  /** Fills, positions opened and closed positions lost in a row on the IST day of `now`. */
  today(now: number): { fills: number; opened: number; lossStreak: number } {
    this.#roll(now);
    return { fills: this.#fills, opened: this.#opened, lossStreak: this.#lossStreak };
  }

  #roll(at: number): void {
    const day = istDay(at);
    if (day <= this.#day) return;
    this.#day = day;
    this.#fills = 0;
    this.#opened = 0;
    this.#lossStreak = 0;
  }
}
