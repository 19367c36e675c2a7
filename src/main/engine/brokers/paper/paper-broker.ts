import type { Instrument, SessionPhase } from '../../../../contract/market.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import { DAY_MS, istDay, istMidnight } from '../../core/ist.ts';
import { Signal } from '../../core/signal.ts';
import type { MarketQuote, QuoteBook } from '../../domain/quote.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';
import type {
  Broker,
  BrokerBooks,
  BrokerCapabilities,
  BrokerFill,
  BrokerOrder,
  BrokerUpdate,
  CommandOutcome,
  OrderChange,
  PlaceRequest,
} from '../broker.ts';
import { exchangeRefusal } from './exchange-rules.ts';
import type { Refusal } from './exchange-rules.ts';
import { isWorking, leavesOf, PaperBook } from './paper-book.ts';
import type { PaperLedger } from './paper-book.ts';
import { paperCapabilities, paperLatency, rateToleranceMs } from './paper-capabilities.ts';
import type { PaperLatency } from './paper-capabilities.ts';
import { PaperExpiry } from './paper-expiry.ts';
import type { SettlementPrice } from './paper-expiry.ts';
import { PaperFunds } from './paper-funds.ts';
import type { MarginEstimate } from './paper-funds.ts';
import { ACCOUNT_CLOSED, PaperLine } from './paper-line.ts';
import { PaperMatching } from './paper-matching.ts';
import type { Match } from './paper-matching.ts';
import { changedOrder, isTriggered, stopRefusal } from './paper-stops.ts';

/** What a paper account is built from. */
export interface PaperBrokerParts {
  clock: Clock;
  ids: Ids;
  /** Seeds the latencies. */
  seed: number;
  quotes: QuoteBook;
  /** Null, or an error, for an id the exchange does not know. */
  instrument: (id: number) => Instrument | null;
  ledger: PaperLedger;
  margin: MarginEstimate;
  /** Paise the account had before the first fill of the ledger. */
  opening: number;
  phase: () => SessionPhase;
  /** Must give the same whenever it is asked: what expired while the program was off is settled at the next start. */
  settlementPrice: SettlementPrice;
  /** Told of a ledger that cannot be written and of subscribers that throw. */
  onError: (error: unknown) => void;
  settings?: { latency?: PaperLatency; capabilities?: BrokerCapabilities };
}

const EXPIRED = 'The day order expired at the end of the session.';
const NOT_TAKEN = 'Immediate or cancel: the book gave no more within the limit, and the rest was cancelled.';
const RETRY_MS = 1000;
/** A timer does not count the time a machine sleeps: an end of the session that was slept over is seen this soon. */
const LOOK_AGAIN_MS = 60_000;

/**
 * A broker account with simulated money against the book of the real feed. It trades only with what the book shows:
 * level by level, after a seeded latency, never with a bare last price, never on a stale feed.
 * Every order and fill is in the ledger before anybody hears of it, so that a restart resumes where it stood.
 */
export class PaperBroker implements Broker {
  readonly capabilities: BrokerCapabilities;
  readonly updates = new Signal<BrokerUpdate>();
  readonly #parts: PaperBrokerParts;
  readonly #book: PaperBook;
  readonly #funds: PaperFunds;
  readonly #line: PaperLine;
  readonly #expiry: PaperExpiry;
  readonly #matching = new PaperMatching();
  /** Accepted, on the way to the exchange: not yet to be matched. */
  readonly #underWay = new Set<string>();
  readonly #modifications = new Map<string, number>();
  #sessionTimer: Timer | null = null;
  #ledgerFailed = false;

