import type { CandidateRow, UnknownAnswer, UnknownOrder } from '../../../../contract/reconciliation.ts';
import type { BrokerBooks, BrokerOrder } from '../../brokers/broker.ts';
import { AppError } from '../../core/app-error.ts';
import type { Timer } from '../../core/clock.ts';
import { istDay, istMidnight } from '../../core/ist.ts';
import { Signal } from '../../core/signal.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { absenceProven, countedReads, proofAfterMs, READS, STREAM_SILENT_MS } from './absence.ts';
import type { BookRead } from './absence.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderText } from '../ledger/order-text.ts';

/** How long a proof may take before the trader is asked (O14). */
const ASK_AFTER_MS = 90_000;
/** How far the broker's time of a row may be from our sending of the order for it to be a candidate. */
const NEAR_MS = 120_000;

/** More than a proof can take at the pace the books are read. */
const READS_KEPT = 500;

interface Waiting {
  /** When it was first seen without an outcome, monotonic ms: the attempt ended by then, unless its call is still out. */
  at: number;
  since: number;
  asked: boolean;
  timer: Timer;
}

/**
 * The orders whose outcome is not known: since when, what the broker's books have proven, and what the trader says. Time
 * is counted by the monotonic clock, so that a jump of the wall clock proves nothing.
 */
export class UnknownOrders {
  /** One more or less, or one is put to the trader. */
  readonly changed = new Signal<void>();
  readonly #context: OmsContext;
  readonly #waiting = new Map<string, Waiting>();
  /** When the outcome of a request was first seen to be open, monotonic ms. */
  readonly #requests = new Map<string, number>();
  readonly #leave: () => void;
  #reads: BookRead[] = [];
  #lastRows: readonly BrokerOrder[] = [];

  constructor(context: OmsContext) {
    this.#context = context;
    this.#look(context.ledger.book.live().map(({ record }) => record.id));
    this.#leave = context.ledger.changed.on(({ orderIds }) => this.#look(orderIds));
  }

  close(): void {
    this.#leave();
    for (const { timer } of this.#waiting.values()) timer.cancel();
  }

  /** Orders whose fate, or a request's, is open. */
  open(): OrderRecord[] {
    return this.#context.ledger.book
      .live()
      .map((order) => order.record)
      .filter((record) => record.state === 'UNKNOWN' || record.requests.some((request) => request.state === 'unknown'));
  }

  /** Takes a whole read of the books into account, which was begun at `begunAt`, monotonic ms. */
  read(books: BrokerBooks, begunAt: number): void {
    this.#lastRows = books.orders;
    if (this.#waiting.size === 0) {
      this.#reads = [];
      return;
    }
    const { clock, broker } = this.#context;
    const heardAt = broker.lastHeardAt;
    this.#reads.push({
      begunAt,
      rows: books.orders.length,
      hasAllKnown: this.#hasAllKnown(books),
      sessionId: books.session.id,
      day: books.session.day,
      incident: books.session.incident !== null,
      streamHealthy: heardAt !== null && clock.monotonic() - heardAt <= STREAM_SILENT_MS,
    });
    if (this.#reads.length > READS_KEPT) this.#reads.shift();
  }

