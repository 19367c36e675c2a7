import type { Instrument } from '../../../../contract/market.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import { rupees } from '../../core/money.ts';
import { settlementValue } from '../../domain/settlement-value.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';
import type { BrokerFill, BrokerOrder, BrokerUpdate } from '../broker.ts';
import type { PaperBook, PaperPosition } from './paper-book.ts';

/** The settlement price of the index an instrument stands on, at the end of its trading, paise; null when not known. */
export type SettlementPrice = (instrument: Instrument) => number | null;

export interface PaperExpiryParts {
  clock: Clock;
  book: PaperBook;
  /** Null for an id the exchange does not know. */
  instrument: (id: number) => Instrument | null;
  settlementPrice: SettlementPrice;
  tell: (update: BrokerUpdate) => void;
  onError: (error: unknown) => void;
}

const RETRY_MS = 1000;
/** A timer sleeps with the machine: after a sleep over the expiry it is noticed this late at most. */
const LOOK_MS = 60_000;

/**
 * Ends what has expired: working orders lapse, and each position is closed at its settlement value by an order that
 * nobody placed. Its id is made of contract and product, so that it is settled once whatever happens in between; a position
 * whose settlement price is not known stays open and is looked at again.
 */
export class PaperExpiry {
  readonly #parts: PaperExpiryParts;
  #timer: Timer | null = null;
  /** When the next contract in the book ends, epoch ms. */
  #next = Number.POSITIVE_INFINITY;

  constructor(parts: PaperExpiryParts) {
    this.#parts = parts;
  }

  /** Settles what has expired by now, also while the program was off, and waits for what expires next. */
  run(): void {
    const { clock, book, tell, onError } = this.#parts;
    const now = clock.now();
    const lapsed = book.working().flatMap((order) => this.#lapsed(order, now));
    const settled = book.positions().flatMap((position) => this.#settled(position, now));
    const orders = [...lapsed, ...settled.map(({ order }) => order)];
    const fills = settled.map(({ fill }) => fill);
    try {
      if (orders.length > 0) book.write(orders, fills);
    } catch (error) {
      onError(error);
      this.#next = now;
      this.#wait(RETRY_MS);
      return;
    }
    for (const fill of fills) tell({ type: 'fill', fill: { ...fill } });
    for (const order of orders) tell({ type: 'order', order: { ...order } });
    const held = [...book.working(), ...book.positions()];
    this.#next = Math.min(...held.map(({ instrumentId }) => this.#endsAt(instrumentId)));
    if (this.#next < Infinity) this.#wait(this.#next > now ? this.#next - now : LOOK_MS);
  }

  /** To be called when an order is accepted: its contract may end before all others. */
  watch(instrumentId: number): void {
    const endsAt = this.#endsAt(instrumentId);
    if (endsAt >= this.#next) return;
    this.#next = endsAt;
    this.#wait(endsAt - this.#parts.clock.now());
  }

  close(): void {
    this.#timer?.cancel();
  }

  #wait(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.setTimeout(() => this.#look(), Math.min(ms, LOOK_MS));
  }

  #look(): void {
    const left = this.#next - this.#parts.clock.now();
    if (left > 0) this.#wait(left);
    else this.run();
  }

  #endsAt(instrumentId: number): number {
    const instrument = this.#parts.instrument(instrumentId);
    return instrument === null ? Number.POSITIVE_INFINITY : tradingEnds(instrument);
  }

  #lapsed(order: BrokerOrder, ts: number): BrokerOrder[] {
    const instrument = this.#parts.instrument(order.instrumentId);
    if (instrument === null || tradingEnds(instrument) > ts) return [];
    const message = `${instrument.name} expired on ${instrument.expiry}, and the order with it.`;
    return [{ ...order, status: 'EXPIRED', message, ts }];
  }

  #settled(position: PaperPosition, ts: number): { order: BrokerOrder; fill: BrokerFill }[] {
    const { instrumentId, product, netQty } = position;
    const instrument = this.#parts.instrument(instrumentId);
    if (instrument === null || tradingEnds(instrument) > ts) return [];
    const price = this.#valueOf(instrument);
    if (price === null) return [];
    const brokerOrderId = `expiry-${instrument.exchange}-${instrument.symbol}-${instrument.expiry}-${product}`;
    const side = netQty > 0 ? ('SELL' as const) : ('BUY' as const);
    const quantity = Math.abs(netQty);
    const terms = { brokerOrderId, tag: null, instrumentId, side, quantity, price };
    const message = `Expired: settled at ${rupees(price)}`;
    return [
      {
        order: {
          ...terms,
          triggerPrice: null,
          validity: 'DAY',
          product,
          filled: quantity,
          status: 'FILLED',
          message,
          ts,
        },
        fill: { ...terms, tradeId: brokerOrderId, ts: tradingEnds(instrument) },
      },
    ];
  }

  #valueOf(instrument: Instrument): number | null {
    try {
      const price = this.#parts.settlementPrice(instrument);
      return price === null ? null : settlementValue(instrument, price);
    } catch (error) {
      this.#parts.onError(error);
      return null;
    }
  }
}
