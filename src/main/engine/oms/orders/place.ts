import type { OrderSource } from '../../../../contract/enums.ts';
import type { WireError } from '../../../../contract/errors.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { Intent, Order } from '../../../../contract/trading.ts';
import { AppError } from '../../core/app-error.ts';
import type { CommandOutcome } from '../../brokers/broker.ts';
import type { FoldedOrder } from '../../domain/order-fold.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { productOf } from '../../portfolio/portfolio.ts';
import { slices } from '../../rms/square-off.ts';
import { bracketProblem } from '../exits/bracket-prices.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { KeptWrites } from '../ledger/kept-writes.ts';
import type { LedgerDraft } from '../ledger/ledger-draft.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderText } from '../ledger/order-text.ts';
import { riskCheck } from '../risk/risk-check.ts';
import type { Decided } from '../risk/risk-check.ts';
import { BehindStops } from './behind-stops.ts';
import type { SelfTrades } from './self-trades.ts';
import { OrderSender, requestOf } from './order-sender.ts';
import { protectedStop, stopProblem } from './stop-order.ts';
import { orderView } from '../ledger/views.ts';

/** How long a market order may wait for the broker's rate limit before its price is too old. */
export const MARKET_QUEUE_MS = 5000;

export interface PlaceOptions {
  source: OrderSource;
  /** The entry whose exit this is. */
  parentId: string | null;
  /** The intent that this is a part of: its parts are not duplicates of each other. */
  partOf: string | null;
  /** Becomes durable together with the order, once it has passed. */
  along: ((draft: LedgerDraft, orderId: string) => void) | null;
}

/** Hears of the broker's answers, after they are durable. */
export interface AnswerListener {
  accepted(brokerOrderId: string): void;
  unknown(): void;
  /** An entry waits for these own orders, which it would trade with, to be cancelled. */
  crosses(resting: readonly OrderRecord[]): void;
}

const UNPRICED: WireError = {
  code: 'RMS_NO_PRICE',
  message: 'There is no bid or ask to price a market order by: wait for a quote, or send a limit order.',
  details: {},
};

const UNWRITABLE: WireError = {
  code: 'JOURNAL_UNAVAILABLE',
  message:
    'The disk is full or nearly so: the space that is left is kept for exits and cancels, so no entry is sent. Free some space and place it again.',
  details: {},
};

const UNJOURNALLED: WireError = {
  code: 'JOURNAL_UNAVAILABLE',
  message: 'The order journal could not be written when its turn came, so it was not sent: place it again.',
  details: {},
};

/** An intent priced and decided on. */
export interface Considered {
  instrument: Instrument;
  price: number | null;
  quantity: number;
  /** The quantities of the orders it goes out in: one, or slices by the freeze quantity (O13). */
  parts: readonly number[];
  decision: Decided;
  denial: WireError | null;
}

/** Order path: intent → RMS → journal → broker. */
export class OrderPlacer {
  readonly #context: OmsContext;
  readonly #leaveQueue = new Map<string, () => void>();
  readonly #told: AnswerListener;
  readonly #kept: KeptWrites;
  readonly #sender: OrderSender;
  readonly #behindStops: BehindStops;

