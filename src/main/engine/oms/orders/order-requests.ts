import type { WireError } from '../../../../contract/errors.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { Order } from '../../../../contract/trading.ts';
import { AppError } from '../../core/app-error.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord, OrderRequest } from '../../domain/order.ts';
import type { CommandOutcome } from '../../brokers/broker.ts';
import { KeptWrites } from '../ledger/kept-writes.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderText } from '../ledger/order-text.ts';
import type { OrderPlacer } from './place.ts';
import { riskCheck } from '../risk/risk-check.ts';
import { protectedStop, stopProblem } from './stop-order.ts';
import { orderView, pendingRequest } from '../ledger/views.ts';

/** R1: a change that is not exactly what the rules passed does not leave. */
const NOT_PASSED: CommandOutcome = {
  outcome: 'refused',
  code: 'RMS_PASS',
  message: 'The change is not what the risk rules passed and was not sent: change the order again.',
};

/**
 * Modifies and cancels of working orders. The order works on unchanged until the broker's word confirms; a cancel may
 * be repeated, a modify whose outcome is not known waits until the order has been read again (retry law).
 */
export class OrderRequests {
  readonly #context: OmsContext;
  readonly #placer: OrderPlacer;
  readonly #onUnknown: () => void;
  /** Orders whose cancel waits for the broker's rate limit. */
  readonly #waiting = new Set<string>();
  /** Orders to be cancelled as soon as the broker has answered their place. */
  readonly #onceAnswered = new Set<string>();
  /** Orders whose cancel has no known outcome: sent again once the order was read and works on (retry law). */
  readonly #unsure = new Set<string>();
  readonly #kept: KeptWrites;

  constructor(context: OmsContext, placer: OrderPlacer, onUnknown: () => void) {
    this.#context = context;
    this.#placer = placer;
    this.#onUnknown = onUnknown;
    this.#kept = new KeptWrites(context);
    context.ledger.changed.on(({ orderIds }) => {
      for (const orderId of orderIds) this.#follow(orderId);
    });
  }

