import type { Instrument, SessionPhase } from '../contract/market.ts';
import type {
  BrokerFill,
  BrokerOrder,
  BrokerUpdate,
  CommandOutcome,
  PlaceRequest,
} from '../main/engine/brokers/broker.ts';
import { PaperBroker } from '../main/engine/brokers/paper/paper-broker.ts';
import type { PaperBrokerParts } from '../main/engine/brokers/paper/paper-broker.ts';
import type { PaperLedger } from '../main/engine/brokers/paper/paper-book.ts';
import { seededIds } from '../main/engine/core/ids.ts';
import { VirtualClock } from '../main/engine/core/virtual-clock.ts';
import type { MarketQuote, QuoteBook } from '../main/engine/domain/quote.ts';
import { DEPTH_LEVELS, emptyDepth } from '../main/engine/domain/tick.ts';
import { CALL, NOW, QUOTE } from './risk-fixtures.ts';

/** A price level: paise, units. */
export type ShownLevel = readonly [price: number, quantity: number];

/** A quote book whose quotes the test sets. */
export class ShownBook implements QuoteBook {
  stale = false;
  readonly #quotes = new Map<number, MarketQuote>();

  get(instrumentId: number): Readonly<MarketQuote> | null {
    return this.#quotes.get(instrumentId) ?? null;
  }

  isStale(): boolean {
    return this.stale;
  }

  /** Shows up to five levels a side, best first. */
  show(bids: readonly ShownLevel[], asks: readonly ShownLevel[], over: Partial<MarketQuote> = {}): void {
    const depth = emptyDepth();
    for (let level = 0; level < DEPTH_LEVELS; level++) {
      [depth.bidPrice[level], depth.bidQty[level]] = bids[level] ?? [0, 0];
      [depth.askPrice[level], depth.askQty[level]] = asks[level] ?? [0, 0];
    }
    const [bid, bidQty] = bids[0] ?? [0, 0];
    const [ask, askQty] = asks[0] ?? [0, 0];
    const quote = { ...QUOTE, bid, bidQty, ask, askQty, depth, ...over };
    this.#quotes.set(quote.instrumentId, quote);
  }
}

/** A ledger that keeps what was saved across the brokers of one test, and refuses when told to. */
export class KeptLedger implements PaperLedger {
  full = false;
  saves = 0;
  readonly orders = new Map<string, BrokerOrder>();
  readonly fills: BrokerFill[] = [];

  load(): { orders: BrokerOrder[]; fills: BrokerFill[] } {
    return structuredClone({ orders: [...this.orders.values()], fills: this.fills });
  }

  save(orders: BrokerOrder[], fills: BrokerFill[]): void {
    if (this.full) throw new Error('The disk is full.');
    this.saves += 1;
    for (const order of structuredClone(orders)) this.orders.set(order.brokerOrderId, order);
    this.fills.push(...structuredClone(fills));
  }
}

export interface PaperAccountOptions {
  instrument?: Instrument;
  ledger?: KeptLedger;
  clock?: VirtualClock;
  seed?: number;
  parts?: Partial<PaperBrokerParts>;
}

/** A paper account over a book the test shows: time moves only by `settle` and `tick`. */
export class PaperAccount {
  readonly clock: VirtualClock;
  readonly ledger: KeptLedger;
  readonly book = new ShownBook();
  readonly broker: PaperBroker;
  readonly updates: BrokerUpdate[] = [];
  readonly errors: unknown[] = [];
  phase: SessionPhase = { label: 'Simulated market', open: true, until: null, next: null };
  readonly #instrument: Instrument;
  #tags = 0;

  constructor({ instrument = CALL, ledger, clock, seed = 1, parts }: PaperAccountOptions = {}) {
    this.#instrument = instrument;
    this.clock = clock ?? new VirtualClock(NOW);
    this.ledger = ledger ?? new KeptLedger();
    this.broker = new PaperBroker({
      clock: this.clock,
      ids: seededIds(seed),
      seed,
      quotes: this.book,
      instrument: (id) => (id === instrument.id ? instrument : null),
      ledger: this.ledger,
      margin: () => 0,
      opening: 50_000_000,
      phase: () => this.phase,
      settlementPrice: () => null,
      onError: (error) => this.errors.push(error),
      ...parts,
    });
    this.broker.updates.on((update) => this.updates.push(update));
  }

  request(over: Partial<PlaceRequest> = {}): PlaceRequest {
    this.#tags += 1;
    const { id, lotSize } = this.#instrument;
    return {
      tag: `tag${this.#tags}`,
      instrumentId: id,
      side: 'BUY',
      quantity: lotSize,
      price: 16_430,
      triggerPrice: null,
      validity: 'DAY',
      product: 'NRML',
      ...over,
    };
  }

  /** Places, lets every latency pass, and gives the outcome. */
  async place(over: Partial<PlaceRequest> = {}): Promise<CommandOutcome> {
    return this.settle(this.broker.place(this.request(over)));
  }

  /** Places and gives the broker's id; throws when it was not accepted. */
  async accepted(over: Partial<PlaceRequest> = {}): Promise<string> {
    const outcome = await this.place(over);
    if (outcome.outcome !== 'accepted') throw new Error(outcome.message);
    return outcome.brokerOrderId;
  }

  /** Lets a second pass, longer than any latency and any order rate. */
  async settle<T>(answer: Promise<T>): Promise<T> {
    this.clock.advanceBy(1000);
    return answer;
  }

  /** Shows a book without telling the broker. */
  show(bids: readonly ShownLevel[], asks: readonly ShownLevel[], over: Partial<MarketQuote> = {}): void {
    this.book.show(bids, asks, { instrumentId: this.#instrument.id, ...over });
  }

  /** Shows a book and tells the broker. */
  tick(bids: readonly ShownLevel[], asks: readonly ShownLevel[], over: Partial<MarketQuote> = {}): void {
    this.show(bids, asks, over);
    this.broker.onTick(this.#instrument.id);
  }

  order(brokerOrderId: string): BrokerOrder {
    return this.ledger.orders.get(brokerOrderId)!;
  }

  /** `price × quantity` of every fill, in order. */
  trades(): [price: number, quantity: number][] {
    return this.ledger.fills.map(({ price, quantity }) => [price, quantity]);
  }
}