  /** True when the books read so far prove that the order was never placed (T8). */
  isAbsent(record: OrderRecord): boolean {
    const evidence = this.#evidence(record);
    return evidence !== null && absenceProven(evidence, this.#context.broker.capabilities);
  }

  /** True when a book read from `begunAt` on is too late to lack what a request did, if it did anything. */
  hasSettled(requestId: string, begunAt: number): boolean {
    const { broker, calls } = this.#context;
    const at = Math.max(this.#requests.get(requestId) ?? begunAt, calls.endOf(requestId) ?? 0);
    return begunAt - at >= broker.capabilities.orderBookLagMs;
  }

  views(): UnknownOrder[] {
    const { capabilities } = this.#context.broker;
    return [...this.#waiting].map(([orderId, { since, asked }]) => {
      const { record } = this.#context.ledger.book.get(orderId)!;
      const evidence = this.#evidence(record)!;
      const exact = capabilities.orderBookLagMs === 0;
      return {
        orderId,
        since,
        asked,
        provable: capabilities.tagged,
        reads: countedReads(evidence).length,
        readsNeeded: exact ? 1 : READS,
        provenFrom: since + (exact ? 0 : proofAfterMs(capabilities)),
        candidates: this.#candidates(record).map(candidateRow),
      };
    });
  }

  /**
   * What the trader says became of an order; the log keeps it. Throws ORDER_UNKNOWN, ORDER_NOT_LIVE when its outcome is
   * known by now, CALL_INVALID for a row that is not in the broker's book or is another order's.
   */
  answer(orderId: string, answer: UnknownAnswer): void {
    const { ledger } = this.#context;
    const order = ledger.book.get(orderId);
    if (order === null) throw new AppError('ORDER_UNKNOWN', 'No order has that id.');
    const { record } = order;
    const waiting = this.#waiting.get(orderId);
    if (record.state !== 'UNKNOWN' || waiting === undefined) {
      throw new AppError('ORDER_NOT_LIVE', `The outcome is known by now: ${orderText(record)} is ${record.state}.`);
    }
    if (answer.is === 'wait') {
      this.#askLater(orderId, waiting);
    } else if (answer.is === 'row') {
      const { brokerOrderId } = answer;
      if (!this.#candidates(record).some((row) => row.brokerOrderId === brokerOrderId)) {
        throw new AppError('CALL_INVALID', `The broker's row ${brokerOrderId} cannot be this order. Choose another.`);
      }
      ledger.write((draft) => {
        draft.event(orderId, { type: 'accepted', brokerOrderId });
        draft.log('order', `${orderText(record)}: the trader says that it is the broker's order ${brokerOrderId}.`);
      });
    } else {
      const message = `The trader says that it was never placed: ${answer.reason}`;
      ledger.write((draft) => {
        draft.event(orderId, { type: 'absent', reason: { code: 'BROKER_UNKNOWN', message, details: {} } });
        draft.log('order', `${orderText(record)}: ${message}`);
      });
    }
    this.changed.emit();
  }

  #look(orderIds: readonly string[]): void {
    const before = [...this.#waiting.keys()].join();
    for (const orderId of orderIds) {
      const order = this.#context.ledger.book.get(orderId);
      if (order === null) continue;
      this.#lookAtRequests(order.record);
      if (order.record.state !== 'UNKNOWN') this.#settled(orderId);
      else if (!this.#waiting.has(orderId)) this.#begin(order.record);
    }
    if ([...this.#waiting.keys()].join() !== before) this.changed.emit();
  }

  #lookAtRequests({ requests }: OrderRecord): void {
    for (const { id, state } of requests) {
      if (state !== 'unknown') {
        this.#requests.delete(id);
        this.#context.calls.forget(id);
      } else if (!this.#requests.has(id)) this.#requests.set(id, this.#context.clock.monotonic());
    }
  }

  #begin({ id, updatedAt }: OrderRecord): void {
    const { clock } = this.#context;
    const timer = clock.setTimeout(() => this.#ask(id), ASK_AFTER_MS);
    this.#waiting.set(id, { at: clock.monotonic(), since: updatedAt, asked: false, timer });
  }

  #settled(orderId: string): void {
    this.#waiting.get(orderId)?.timer.cancel();
    this.#waiting.delete(orderId);
    this.#context.calls.forget(orderId);
  }

  #ask(orderId: string): void {
    const waiting = this.#waiting.get(orderId);
    const order = this.#context.ledger.book.get(orderId);
    if (waiting === undefined || order === null) return;
    waiting.asked = true;
    try {
      this.#context.ledger.write((draft) =>
        draft.log(
          'broker',
          `${orderText(order.record)}: the broker's books have not told its fate in 90 s. The trader is asked in the unknown lane; it is never sent again.`,
        ),
      );
    } catch (error) {
      this.#context.log.error('The question for an unknown order could not be logged.', error);
    }
    this.changed.emit();
  }

  #askLater(orderId: string, waiting: Waiting): void {
    waiting.timer.cancel();
    waiting.asked = false;
    waiting.timer = this.#context.clock.setTimeout(() => this.#ask(orderId), ASK_AFTER_MS);
  }

  #evidence(record: OrderRecord) {
    const waiting = this.#waiting.get(record.id);
    if (waiting === undefined) return null;
    const attemptEndedAt = Math.max(waiting.at, this.#context.calls.endOf(record.id) ?? 0);
    return { attemptEndedAt, day: istDay(record.createdAt), reads: this.#reads };
  }

  /** Rows that are no order of ours and look like this one: symbol, side, quantity, product, and the time within 2 minutes. */
  #candidates(record: OrderRecord): BrokerOrder[] {
    const { book } = this.#context.ledger;
    return this.#lastRows.filter(
      (row) =>
        row.instrumentId === record.instrumentId &&
        row.side === record.side &&
        row.quantity === record.quantity &&
        row.price === record.price &&
        row.product === record.product &&
        Math.abs(row.ts - record.createdAt) <= NEAR_MS &&
        book.byBrokerRow(row) === null,
    );
  }

  /** The broker's book has every order of the day that we know it to have. */
  #hasAllKnown(books: BrokerBooks): boolean {
    const told = new Set(books.orders.map((row) => row.brokerOrderId));
    const midnight = istMidnight(books.session.day);
    return this.#context.ledger.book
      .all()
      .every(
        ({ record: { brokerOrderId, createdAt } }) =>
          brokerOrderId === null || createdAt < midnight || told.has(brokerOrderId),
      );
  }
}

function candidateRow(row: BrokerOrder): CandidateRow {
  const { brokerOrderId, side, quantity, filled, price, product, status, ts } = row;
  return { brokerOrderId, side, quantity, filled, price, product, status, ts };
}