  /**
   * Changes limit and trigger (paise) and lots. A stop that waits may lose its trigger (null) and become a limit order;
   * left out, the trigger stays. The limit of an SL-M follows its trigger unless another is given. Throws ORDER_UNKNOWN, ORDER_NOT_LIVE, ORDER_BUSY, and every refusal of the RMS.
   */
  modify(orderId: string, limit: number, lots: number, triggerPrice?: number | null): Order {
    const { broker, instrument: find, throttle, ids, passes } = this.#context;
    const record = this.#atBroker(orderId);
    const pending = pendingRequest(record);
    if (pending !== null) throw busy(record, `a ${pending.kind} of it is under way`);
    const { maxModifications } = broker.capabilities;
    if (record.requests.filter((request) => request.kind === 'modify').length >= maxModifications) {
      throw new AppError(
        'BROKER_REFUSED',
        `${broker.capabilities.name} takes ${maxModifications} modifications of an order and this one had them all: cancel it and place another.`,
        { orderId, maxModifications },
      );
    }
    const quantity = lots * record.lotSize;
    const instrument = find(record.instrumentId);
    const trigger = triggerPrice === undefined ? record.triggerPrice : triggerPrice;
    const price = this.#limitWith(record, instrument, limit, trigger);
    const wanted = { ...record, price, lots, triggerPrice: trigger };
    const waits = record.state !== 'OPEN' && record.state !== 'PARTIAL';
    const waitsAt = waits ? wanted.triggerPrice : null;
    const {
      denial: refusal,
      reduces,
      order,
    } = riskCheck(this.#context, {
      intent: record.intentId,
      instrument,
      side: record.side,
      quantity: Math.max(record.lotSize, quantity - record.filled),
      price,
      triggerPrice: waitsAt,
      isMarket: false,
      product: record.product,
      source: record.source,
      confirmed: true,
      strategyId: record.strategyId,
      modifications: 1 + record.requests.filter((request) => request.kind === 'modify').length,
      replaces: orderId,
    });
    const denial = refusal ?? this.#triggerProblem(record, wanted, instrument, waits);
    if (denial !== null) {
      this.#context.ledger.write((draft) =>
        draft.log('rms', `Denied the change of ${orderText(record)} to ${orderText(wanted)}: ${denial.message}`),
      );
      throw new AppError(denial.code, denial.message, denial.details);
    }
    if (!throttle.take(reduces)) {
      throw new AppError(
        'RMS_RATE_LIMIT',
        "The broker's order rate is used up by orders that wait: try again in a second.",
        { orderId },
      );
    }
    const change = { quantity, price, triggerPrice: wanted.triggerPrice };
    passes.grantChange(order, record.brokerOrderId!, change, record.filled);
    const request: OrderRequest = { id: ids.uuid(), kind: 'modify', state: 'sent', ...change };
    const line = `${orderText(record)}: change to ${orderText(wanted)} sent.`;
    try {
      return this.#send(record, request, line, (brokerOrderId) =>
        passes.useChange(brokerOrderId, change) ? broker.modify(brokerOrderId, change) : Promise.resolve(NOT_PASSED),
      );
    } catch (error) {
      throttle.unused();
      throw error;
    }
  }

  /**
   * Cancels an order; one that still waits to be sent is dropped here, one that is on the wire is cancelled as soon as
   * the broker has answered. An urgent one overtakes the exits and cancels that wait for the order rate. Throws ORDER_UNKNOWN, ORDER_NOT_LIVE, ORDER_BUSY.
   */
  cancel(orderId: string, isUrgent = false): Order {
    const { throttle, ledger } = this.#context;
    const known = this.#known(orderId);
    this.#placer.dropRest(known);
    if (known.state === 'QUEUED') {
      return this.#placer.drop(orderId, {
        code: 'RMS_RATE_LIMIT',
        message: "It was cancelled while it waited for the broker's order rate.",
        details: {},
      });
    }
    if (isOnTheWire(known) && !this.#cancelUnderWay(known)) {
      this.#onceAnswered.add(orderId);
      return orderView(known);
    }
    const record = this.#atBroker(orderId);
    if (this.#cancelUnderWay(record)) throw busy(record, 'a cancel of it is under way');
    if (throttle.take(true)) return this.#sendCancel(record);
    this.#waiting.add(orderId);
    const run = () => {
      this.#waiting.delete(orderId);
      this.#tryCancel(orderId);
    };
    if (isUrgent) throttle.waitAhead(run);
    else throttle.wait(true, run);
    return orderView(ledger.book.get(orderId)!.record);
  }

  /** Cancels every order that can be (O10) and gives how many. What is under way already is not counted. */
  cancelEach(records: readonly OrderRecord[], isUrgent = false): number {
    let sent = 0;
    const failures: unknown[] = [];
    for (const { id } of records) {
      const record = this.#context.ledger.book.get(id)?.record;
      if (record === undefined || !this.cancellable(record)) continue;
      try {
        this.cancel(id, isUrgent);
        sent += 1;
      } catch (error) {
        // One that cannot be cancelled keeps none of the others.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return sent;
  }

  /** True for an order that a cancel can be sent for now. */
  cancellable(record: OrderRecord): boolean {
    if (record.state === 'QUEUED' || isOnTheWire(record)) return !this.#cancelUnderWay(record);
    return isLive(record.state) && record.brokerOrderId !== null && !this.#cancelUnderWay(record);
  }

  /** An SL-M whose trigger alone is moved is priced anew; without a quote its limit keeps its distance. */
  #limitWith(record: OrderRecord, instrument: Instrument, limit: number, triggerPrice: number | null): number {
    const was = record.triggerPrice;
    const follows = record.orderType === 'MARKET' && limit === record.price;
    if (!follows || was === null || triggerPrice === null || triggerPrice === was) return limit;
    const priced = protectedStop(this.#context, { side: record.side, triggerPrice, instrument });
    return priced ?? Math.max(instrument.tickSize, limit + triggerPrice - was);
  }

  #triggerProblem(record: OrderRecord, wanted: OrderRecord, instrument: Instrument, waits: boolean): WireError | null {
    const { triggerPrice } = wanted;
    if (waits && triggerPrice !== null && record.triggerPrice !== null) {
      return stopProblem(this.#context, { ...wanted, orderType: 'LIMIT', triggerPrice, instrument });
    }
    if (triggerPrice === record.triggerPrice || (waits && triggerPrice === null)) return null;
    const message =
      record.triggerPrice === null
        ? `${orderText(record)} is a limit order and cannot become a stop: cancel it and place a stop.`
        : `${orderText(record)} has triggered and is a limit order now: change its price instead of its trigger.`;
    return { code: 'RMS_TRIGGER', message, details: { triggerPrice } };
  }

  #cancelUnderWay(record: OrderRecord): boolean {
    const sent = record.requests.some((request) => request.kind === 'cancel' && request.state === 'sent');
    return sent || this.#waiting.has(record.id) || this.#onceAnswered.has(record.id);
  }

  /** The broker has answered, or the order has ended: a cancel that was asked for meanwhile goes out, or is settled. */
  #follow(orderId: string): void {
    this.#repeat(orderId);
    if (!this.#onceAnswered.has(orderId)) return;
    const record = this.#context.ledger.book.get(orderId)?.record;
    if (record !== undefined && isLive(record.state) && record.brokerOrderId === null) return;
    this.#onceAnswered.delete(orderId);
    if (record !== undefined && this.cancellable(record)) this.#quietly(() => this.cancel(orderId));
  }

  /** A cancel is idempotent: one that turns out never to have reached the broker is sent again. */
  #repeat(orderId: string): void {
    const record = this.#unsure.has(orderId) ? this.#context.ledger.book.get(orderId)?.record : undefined;
    if (record === undefined) return;
    const open = record.requests.some(
      ({ kind, state }) => kind === 'cancel' && (state === 'sent' || state === 'unknown'),
    );
    if (open && isLive(record.state)) return;
    this.#unsure.delete(orderId);
    if (this.cancellable(record)) this.#quietly(() => this.cancel(orderId));
  }

  #quietly(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#context.doubt('A cancel could not be written', error);
    }
  }

  #tryCancel(orderId: string): void {
    const record = this.#context.ledger.book.get(orderId)?.record;
    if (record === undefined || !this.cancellable(record)) return;
    this.#quietly(() => this.#sendCancel(record));
  }

  #sendCancel(record: OrderRecord): Order {
    const { broker, ids } = this.#context;
    const request: OrderRequest = {
      id: ids.uuid(),
      kind: 'cancel',
      state: 'sent',
      quantity: null,
      price: null,
      triggerPrice: null,
    };
    try {
      return this.#send(record, request, `${orderText(record)}: cancel sent.`, (id) => broker.cancel(id));
    } catch (error) {
      return this.#sendUnwritten(record, error);
    }
  }

  /** A disk that fails keeps no cancel back: it takes on nothing, may be repeated, and the broker's word on it counts. */
  #sendUnwritten(record: OrderRecord, error: unknown): Order {
    const { broker, doubt, log, throttle } = this.#context;
    throttle.leaves();
    broker
      .cancel(record.brokerOrderId!)
      .catch((failure: unknown) => log.error('A cancel that could not be journalled failed.', failure));
    doubt('A cancel was sent that the order journal could not take', error);
    return orderView(record);
  }

  #send(
    record: OrderRecord,
    request: OrderRequest,
    line: string,
    command: (brokerOrderId: string) => Promise<CommandOutcome>,
  ): Order {
    const { ledger, log, throttle, calls, clock } = this.#context;
    ledger.write((draft) => {
      draft.event(record.id, { type: 'request', request });
      draft.log('order', line);
    });
    throttle.leaves();
    calls.begins(request.id, clock.monotonic());
    command(record.brokerOrderId!)
      .catch((error: unknown): CommandOutcome => ({ outcome: 'unknown', message: String(error) }))
      .then((outcome) => {
        calls.ends(request.id, clock.monotonic(), outcome.outcome === 'unknown');
        this.#kept.write(
          "The broker's answer could not be written",
          () => this.#write(record.id, request, outcome),
          () => this.#answered(record.id, request, outcome),
        );
      })
      .catch((error: unknown) => log.error('The outcome of a request was lost.', error));
    return orderView(ledger.book.get(record.id)!.record);
  }

  #write(orderId: string, request: OrderRequest, outcome: CommandOutcome): void {
    this.#context.ledger.write((draft) => {
      const requestId = request.id;
      if (outcome.outcome === 'accepted') {
        draft.event(orderId, { type: 'requestEnded', requestId, state: 'done', reason: null });
        return;
      }
      const unknown = outcome.outcome === 'unknown';
      const code = outcome.outcome === 'unknown' ? 'BROKER_UNKNOWN' : outcome.code;
      const reason = { code, message: outcome.message, details: {} };
      draft.event(orderId, { type: 'requestEnded', requestId, state: unknown ? 'unknown' : 'refused', reason });
      const { record } = draft.order(orderId)!;
      const ending = unknown ? 'has no known outcome' : 'was refused by the broker';
      draft.log('broker', `The ${request.kind} of ${orderText(record)} ${ending}: ${outcome.message}`);
    });
  }

  #answered(orderId: string, { kind }: OrderRequest, { outcome }: CommandOutcome): void {
    if (outcome !== 'unknown') return;
    if (kind === 'cancel') this.#unsure.add(orderId);
    this.#onUnknown();
  }

  #known(orderId: string): OrderRecord {
    const order = this.#context.ledger.book.get(orderId);
    if (order === null) {
      throw new AppError('ORDER_UNKNOWN', 'No order has that id today: choose one from the order book.', { orderId });
    }
    if (!isLive(order.record.state)) {
      throw new AppError(
        'ORDER_NOT_LIVE',
        `${orderText(order.record)} is ${order.record.state} already; nothing is left to change or cancel.`,
        { orderId, state: order.record.state },
      );
    }
    return order.record;
  }

  /** A live order that the broker has given its id for. */
  #atBroker(orderId: string): OrderRecord {
    const record = this.#known(orderId);
    if (record.state === 'UNKNOWN') throw busy(record, "its outcome is not known; the broker's books are being read");
    if (record.brokerOrderId === null) throw busy(record, 'the broker has not answered it yet');
    return record;
  }
}

function isOnTheWire(record: OrderRecord): boolean {
  return record.state === 'SENDING' && record.brokerOrderId === null;
}

function busy(record: OrderRecord, why: string): AppError {
  return new AppError('ORDER_BUSY', `${orderText(record)}: ${why}. Try again in a moment.`, { orderId: record.id });
}
