import type { Instrument, SessionPhase } from '../../../../contract/market.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import { DAY_MS, istDay, istMidnight } from '../../core/ist.ts';
import { Signal } from '../../core/signal.ts';
import type { QuoteBook } from '../../domain/quote.ts';
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
    this.#endSession();
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

  books(): Promise<BrokerBooks> {
    if (this.#line.closed) return Promise.reject(new AppError('BROKER_UNKNOWN', ACCOUNT_CLOSED));
    const { orders, fills } = this.#book.recent(this.#parts.clock.now());
    const funds = { opening: this.#funds.opening, available: this.#funds.available() };
    return Promise.resolve({ orders, fills, positions: this.#book.positions(), funds });
  }

  /** To be called after the quote cache took a tick of the instrument: resting orders meet the new book. */
  onTick(instrumentId: number): void {
    if (this.#line.closed) return;
    const quote = this.#parts.quotes.get(instrumentId);
    if (quote !== null) this.#matching.show(quote);
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
    const order: BrokerOrder = { ...terms, filled: 0, status: 'OPEN', message: null, ts };
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
    this.#match(order.instrumentId);
  }

  #change(brokerOrderId: string, change: OrderChange): CommandOutcome {
    const order = this.#book.order(brokerOrderId);
    if (order === null || !isWorking(order)) return notWorking(order);
    const done = this.#modifications.get(brokerOrderId) ?? 0;
    if (done >= this.capabilities.maxModifications) {
      const message = `The order was modified ${done} times, which is all the broker takes: cancel it and place another.`;
      return { outcome: 'refused', code: 'BROKER_REFUSED', message };
    }
    const ts = this.#parts.clock.now();
    const changed = this.#changed(order, change, ts);
    if (changed.status !== 'FILLED') {
      const grows = leavesOf(changed) > leavesOf(order);
      const refusal = this.#shapeRefusal(changed) ?? (grows ? this.#funds.refusal(changed) : null);
      if (refusal !== null) return { outcome: 'refused', ...refusal };
    }
    this.#book.write([changed], []);
    this.#modifications.set(brokerOrderId, done + 1);
    this.#emit({ type: 'order', order: { ...changed } });
    this.#match(changed.instrumentId);
    return { outcome: 'accepted', brokerOrderId };
  }

  /** A replace below the filled quantity leaves the order filled, as FIX has it. */
  #changed(order: BrokerOrder, change: OrderChange, ts: number): BrokerOrder {
    if (order.filled === 0 || change.quantity > order.filled) return { ...order, ...change, ts };
    return { ...order, quantity: order.filled, status: 'FILLED', ts };
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

  #shapeRefusal(order: BrokerOrder) {
    const { instrumentId, quantity, price } = order;
    const { clock, phase } = this.#parts;
    return exchangeRefusal(this.#instrument(instrumentId), { quantity, price }, phase(), clock.now());
  }

  #match(instrumentId: number): void {
    const working = this.#book.workingIn(instrumentId);
    const resting = working.filter(({ brokerOrderId }) => !this.#underWay.has(brokerOrderId));
    const quote = this.#parts.quotes.get(instrumentId);
    if (resting.length === 0 || quote === null || this.#parts.quotes.isStale(instrumentId)) return;
    if (!this.#parts.phase().open) return;
    const instrument = this.#instrument(instrumentId);
    // A tick from before the end may come after it.
    if (instrument === null || tradingEnds(instrument) <= this.#parts.clock.now()) return;
    const matches = this.#matching.match(resting, quote, instrument.lotSize);
    if (matches.length > 0) this.#execute(matches);
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
    try {
      this.#book.write(
        executed.map(({ order }) => order),
        executed.flatMap(({ fills }) => fills),
      );
      this.#ledgerFailed = false;
    } catch (error) {
      // Nothing was filled; the next tick tries again. One report is enough for a disk that stays full.
      this.#matching.undo(matches);
      if (!this.#ledgerFailed) this.#parts.onError(error);
      this.#ledgerFailed = true;
      return;
    }
    for (const { order, fills } of executed) {
      for (const fill of fills) this.#emit({ type: 'fill', fill: { ...fill } });
      this.#emit({ type: 'order', order: { ...order } });
    }
  }

  /** Expires what the session has left behind, then waits for the next change: of the phase, or of the day at midnight IST. */
  #endSession(): void {
    const now = this.#parts.clock.now();
    const { open, until } = this.#parts.phase();
    const today = istMidnight(istDay(now));
    const over = this.#book.working().filter((order) => !open || order.ts < today);
    const end = until !== null && until > now ? Math.min(until, today + DAY_MS) : today + DAY_MS;
    const wait = this.#expire(over, now) ? Math.min(end - now, LOOK_AGAIN_MS) : RETRY_MS;
    this.#sessionTimer = this.#parts.clock.setTimeout(() => this.#endSession(), wait);
  }

  /** False when the ledger could not take it. */
  #expire(orders: readonly BrokerOrder[], ts: number): boolean {
    if (orders.length === 0) return true;
    const expired = orders.map((order): BrokerOrder => ({ ...order, status: 'CANCELLED', message: EXPIRED, ts }));
    try {
      this.#book.write(expired, []);
    } catch (error) {
      this.#parts.onError(error);
      return false;
    }
    for (const order of expired) this.#emit({ type: 'order', order: { ...order } });
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