  constructor(parts: PaperBrokerParts) {
    const { clock, seed, onError, settings } = parts;
    this.capabilities = settings?.capabilities ?? paperCapabilities;
    const { rateLimits } = this.capabilities;
    const line = {
      seed,
      latency: settings?.latency ?? paperLatency,
      rateLimits,
      toleranceMs: rateToleranceMs,
      onError,
    };
    this.#parts = parts;
    this.#line = new PaperLine(clock, line);
    this.#book = new PaperBook(parts.ledger, (id) => this.#instrument(id));
    this.#funds = new PaperFunds(this.#book, parts.quotes, parts.margin, parts.opening);
    this.#expiry = new PaperExpiry({
      clock,
      book: this.#book,
      instrument: (id) => this.#instrument(id),
      settlementPrice: parts.settlementPrice,
      tell: (update) => this.#emit(update),
      onError,
    });
    this.#endOrders();
    this.#expiry.run();
  }

  place(request: PlaceRequest): Promise<CommandOutcome> {
    return this.#line.toBroker(() => this.#accept(request));
  }

  modify(brokerOrderId: string, change: OrderChange): Promise<CommandOutcome> {
    return this.#line.toExchange(() => this.#change(brokerOrderId, change));
  }

  cancel(brokerOrderId: string): Promise<CommandOutcome> {
    return this.#line.toExchange(() => this.#withdraw(brokerOrderId));
  }

  /** It lives in this process: as long as it is open, it is heard. */
  get lastHeardAt(): number | null {
    return this.#line.closed ? null : this.#parts.clock.monotonic();
  }

  books(): Promise<BrokerBooks> {
    if (this.#line.closed) return Promise.reject(new AppError('BROKER_UNKNOWN', ACCOUNT_CLOSED));
    const { orders, fills } = this.#book.recent(this.#parts.clock.now());
    const funds = { opening: this.#funds.opening, available: this.#funds.available(), cash: this.#funds.cash() };
    const session = { id: this.capabilities.name, day: istDay(this.#parts.clock.now()), incident: null };
    // Nobody annuls a simulated trade.
    return Promise.resolve({ orders, fills, busts: [], positions: this.#book.positions(), funds, session });
  }

  /** To be called after the quote cache took a tick of the instrument: resting orders meet the new book. */
  onTick(instrumentId: number): void {
    if (this.#line.closed) return;
    const quote = this.#parts.quotes.get(instrumentId);
    if (quote !== null) this.#matching.show(quote);
    this.#trigger(instrumentId);
    this.#match(instrumentId);
  }

  /** Answers every command under way with unknown and falls silent. */
  close(): void {
    this.#line.close();
    this.#sessionTimer?.cancel();
    this.#expiry.close();
  }

  #accept(request: PlaceRequest): CommandOutcome {
    const known = this.#book.orderByTag(request.tag);
    if (known !== null) return { outcome: 'accepted', brokerOrderId: known.brokerOrderId };
    const { tag, instrumentId, side, quantity, price, triggerPrice, validity, product } = request;
    const brokerOrderId = this.#parts.ids.uuid();
    const ts = this.#parts.clock.now();
    const terms = { brokerOrderId, tag, instrumentId, side, quantity, price, triggerPrice, validity, product };
    const status = triggerPrice === null ? 'OPEN' : 'TRIGGER_PENDING';
    const order: BrokerOrder = { ...terms, filled: 0, status, message: null, ts };
    const refusal = this.#shapeRefusal(order) ?? this.#funds.refusal(order);
    if (refusal !== null) return { outcome: 'refused', ...refusal };
    this.#book.write([order], []);
    this.#expiry.watch(instrumentId);
    this.#underWay.add(brokerOrderId);
    this.#line.onward(() => this.#reachExchange(brokerOrderId));
    return { outcome: 'accepted', brokerOrderId };
  }

  #reachExchange(brokerOrderId: string): void {
    this.#underWay.delete(brokerOrderId);
    const order = this.#book.order(brokerOrderId);
    if (order === null || !isWorking(order)) return;
    this.#emit({ type: 'order', order: { ...order } });
    this.#trigger(order.instrumentId);
    this.#match(order.instrumentId, brokerOrderId);
    if (order.validity === 'IOC') this.#endOrders();
  }

  #change(brokerOrderId: string, change: OrderChange): CommandOutcome {
    const order = this.#book.order(brokerOrderId);
    if (order === null || !isWorking(order)) return notWorking(order);
    const done = this.#modifications.get(brokerOrderId) ?? 0;
    if (done >= this.capabilities.maxModifications) {
      const message = `The order was modified ${done} times, which is all the broker takes: cancel it and place another.`;
      return { outcome: 'refused', code: 'BROKER_REFUSED', message };
    }
    const changed = changedOrder(order, change, this.#parts.clock.now());
    if ('code' in changed) return { outcome: 'refused', ...changed };
    if (changed.status !== 'FILLED') {
      const grows = leavesOf(changed) > leavesOf(order);
      const refusal = this.#shapeRefusal(changed) ?? (grows ? this.#funds.refusal(changed) : null);
      if (refusal !== null) return { outcome: 'refused', ...refusal };
    }
    this.#book.write([changed], []);
    this.#modifications.set(brokerOrderId, done + 1);
    this.#emit({ type: 'order', order: { ...changed } });
    this.#trigger(changed.instrumentId);
    this.#match(changed.instrumentId);
    return { outcome: 'accepted', brokerOrderId };
  }

  #withdraw(brokerOrderId: string): CommandOutcome {
    const order = this.#book.order(brokerOrderId);
    if (order === null || (!isWorking(order) && order.status !== 'CANCELLED')) return notWorking(order);
    if (isWorking(order)) {
      const cancelled: BrokerOrder = { ...order, status: 'CANCELLED', ts: this.#parts.clock.now() };
      this.#book.write([cancelled], []);
      this.#emit({ type: 'order', order: { ...cancelled } });
    }
    return { outcome: 'accepted', brokerOrderId };
  }

  #shapeRefusal(order: BrokerOrder): Refusal | null {
    const { instrumentId } = order;
    const { clock, phase, quotes } = this.#parts;
    const instrument = this.#instrument(instrumentId);
    const refusal = exchangeRefusal(instrument, order, phase(), clock.now());
    if (refusal !== null || instrument === null || order.status !== 'TRIGGER_PENDING') return refusal;
    const ltp = quotes.isStale(instrumentId) ? 0 : (quotes.get(instrumentId)?.ltp ?? 0);
    return stopRefusal(order, instrument, ltp);
  }

  /** The book that is traded with now; null while it is stale, or nothing is traded. */
  #tradable(instrumentId: number): { quote: Readonly<MarketQuote>; lotSize: number } | null {
    const { quotes, phase, clock } = this.#parts;
    const quote = quotes.get(instrumentId);
    if (quote === null || quotes.isStale(instrumentId) || !phase().open) return null;
    const instrument = this.#instrument(instrumentId);
    // A tick from before the end may come after it.
    if (instrument === null || tradingEnds(instrument) <= clock.now()) return null;
    return { quote, lotSize: instrument.lotSize };
  }

  /** Stops whose trigger the market has traded at or through join the book as limit orders, behind what rests there. */
  #trigger(instrumentId: number): void {
    const waiting = this.#atExchange(instrumentId).filter(({ status }) => status === 'TRIGGER_PENDING');
    const market = waiting.length === 0 ? null : this.#tradable(instrumentId);
    if (market === null) return;
    const { ltp } = market.quote;
    const ts = this.#parts.clock.now();
    const triggered = waiting
      .filter((order) => isTriggered(order, ltp))
      .map((order): BrokerOrder => ({ ...order, status: 'OPEN', ts }));
    if (triggered.length === 0 || !this.#save(triggered, [])) return;
    for (const order of triggered) this.#emit({ type: 'order', order: { ...order } });
  }

  /** @param arrived the order that has just come in: an IOC meets the book once, then */
  #match(instrumentId: number, arrived: string | null = null): void {
    const resting = this.#atExchange(instrumentId).filter(
      (order) => order.status !== 'TRIGGER_PENDING' && (order.validity !== 'IOC' || order.brokerOrderId === arrived),
    );
    const market = resting.length === 0 ? null : this.#tradable(instrumentId);
    if (market === null) return;
    const matches = this.#matching.match(resting, market.quote, market.lotSize);
    if (matches.length > 0) this.#execute(matches);
  }

  #atExchange(instrumentId: number): BrokerOrder[] {
    return this.#book.workingIn(instrumentId).filter(({ brokerOrderId }) => !this.#underWay.has(brokerOrderId));
  }

  #execute(matches: readonly Match[]): void {
    const ts = this.#parts.clock.now();
    const executed = matches.map(({ order, takes }) => {
      const filled = takes.reduce((sum, take) => sum + take.quantity, order.filled);
      const { brokerOrderId, tag, instrumentId, side } = order;
      const status = filled === order.quantity ? ('FILLED' as const) : ('PARTIAL' as const);
      const fills = takes.map(({ price, quantity }): BrokerFill => {
        return { tradeId: this.#parts.ids.uuid(), brokerOrderId, tag, instrumentId, side, quantity, price, ts };
      });
      return { order: { ...order, filled, status, ts }, fills };
    });
    const saved = this.#save(
      executed.map(({ order }) => order),
      executed.flatMap(({ fills }) => fills),
    );
    if (!saved) {
      this.#matching.undo(matches);
      return;
    }
    for (const { order, fills } of executed) {
      for (const fill of fills) this.#emit({ type: 'fill', fill: { ...fill } });
      this.#emit({ type: 'order', order: { ...order } });
    }
  }

  /** False when the ledger could not take it: then nothing happened, and the next tick tries again. */
  #save(orders: BrokerOrder[], fills: BrokerFill[]): boolean {
    try {
      this.#book.write(orders, fills);
      this.#ledgerFailed = false;
      return true;
    } catch (error) {
      // One report is enough for a disk that stays full.
      if (!this.#ledgerFailed) this.#parts.onError(error);
      this.#ledgerFailed = true;
      return false;
    }
  }

  /**
   * Ends what the session has left behind, and each IOC that has met the book; then waits for the next change: of the
   * phase, or of the day at midnight IST.
   */
  #endOrders(): void {
    const ts = this.#parts.clock.now();
    const { open, until } = this.#parts.phase();
    const today = istMidnight(istDay(ts));
    const ended = this.#book.working().flatMap((order): BrokerOrder[] => {
      if (!open || order.ts < today) return [{ ...order, status: 'EXPIRED', message: EXPIRED, ts }];
      const met = order.validity === 'IOC' && !this.#underWay.has(order.brokerOrderId);
      return met ? [{ ...order, status: 'CANCELLED', message: NOT_TAKEN, ts }] : [];
    });
    const end = until !== null && until > ts ? Math.min(until, today + DAY_MS) : today + DAY_MS;
    const wait = this.#end(ended) ? Math.min(end - ts, LOOK_AGAIN_MS) : RETRY_MS;
    this.#sessionTimer?.cancel();
    this.#sessionTimer = this.#parts.clock.setTimeout(() => this.#endOrders(), wait);
  }

  /** False when the ledger could not take it. */
  #end(orders: BrokerOrder[]): boolean {
    if (orders.length === 0) return true;
    try {
      this.#book.write(orders, []);
    } catch (error) {
      this.#parts.onError(error);
      return false;
    }
    for (const order of orders) this.#emit({ type: 'order', order: { ...order } });
    return true;
  }

  #instrument(id: number): Instrument | null {
    try {
      return this.#parts.instrument(id);
    } catch {
      return null;
    }
  }

  #emit(update: BrokerUpdate): void {
    try {
      this.updates.emit(update);
    } catch (error) {
      this.#parts.onError(error);
    }
  }
}

function notWorking(order: BrokerOrder | null): CommandOutcome {
  if (order === null) {
    return { outcome: 'refused', code: 'ORDER_UNKNOWN', message: 'The paper account has no order of that id.' };
  }
  return { outcome: 'refused', code: 'ORDER_NOT_LIVE', message: `The order is ${order.status.toLowerCase()} already.` };
}
