import type { Product, Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { Funds, Position } from '../../../contract/trading.ts';
import type { Clock } from '../core/clock.ts';
import { istDay } from '../core/ist.ts';
import type { ChargedFill } from '../domain/charges.ts';
import { isSettlement } from '../domain/daily-settlement.ts';
import type { Booking, SettlementRecord } from '../domain/daily-settlement.ts';
import type { MarginPosition } from '../domain/margin.ts';
import { bustedBy, fillOf, withoutTrade } from '../domain/position-bust.ts';
import { applyFill, foldedPosition, mark, rollDay, settleAt } from '../domain/position-fold.ts';
import type { FoldedPosition } from '../domain/position-fold.ts';
import type { QuoteBook } from '../domain/quote.ts';
import { stopInForce } from '../domain/stop-in-force.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import type { AccountRecord, BracketRecord, DeskStore } from '../store/desk-store.ts';
import { comparePositions } from './compare-positions.ts';
import { DailySettlements } from './daily-settlements.ts';
import type { SettlementSources } from './daily-settlements.ts';

/** The charges of one fill; `total` in paise. */
export type ChargesOf = (fill: ChargedFill) => { total: number };

/** The margin that a set of positions needs by our estimate, paise. */
export type MarginOf = (positions: readonly MarginPosition[]) => number;

export interface PortfolioParts extends SettlementSources {
  clock: Clock;
  store: DeskStore;
  account: AccountRecord;
  quotes: QuoteBook;
  /** Throws INSTRUMENT_UNKNOWN. */
  instrument: (instrumentId: number) => Instrument;
  chargesOf: ChargesOf;
  marginOf: MarginOf;
}

export interface FillToBook {
  side: Side;
  quantity: number;
  price: number;
  /** The broker's time, epoch ms; its IST day is the day the fill belongs to. */
  ts: number;
  /** Paise that earlier fills of the same order came to. */
  orderTurnoverBefore: number;
}

/** Derivatives are carried (NRML); shares are held for delivery (CNC). */
export function productOf(instrument: Instrument): Product {
  return instrument.kind === 'EQ' ? 'CNC' : 'NRML';
}

/** Positions, their mark to market and the account's funds. Written through the ledger only. */
export class Portfolio {
  /** Futures marked to market at the end of each day. */
  readonly settlements: DailySettlements;
  readonly #parts: PortfolioParts;
  readonly #positions = new Map<number, FoldedPosition>();
  /** Booked on earlier days, net of charges. */
  #broughtForward = 0;
  #broughtForwardDay = '';
  /** The latest IST day that the clock or a position has been in: a clock set back begins no day a second time (F8). */
  #day = '';

  constructor(parts: PortfolioParts) {
    this.#parts = parts;
    this.settlements = new DailySettlements(parts);
  }

  /**
   * Rebuilds every position from its trades and settlements and holds them against what is stored. `openSince` is when the oldest
   * position still open was begun, epoch ms; each problem is a sentence.
   */
  restore(): { problems: string[]; openSince: number | null } {
    const { store, account } = this.#parts;
    const begun = new Map<number, number>();
    const history = new Map<number, Booking[]>();
    this.#positions.clear();
    for (const booking of store.bookings(account.id)) {
      const before = this.folded(booking.instrumentId);
      const told = history.get(booking.instrumentId) ?? [];
      history.set(booking.instrumentId, [...told, booking]);
      if (isSettlement(booking)) {
        this.#positions.set(booking.instrumentId, settledBy(before, booking));
        this.settlements.take(booking);
        continue;
      }
      const trade = booking;
      const rolled = rollDay(before, laterDay(before.day, trade.timestamp));
      const busted = bustedBy(trade, told);
      const { position } = busted === undefined ? applyFill(rolled, fillOf(trade)) : withoutTrade(rolled, busted, told);
      this.#positions.set(trade.instrumentId, {
        ...position,
        charges: position.charges + trade.charges,
        updatedAt: Math.max(before.updatedAt, trade.timestamp),
      });
      if (position.netQty === 0) this.settlements.forget(trade.instrumentId);
      if (Math.sign(before.netQty) !== Math.sign(position.netQty)) begun.set(trade.instrumentId, trade.timestamp);
    }
    const problems: string[] = [];
    for (const stored of store.positions(account.id)) {
      const compared = comparePositions(this.folded(stored.instrumentId), stored);
      if (compared.problem !== null) problems.push(compared.problem);
      this.#positions.set(stored.instrumentId, compared.position);
      this.#day = laterOf(this.#day, compared.position.day);
    }
    this.#carryForward(this.#currentDay());
    const open = [...begun].filter(([id]) => this.folded(id).netQty !== 0).map(([, ts]) => ts);
    return { problems, openSince: open.length === 0 ? null : Math.min(...open) };
  }

  /** The position as it is folded on, flat when there never was one. */
  folded(instrumentId: number): FoldedPosition {
    const known = this.#positions.get(instrumentId);
    if (known !== undefined) return known;
    const instrument = this.#parts.instrument(instrumentId);
    return foldedPosition({
      accountId: this.#parts.account.id,
      instrumentId,
      symbol: instrument.symbol,
      product: productOf(instrument),
      netQty: 0,
      cost: 0,
      realised: 0,
      charges: 0,
      day: '',
      updatedAt: 0,
    });
  }

  /** The position after one fill, with its charges; changes nothing here. Paise. */
  book(before: FoldedPosition, fill: FillToBook): { position: FoldedPosition; realised: number; charges: number } {
    const day = laterDay(before.day, fill.ts);
    const { position, realised } = applyFill(rollDay(before, day), fill);
    const instrument = this.#parts.instrument(before.instrumentId);
    const { exchange, kind } = instrument;
    const { side, quantity, price, orderTurnoverBefore } = fill;
    const { product } = before;
    const settled = fill.ts >= tradingEnds(instrument);
    const charged = { exchange, kind, product, side, quantity, price, day, orderTurnoverBefore, settled };
    const charges = this.#parts.chargesOf(charged).total;
    return { position: { ...position, charges: position.charges + charges }, realised, charges };
  }

  /**
   * The position after one of its trades was annulled (T16): as if that had never been, what it changes of the realised
   * booked on the day it is known, its charges given back. Changes nothing here. Paise.
   * @param unsaved what is not in the store yet
   */
  takeBack(
    before: FoldedPosition,
    bust: { orderId: string; tradeId: string; ts: number },
    unsaved: readonly Booking[],
  ): { position: FoldedPosition; realised: number; charges: number } {
    const { store, account } = this.#parts;
    const told = [...store.bookings(account.id), ...unsaved].filter(
      ({ instrumentId }) => instrumentId === before.instrumentId,
    );
    const busted = told.find(
      (booking) => !isSettlement(booking) && booking.orderId === bust.orderId && booking.brokerTradeId === bust.tradeId,
    );
    if (busted === undefined || isSettlement(busted)) throw new RangeError(`Trade ${bust.tradeId} was never booked.`);
    const { position, realised } = withoutTrade(rollDay(before, laterDay(before.day, bust.ts)), busted, told);
    const charges = 0 - busted.charges;
    return { position: { ...position, charges: position.charges + charges }, realised, charges };
  }

  /**
   * The position after the daily settlements that are due, and what is to be booked for it; changes nothing here.
   * @param before the IST day that begins with a fill: days whose price nobody knows are closed at cost; null: they wait
   */
  settle(
    open: FoldedPosition,
    before: string | null,
  ): { position: FoldedPosition; settlements: Omit<SettlementRecord, 'id' | 'tradesBefore' | 'createdAt'>[] } {
    let position = open;
    const { accountId, instrumentId, product, netQty } = open;
    const due = this.settlements.due(open, before ?? this.#currentDay(), before !== null);
    const settlements = due.map(({ day: closed, settled }) => {
      const terms = { price: settled?.price ?? null, source: settled?.source ?? null };
      const after = settledBy(position, { day: closed, price: terms.price });
      const pnl = after.realised - (position.day === closed ? position.realised : 0);
      position = after;
      return { accountId, instrumentId, product, day: closed, ...terms, netQty, pnl };
    });
    return { position, settlements };
  }

  /** How many trades of an instrument are booked, busts among them. */
  tradesOf(instrumentId: number): number {
    const { store, account } = this.#parts;
    return store
      .bookings(account.id)
      .filter((booking) => booking.instrumentId === instrumentId && !isSettlement(booking)).length;
  }

  /** Takes over a settlement that is in the store, before its position. */
  settled(settlement: SettlementRecord): void {
    this.settlements.take(settlement);
    this.#broughtForwardDay = '';
  }

  /** Takes over a booked position, its trades being in the store. */
  put(position: FoldedPosition): void {
    this.#day = laterOf(this.#day, position.day);
    const today = this.#currentDay();
    // What is booked late for an earlier day, a settlement slept over, belongs to the opening.
    if (position.day < today) this.#broughtForwardDay = '';
    this.#carryForward(today);
    this.#positions.set(position.instrumentId, position);
    if (position.netQty === 0) this.settlements.forget(position.instrumentId);
  }

  /** Confirmed net units. */
  netQty(instrumentId: number): number {
    return this.#positions.get(instrumentId)?.netQty ?? 0;
  }

  /** Positions that are open or were traded today, as of now. */
  today(): FoldedPosition[] {
    const day = this.#currentDay();
    this.#carryForward(day);
    return [...this.#positions.values()]
      .map((position) => rollDay(position, laterOf(position.day, day)))
      .filter((position) => position.netQty !== 0 || position.realised !== 0 || position.charges !== 0);
  }

  /** Open futures that a day has ended for which they are not settled. */
  unsettled(): FoldedPosition[] {
    const day = this.#currentDay();
    return this.open().filter((position) => this.settlements.waits(position, day));
  }

  open(): FoldedPosition[] {
    return [...this.#positions.values()].filter((position) => position.netQty !== 0);
  }

  /** The price a position is marked at: the last price, before the first tick the previous close; null without both. */
  markPrice(instrumentId: number): number | null {
    const quote = this.#parts.quotes.get(instrumentId);
    if (quote === null) return null;
    return quote.ltp > 0 ? quote.ltp : quote.prevClose > 0 ? quote.prevClose : null;
  }

  /** Realised + unrealised − charges of the day, paise. */
  dayNet(): number {
    let net = 0;
    for (const position of this.today()) net += position.realised + this.#unrealised(position) - position.charges;
    return net;
  }

  /** What the day began with: the margin put in and all that earlier days booked, paise. */
  opening(): number {
    this.#carryForward(this.#currentDay());
    return this.#parts.account.margin + this.#broughtForward;
  }

  funds(): Funds {
    const { account } = this.#parts;
    const positions = this.today();
    const sum = (of: (position: FoldedPosition) => number) =>
      positions.reduce((total, position) => total + of(position), 0);
    const realised = sum((position) => position.realised);
    const charges = sum((position) => position.charges);
    const unrealised = sum((position) => this.#unrealised(position));
    const opening = this.opening();
    const marginUsed = this.marginWith(new Map());
    const net = realised + unrealised - charges;
    return {
      accountId: account.id,
      accountName: `${account.brokerName} ${account.clientCode}`,
      opening,
      // The margin of a bought option is its value at the mark, so that what was paid for it comes off in the end.
      available: opening + net - marginUsed,
      marginUsed,
      realised,
      unrealised,
      charges,
      net,
    };
  }

  /** The account's money as our books have it: paid in, and moved by every trade and its charges since. Paise. */
  cash(): number {
    const today = this.today();
    let cash = this.#parts.account.margin + this.#broughtForward;
    for (const { realised, charges, cost } of today) cash += realised - charges - cost;
    return cash;
  }

  /** The margin of the open positions after `changes` (instrument → signed units, at a price), paise. */
  marginWith(changes: ReadonlyMap<number, { units: number; price: number }>): number {
    const after = new Map(this.open().map((position) => [position.instrumentId, position.netQty]));
    for (const [id, change] of changes) after.set(id, (after.get(id) ?? 0) + change.units);
    const held: MarginPosition[] = [];
    for (const [id, netQty] of after) {
      if (netQty === 0) continue;
      const ltp = changes.get(id)?.price ?? this.markPrice(id) ?? this.#averagePrice(id);
      const instrument = this.#parts.instrument(id);
      held.push({ instrument, netQty, product: productOf(instrument), ltp });
    }
    return this.#parts.marginOf(held);
  }

  /** The margin of a set of positions at their marks, paise. */
  marginOf(positions: readonly { instrumentId: number; netQty: number }[]): number {
    const { marginOf, instrument: find } = this.#parts;
    return marginOf(
      positions.map(({ instrumentId, netQty }) => {
        const instrument = find(instrumentId);
        const ltp = this.markPrice(instrumentId) ?? this.#averagePrice(instrumentId);
        return { instrument, netQty, product: productOf(instrument), ltp };
      }),
    );
  }

  /** The charges of a fill that has not happened, paise. */
  chargesOf(order: { instrument: Instrument; side: Side; quantity: number; price: number }): number {
    const { instrument, side, quantity, price } = order;
    const { exchange, kind } = instrument;
    const day = istDay(this.#parts.clock.now());
    return this.#parts.chargesOf({ exchange, kind, product: productOf(instrument), side, quantity, price, day }).total;
  }

  /**
   * A position as the contract shows it. `armed` are its brackets; the newest names the target and stop.
   * @param how.resident units that stops at the exchange are for
   * @param how.isInDoubt whether a stop sent to the exchange is there is not known
   * @param how.isOverdue an exit that a target or stop has sent is not filled in time
   */
  view(
    instrumentId: number,
    how: { armed: readonly BracketRecord[]; resident: number; isInDoubt: boolean; isOverdue: boolean },
  ): Position {
    const { quotes, clock, instrument } = this.#parts;
    const { armed, resident, isInDoubt, isOverdue } = how;
    const stored = this.folded(instrumentId);
    const position = rollDay(stored, laterOf(stored.day, this.#currentDay()));
    const { name, lotSize, tickSize, expiry } = instrument(instrumentId);
    const expired = position.netQty !== 0 && tradingEnds({ expiry }) <= clock.now();
    const quote = quotes.get(instrumentId);
    const held = armed.length > 0 && position.netQty !== 0;
    const shown = held ? armed[0]! : null;
    const slPrice = shown === null ? null : stopInForce(shown, { isLong: position.netQty > 0, tickSize });
    const isStale = quotes.isStale(instrumentId);
    const isResident = position.netQty !== 0 && resident >= Math.abs(position.netQty);
    return {
      instrumentId,
      symbol: position.symbol,
      name,
      product: position.product,
      lotSize,
      netQty: position.netQty,
      cost: position.cost,
      ltp: quote === null || quote.ltp <= 0 ? null : quote.ltp,
      unrealised: this.#unrealised(position),
      realised: position.realised,
      charges: position.charges,
      tpPrice: shown?.tpPrice ?? null,
      slPrice,
      trail: shown?.trail ?? null,
      stopHome: slPrice === null ? null : isResident ? 'EXCHANGE' : 'TERMINAL',
      protection: protectionOf({
        isUnfilled: isOverdue && position.netQty !== 0,
        slPrice,
        isFrozen: (isStale || isInDoubt) && !isResident,
      }),
      protectionFrozen: held && isStale,
      note: expired
        ? `${name} expired on ${expiry}. It is settled once the settlement price of its index is known.`
        : this.settlements.note(stored, this.#currentDay()),
      updatedAt: position.updatedAt,
    };
  }

  #currentDay(): string {
    this.#day = laterOf(this.#day, istDay(this.#parts.clock.now()));
    return this.#day;
  }

  #averagePrice(instrumentId: number): number {
    const { netQty, cost } = this.folded(instrumentId);
    return netQty === 0 ? 0 : Math.round(cost / netQty);
  }

  #unrealised(position: FoldedPosition): number {
    if (position.netQty === 0) return 0;
    const price = this.markPrice(position.instrumentId);
    return price === null ? 0 : mark(position, price);
  }

  /** What earlier days booked, once a day: the opening of a day is the margin put in and all that was booked since. */
  #carryForward(day: string): void {
    if (this.#broughtForwardDay === day) return;
    const { store, account } = this.#parts;
    const days = new Map<number, string>();
    this.#broughtForward = 0;
    for (const booking of store.bookings(account.id)) {
      // What is told late counts on the day its position had come to.
      const known = days.get(booking.instrumentId) ?? '';
      const booked = isSettlement(booking) ? laterOf(known, booking.day) : laterDay(known, booking.timestamp);
      days.set(booking.instrumentId, booked);
      if (booked < day) this.#broughtForward += booking.pnl - (isSettlement(booking) ? 0 : booking.charges);
    }
    this.#broughtForwardDay = day;
  }
}

/** A position marked to what a settlement says, on its day; at cost without a price. */
function settledBy(position: FoldedPosition, { day, price }: { day: string; price: number | null }): FoldedPosition {
  const rolled = rollDay(position, laterOf(position.day, day));
  return price === null ? rolled : settleAt(rolled, price).position;
}

function laterDay(known: string, ts: number): string {
  return laterOf(known, istDay(ts));
}

function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}

/** What a stop is worth now; see the contract. */
function protectionOf(stop: {
  isUnfilled: boolean;
  slPrice: number | null;
  isFrozen: boolean;
}): Position['protection'] {
  if (stop.isUnfilled) return 'UNPROTECTED';
  if (stop.slPrice === null) return null;
  return stop.isFrozen ? 'DEGRADED' : 'OK';
}