  constructor(context: OmsContext, told: AnswerListener) {
    this.#context = context;
    this.#behindStops = new BehindStops(context);
    this.#told = told;
    this.#kept = new KeptWrites(context);
    this.#sender = new OrderSender(context, this.#kept, (orderId, outcome) =>
      this.#quietly(() => this.#answered(orderId, outcome)),
    );
  }

  /**
   * Places an intent once, whatever is pressed: the same id with the same fields gives the order it made. A denial is an
   * order too, in state DENIED. Above the freeze quantity it goes out in parts, journalled together; the first is given.
   * Throws ORDER_INTENT_REUSED, INSTRUMENT_*, and JOURNAL_UNAVAILABLE with nothing sent.
   */
  place(intent: Intent, options: PlaceOptions): Order {
    const { flight } = this.#context;
    const begun = flight.now();
    const known = this.known(intent);
    if (known !== null) return orderView(known.record);
    const considered = this.consider(intent, options);
    const decided = flight.now();
    if (considered.denial === UNWRITABLE) throw new AppError(UNWRITABLE.code, UNWRITABLE.message);
    const { denial, parts, quantity } = considered;
    const whole = this.#draftOf(intent, options, considered, denial === null ? parts[0]! : quantity);
    const records = denial === null ? [whole, ...this.#rest(whole, parts)] : [whole];
    const order = denial === null ? this.#pass(records, options, considered) : this.#deny(whole, denial);
    flight.decided(records, options.partOf ?? intent.intentId, { begun, decided }, considered.decision);
    return order;
  }

  /** The order an intent id already made; throws ORDER_INTENT_REUSED when it asked for something else. */
  known(intent: Intent): FoldedOrder | null {
    const known = this.#find(intent.intentId);
    if (known === null) return null;
    const first = known.intended;
    const same =
      first.instrumentId === intent.instrumentId &&
      first.side === intent.side &&
      (first.lots === intent.lots || this.#lotsOfParts(intent.intentId) === intent.lots) &&
      first.orderType === intent.orderType &&
      first.triggerPrice === intent.triggerPrice &&
      first.validity === intent.validity &&
      (intent.strategyId ?? first.strategyId) === first.strategyId &&
      first.tpPrice === intent.tpPrice &&
      first.slPrice === intent.slPrice &&
      (intent.orderType === 'MARKET' || first.price === intent.price);
    if (same) return known;
    throw new AppError(
      'ORDER_INTENT_REUSED',
      `This order id already asked for ${orderText(first)}; it cannot ask for something else. Place a new order.`,
      { orderId: first.id },
    );
  }

  /** Prices an intent and runs every rule; changes nothing. */
  consider(intent: Intent, options: Pick<PlaceOptions, 'source' | 'partOf'>): Considered {
    const { instrument: find, quotes, store } = this.#context;
    const instrument = find(intent.instrumentId);
    if (instrument.kind === 'INDEX') {
      throw new AppError(
        'INSTRUMENT_NOT_TRADABLE',
        `${instrument.name} is an index and cannot be traded: choose one of its options or futures.`,
        { instrumentId: instrument.id },
      );
    }
    const { triggerPrice, strategyId = null } = intent;
    if (strategyId !== null && !store.strategies().some(({ id }) => id === strategyId)) {
      throw new AppError(
        'STRATEGY_UNKNOWN',
        'No strategy of this desk has that id: place it by hand, or name another.',
        {
          strategyId,
        },
      );
    }
    const isMarket = intent.orderType === 'MARKET';
    const quote = quotes.get(instrument.id);
    if (!isMarket && intent.price === null) {
      throw new AppError('CALL_INVALID', 'A limit order needs its price: give one, or send it at market.');
    }
    const price = isMarket ? this.#protected(intent, instrument) : intent.price;
    const quantity = intent.lots * instrument.lotSize;
    const { freezeQty } = instrument;
    const sliced = freezeQty !== null && quantity > freezeQty;
    const decision = riskCheck(this.#context, {
      intent: options.partOf ?? intent.intentId,
      // Slices keep to the freeze quantity by themselves; every other rule judges the whole.
      instrument: sliced ? { ...instrument, freezeQty: null } : instrument,
      side: intent.side,
      quantity,
      price,
      triggerPrice,
      isMarket,
      product: productOf(instrument),
      source: options.source,
      confirmed: intent.confirmed,
      strategyId,
      replaces: null,
      waitsForStops: options.source === 'HAND',
    });
    const touch = quote === null ? 0 : intent.side === 'BUY' ? quote.ask : quote.bid;
    const reference = triggerPrice ?? (isMarket ? (touch > 0 ? touch : null) : intent.price);
    const problem =
      (triggerPrice === null ? null : stopProblem(this.#context, { ...intent, triggerPrice, instrument, price })) ??
      bracketProblem({ side: intent.side, price: reference, instrument }, intent.tpPrice, intent.slPrice);
    // A used-up order rate is no refusal: the order waits its turn.
    const refusal = decision.denial?.code === 'RMS_RATE_LIMIT' ? null : decision.denial;
    const unwritable = decision.reduces || store.hasRoomForEntries() ? null : UNWRITABLE;
    const denial = unwritable ?? refusal ?? problem ?? (price === null ? UNPRICED : null);
    const parts = sliced ? slices(quantity, instrument) : [quantity];
    return { instrument, price, quantity, parts, decision, denial };
  }

  /** The limit that a market order, or an SL-M, goes out with; null when there is no market to price it by. */
  #protected({ side, triggerPrice }: Intent, instrument: Instrument): number | null {
    if (triggerPrice !== null) return protectedStop(this.#context, { side, triggerPrice, instrument });
    const { quotes, protectedPrice } = this.#context;
    return protectedPrice(side, quotes.get(instrument.id), instrument)?.price ?? null;
  }

  /** Drops an order that has not been sent (T3b). Throws JOURNAL_UNAVAILABLE; it is not sent then either. */
  drop(orderId: string, reason: WireError): Order {
    const { ledger } = this.#context;
    this.#leaveQueue.get(orderId)?.();
    this.#leaveQueue.delete(orderId);
    const write = () =>
      ledger.write((draft) => {
        if (draft.order(orderId)!.record.state !== 'QUEUED') return;
        draft.event(orderId, { type: 'dropped', reason });
        draft.log('order', `${orderText(draft.order(orderId)!.record)}: not sent. ${reason.message}`);
      });
    try {
      write();
    } catch (error) {
      this.#kept.keep(write);
      throw error;
    }
    return orderView(ledger.book.get(orderId)!.record);
  }

  #find(intentId: string): FoldedOrder | null {
    const { ledger, store, account } = this.#context;
    const known = ledger.book.byIntent(intentId);
    if (known !== null) return known;
    const stored = store.orderByIntent(account.id, intentId);
    return stored === null ? null : ledger.recall(stored.id);
  }

  #draftOf(intent: Intent, options: PlaceOptions, considered: Considered, quantity: number): OrderRecord {
    const { ids, clock, account } = this.#context;
    const { instrument } = considered;
    const id = ids.uuid();
    const now = clock.now();
    return {
      id,
      intentId: intent.intentId,
      parentId: options.parentId,
      partOf: options.partOf ?? (quantity < considered.quantity ? intent.intentId : null),
      instrumentId: instrument.id,
      symbol: instrument.symbol,
      name: instrument.name,
      side: intent.side,
      product: productOf(instrument),
      orderType: intent.orderType,
      source: options.source,
      lots: quantity / instrument.lotSize,
      lotSize: instrument.lotSize,
      quantity,
      filled: 0,
      filledValue: 0,
      price: considered.price,
      triggerPrice: intent.triggerPrice,
      validity: intent.validity,
      tpPrice: intent.tpPrice,
      slPrice: intent.slPrice,
      state: 'DRAFT',
      brokerOrderId: null,
      reason: null,
      createdAt: now,
      updatedAt: now,
      accountId: account.id,
      strategyId: intent.strategyId ?? this.#strategyOf(options.parentId),
      tag: tagOf(id),
      requests: [],
      seq: 0,
    };
  }

  /** An exit of a target or stop belongs to whom its entry does. */
  #strategyOf(parentId: string | null): string | null {
    return parentId === null ? null : (this.#context.ledger.book.get(parentId)?.record.strategyId ?? null);
  }

  /** The parts after the first: like it, with ids of their own that are the same on every run. */
  #rest(first: OrderRecord, parts: readonly number[]): OrderRecord[] {
    return parts.slice(1).map((quantity, index) => {
      const id = this.#context.ids.uuid();
      const intentId = derivedId(first.intentId, index + 1);
      return { ...first, id, intentId, tag: tagOf(id), quantity, lots: quantity / first.lotSize };
    });
  }

  /** Lots that the parts of an intent asked for together. */
  #lotsOfParts(intentId: string): number {
    let lots = 0;
    for (let index = 0; ; index++) {
      const part = this.#find(derivedId(intentId, index));
      if (part === null || part.record.partOf !== intentId) return lots;
      lots += part.intended.lots;
    }
  }

  #deny(record: OrderRecord, denial: WireError): Order {
    const { ledger } = this.#context;
    ledger.write((draft) => {
      draft.begin(record);
      draft.event(record.id, { type: 'denied', reason: denial });
      draft.log('rms', `Denied ${orderText(record)}: ${denial.message}`);
    });
    return orderView(ledger.book.get(record.id)!.record);
  }

  /** Journals the order, or all its parts at once, and sends what the broker's rate grants; the rest waits its turn. */
  #pass(records: readonly OrderRecord[], options: PlaceOptions, considered: Considered): Order {
    const { ledger, throttle, recent, clock, passes } = this.#context;
    const crossed = this.#crossed(records[0]!, considered.decision.reduces);
    const isExit = considered.decision.reduces;
    passes.grant(considered.decision.order, records.map(requestOf));
    const { instrumentId, side } = records[0]!;
    const { quantity } = considered;
    const behindStops = options.source === 'HAND' && this.#behindStops.isBehind({ instrumentId, side, quantity });
    const waits = behindStops || crossed.length > 0;
    const granted = records.map(() => !waits && throttle.take(isExit));
    try {
      ledger.write(
        (draft) => {
          for (const [index, record] of records.entries()) {
            draft.begin(record);
            draft.event(record.id, { type: 'passed' });
            if (granted[index]) draft.event(record.id, { type: 'sending' });
            options.along?.(draft, record.id);
            const part = records.length > 1 ? `, part ${index + 1} of ${records.length}` : '';
            const queue = behindStops
              ? 'the stop at the exchange to make way'
              : waits
                ? 'your own order on the other side to be cancelled'
                : "the broker's order rate";
            const fate = granted[index] ? 'sent' : `waits for ${queue}`;
            draft.log('order', `${orderText(record)}${part}: ${fate}.`);
          }
        },
        granted[0] === true ? () => records.forEach(({ id }, index) => granted[index] && this.#sender.send(id)) : null,
      );
    } catch (error) {
      for (const each of granted) if (each) throttle.unused();
      throw error;
    }
    for (const [index, record] of records.entries()) {
      recent.add({
        intent: record.partOf ?? record.intentId,
        instrumentId: record.instrumentId,
        side: record.side,
        quantity: record.quantity,
        price: record.price,
        product: record.product,
        monotonic: clock.monotonic(),
      });
      if (behindStops) this.#waitBehind(this.#behindStops, record, isExit);
      else if (waits) this.#waitBehind(this.#context.selfTrades, record, isExit);
      else if (!granted[index]) this.#queue(record, isExit);
    }
    if (crossed.length > 0) this.#quietly(() => this.#told.crosses(crossed));
    return orderView(ledger.book.get(records[0]!.id)!.record);
  }

  /** Own orders that an entry would trade with and that go first; none while such an entry is refused instead. */
  #crossed(record: OrderRecord, isExit: boolean): OrderRecord[] {
    const { selfTrades } = this.#context;
    return isExit || selfTrades.mode === 'BLOCK' ? [] : selfTrades.crossed(record);
  }

  /** The parts of an order that still wait are not sent once one of them has failed or was cancelled. */
  dropRest({ id, partOf, name, source }: OrderRecord): void {
    if (partOf === null || source !== 'HAND') return;
    for (const { record } of this.#context.ledger.book.live()) {
      if (record.partOf !== partOf || record.id === id || record.state !== 'QUEUED' || record.name !== name) continue;
      this.drop(record.id, {
        code: 'BROKER_REFUSED',
        message:
          'Another part of the same order failed or was cancelled, so this one was not sent: place what is still wanted anew.',
        details: { partOf },
      });
    }
  }

  #waitBehind(others: BehindStops | SelfTrades, record: OrderRecord, isExit: boolean): void {
    const { throttle } = this.#context;
    this.#leaveQueue.set(record.id, () => others.forget(record.id));
    others.wait(
      record,
      () => {
        const hadRoom = throttle.runNow(isExit, () => this.#quietly(() => this.#release(record, isExit)));
        if (!hadRoom) this.#queue(record, isExit);
      },
      (reason) => this.#quietly(() => this.drop(record.id, reason)),
    );
  }

  #queue(record: OrderRecord, isExit: boolean): void {
    const { throttle } = this.#context;
    const ttl = {
      ttlMs: MARKET_QUEUE_MS,
      expire: () =>
        this.#quietly(() =>
          this.drop(record.id, {
            code: 'RMS_RATE_LIMIT',
            message: `The broker's order rate left no room for ${MARKET_QUEUE_MS / 1000} s, and a market price that old is not sent: place it again.`,
            details: { waitedMs: MARKET_QUEUE_MS },
          }),
        ),
    };
    const leave = throttle.wait(
      isExit,
      () => this.#quietly(() => this.#release(record, isExit)),
      record.orderType === 'MARKET' && record.triggerPrice === null ? ttl : null,
    );
    this.#leaveQueue.set(record.id, leave);
  }

  /** Its turn has come: what was true when it was asked for is asked again. */
  #release(record: OrderRecord, isExit: boolean): void {
    const { ledger, instrument } = this.#context;
    this.#leaveQueue.delete(record.id);
    if (ledger.book.get(record.id)?.record.state !== 'QUEUED') return;
    const crossed = this.#crossed(record, isExit);
    if (crossed.length > 0) {
      // The cancel of the one in its way may need the place.
      this.#context.throttle.unused();
      this.#waitBehind(this.#context.selfTrades, record, isExit);
      this.#told.crosses(crossed);
      return;
    }
    const { denial: refusal, reduces } = riskCheck(this.#context, {
      intent: record.partOf ?? record.intentId,
      instrument: instrument(record.instrumentId),
      side: record.side,
      quantity: record.quantity,
      price: record.price,
      triggerPrice: record.triggerPrice,
      isMarket: record.orderType === 'MARKET',
      product: record.product,
      source: record.source,
      confirmed: true,
      strategyId: record.strategyId,
      replaces: record.id,
    });
    const denial = isExit && !reduces ? nothingToExit(record) : refusal;
    if (denial !== null && denial.code !== 'RMS_RATE_LIMIT') {
      this.drop(record.id, denial);
      this.dropRest(record);
      return;
    }
    try {
      ledger.write((draft) => draft.event(record.id, { type: 'sending' }));
    } catch (error) {
      this.#context.doubt('An order could not be journalled when its turn came', error);
      this.drop(record.id, UNJOURNALLED);
      return;
    }
    this.#sender.send(record.id);
  }

  #answered(orderId: string, outcome: CommandOutcome): void {
    if (outcome.outcome === 'refused') this.dropRest(this.#context.ledger.book.get(orderId)!.record);
    if (outcome.outcome === 'unknown') this.#told.unknown();
    if (outcome.outcome === 'accepted') this.#told.accepted(outcome.brokerOrderId);
  }

  /** What comes from a timer or an answer has no caller to throw to: the books are no longer trusted instead. */
  #quietly(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#context.doubt('The order journal could not be written', error);
    }
  }
}

/** An exit opens nothing because what it was for has gone while it waited (B2). */
function nothingToExit({ name, quantity }: OrderRecord): WireError {
  return {
    code: 'POSITION_FLAT',
    message: `While the exit waited to be sent, other exits of ${name} took what it was for: ${quantity} units more would open the other side, so it was not sent.`,
    details: { quantity },
  };
}

/** Our id at the broker: alphanumeric, at most 20 characters. */
function tagOf(orderId: string): string {
  return orderId.replaceAll('-', '').slice(0, 20);
}
