import type { LockScope } from '../../../../contract/protection.ts';
import type { OrderRecord, TradeRecord } from '../../domain/order.ts';
import { istMidnight } from '../../core/ist.ts';
import { isSettlement } from '../../domain/daily-settlement.ts';
import type { Booking, SettlementRecord } from '../../domain/daily-settlement.ts';
import { bustedBy, fillOf, withoutTrade } from '../../domain/position-bust.ts';
import { applyFill, settleAt } from '../../domain/position-fold.ts';
import type { FoldedPosition } from '../../domain/position-fold.ts';
import type { OrderLedger } from '../ledger/order-ledger.ts';
import type { Portfolio } from '../../portfolio/portfolio.ts';
import type { AccountRecord, DeskStore } from '../../store/desk-store.ts';

interface ScopeParts {
  ledger: OrderLedger;
  store: DeskStore;
  account: AccountRecord;
  portfolio: Portfolio;
}

/** What the trades and settlements of a scope have come to so far; what was booked since `since` (epoch ms) counts. */
export function scopeBook(
  { ledger, store, account, portfolio }: ScopeParts,
  scope: LockScope,
  since: number,
): ScopeBook {
  const book = new ScopeBook(since, (instrumentId) => ({
    ...portfolio.folded(instrumentId),
    netQty: 0,
    cost: 0,
    realised: 0,
    charges: 0,
    basisCost: 0,
    basisQty: 0,
  }));
  // Only what lies further back than the orders in memory is read.
  let older: Map<string, OrderRecord> | null = null;
  const makerOf = (orderId: string): OrderRecord | undefined => {
    if (scope.type === 'POSITION') return undefined;
    const known = ledger.book.get(orderId);
    if (known !== null) return known.record;
    older ??= new Map(store.orders(account.id, 0).map((order) => [order.id, order]));
    return older.get(orderId);
  };
  for (const booking of store.bookings(account.id)) {
    if (isSettlement(booking)) book.settle(booking);
    else takeInto(book, scope, booking, makerOf(booking.orderId));
  }
  return book;
}

/** A trade into the book of a scope, as it counts there; one whose order is not known was placed elsewhere. */
export function takeInto(book: ScopeBook, scope: LockScope, trade: TradeRecord, maker: OrderRecord | undefined): void {
  const as = counts(scope, trade.instrumentId, maker ?? { strategyId: null, source: 'BROKER' });
  if (as !== 'NOT') book.take(trade, as);
}

type Maker = Pick<OrderRecord, 'strategyId' | 'source'>;

/**
 * How the trade of an order counts: for a position all of its instrument; for a strategy its own, and what no strategy
 * made (by hand, elsewhere, a square-off) as far as it closes what the strategy holds. What was placed elsewhere is nobody's
 * by hand (T17), and only closes as well.
 */
export function counts(scope: LockScope, instrumentId: number, maker: Maker): 'WHOLLY' | 'CLOSING' | 'NOT' {
  if (scope.type === 'POSITION') return instrumentId === scope.instrumentId ? 'WHOLLY' : 'NOT';
  if (maker.strategyId === scope.strategyId && maker.source !== 'BROKER') return 'WHOLLY';
  return maker.strategyId === null ? 'CLOSING' : 'NOT';
}

/** What the trades of a lock's scope have come to: what is held of each instrument, and what was booked since a time. */
export class ScopeBook {
  /** Booked by trades since the time it counts from, gross, paise. */
  realised = 0;
  charges = 0;
  readonly #since: number;
  readonly #flat: (instrumentId: number) => FoldedPosition;
  readonly #told = new Map<number, Booking[]>();
  readonly #positions = new Map<number, FoldedPosition>();

  /** @param since epoch ms from which on what is booked counts; what was held before stays held at its cost */
  constructor(since: number, flat: (instrumentId: number) => FoldedPosition) {
    this.#since = since;
    this.#flat = flat;
  }

  take(trade: TradeRecord, as: 'WHOLLY' | 'CLOSING'): void {
    const { instrumentId } = trade;
    const before = this.#positions.get(instrumentId) ?? this.#flat(instrumentId);
    const taken = as === 'WHOLLY' ? trade : closingPart(trade, before.netQty);
    if (taken === null) return;
    const told = this.#told.get(instrumentId) ?? [];
    told.push(taken);
    this.#told.set(instrumentId, told);
    const busted = bustedBy(taken, told);
    const { position, realised } =
      busted === undefined ? applyFill(before, fillOf(taken)) : withoutTrade(before, busted, told);
    this.#positions.set(instrumentId, position);
    if (taken.timestamp < this.#since) return;
    this.realised += realised;
    this.charges += taken.charges;
  }

  /** Marks what the scope holds of a future to its settlement price (P10): booked on the day it closes. */
  settle(settlement: SettlementRecord): void {
    const { instrumentId, day, price } = settlement;
    const before = this.#positions.get(instrumentId);
    if (before === undefined || price === null) return;
    const { position, realised } = settleAt(before, price);
    this.#told.get(instrumentId)!.push(settlement);
    this.#positions.set(instrumentId, position);
    if (istMidnight(day) >= this.#since) this.realised += realised;
  }

  /** What is held, in units and paise. */
  open(): FoldedPosition[] {
    return [...this.#positions.values()].filter(({ netQty }) => netQty !== 0);
  }

  units(instrumentId: number): number {
    return this.#positions.get(instrumentId)?.netQty ?? 0;
  }
}

/** The part of a trade that closes what is held, or null. */
function closingPart(trade: TradeRecord, netQty: number): TradeRecord | null {
  const closes = netQty !== 0 && netQty > 0 === (trade.side === 'SELL');
  return closes ? { ...trade, quantity: Math.min(trade.quantity, Math.abs(netQty)) } : null;
}
