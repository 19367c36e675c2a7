import type { BrokerBooks, BrokerOrder } from '../brokers/broker.ts';
import type { Timer } from '../core/clock.ts';
import { isLive } from '../domain/order.ts';
import type { OrderRecord } from '../domain/order.ts';
import { absenceProven } from './absence.ts';
import { bustOf, fillOf, foldFillsBehind, wordOf } from './broker-updates.ts';
import type { BrokerUpdates } from './broker-updates.ts';
import { externalOrder } from './external-order.ts';
import type { LedgerDraft } from './ledger-draft.ts';
import type { OmsContext } from './oms-context.ts';
import { orderText } from './order-text.ts';

const RETRY_MS = 2000;
/** A difference is believed when it stands this often: fills may be on their way while the books are read. */
const READS_TO_BELIEVE = 3;
const REREAD_MS = 250;

/** Holds our books against the broker's: one path for a cold start, a crash, an unknown outcome and a lost line. */
export class Reconciler {
  readonly #context: OmsContext;
  readonly #updates: BrokerUpdates;
  readonly #ownProblems: string[];
  readonly #reads = new Map<string, number[]>();
  #running: Promise<boolean> | null = null;
  #again = false;
  #retry: Timer | null = null;
  #closed = false;

  /** @param ownProblems what our own store got wrong, each a sentence; entries stay refused while there is one. */
  constructor(context: OmsContext, updates: BrokerUpdates, ownProblems: string[]) {
    this.#context = context;
    this.#updates = updates;
    this.#ownProblems = ownProblems;
  }

  /**
   * Reads the broker's books whole and folds them in. True when both agree afterwards; else entries wait, the reason is
   * in `trust`, and it is tried again. A read that fails says nothing: it is never taken for flat (P9). Never rejects.
   */
  run(): Promise<boolean> {
    this.#again = this.#running !== null;
    this.#running ??= this.#loop()
      .catch((error: unknown) => {
        if (!this.#closed) this.#context.log.error('The reconciliation failed; it is tried again.', error);
        this.#tryLater();
        return false;
      })
      .finally(() => {
        this.#running = null;
        // Asked for between the last look and now: nobody else would hear of it.
        if (this.#again && !this.#closed) void this.run();
      });
    return this.#running;
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
  }

  async #loop(): Promise<boolean> {
    let agreed = false;
    do {
      this.#again = false;
      agreed = await this.#readUntilSettled();
    } while (this.#again && !this.#closed);
    this.#retry?.cancel();
    if (!agreed || this.#unresolved().length > 0) this.#tryLater();
    return agreed;
  }

  #tryLater(): void {
    this.#retry?.cancel();
    if (!this.#closed) this.#retry = this.#context.clock.setTimeout(() => void this.run(), RETRY_MS);
  }

  async #readUntilSettled(): Promise<boolean> {
    let problem: string | null = null;
    for (let read = 1; read <= READS_TO_BELIEVE && !this.#closed; read++) {
      if (read > 1) await this.#pause(REREAD_MS);
      const begun = this.#context.clock.now();
      const unresolved = this.#unresolved().map((record) => record.id);
      let books: BrokerBooks;
      try {
        books = await this.#context.broker.books();
      } catch (error) {
        this.#context.log.error("The broker's books could not be read.", error);
        return this.#distrust(
          "Entries wait: the broker's books could not be read whole. It is tried again every 2 s; exits and cancels work.",
        );
      }
      if (this.#closed) return false;
      try {
        this.#fold(books, begun, unresolved);
      } catch (error) {
        this.#context.log.error('The reconciliation could not be written.', error);
        return this.#distrust('Entries wait: the order journal cannot be written. Free disk space; it is tried again.');
      }
      problem = this.#ownProblems[0] ?? this.#difference(books);
      if (problem === null) {
        this.#trusted();
        return true;
      }
    }
    return this.#distrust(`Entries wait: ${problem ?? 'the session is closing.'}`);
  }

  #fold(books: BrokerBooks, begun: number, unresolved: readonly string[]): void {
    const { ledger } = this.#context;
    const { book } = ledger;
    this.#recallOlder(books.orders);
    const external = new Map<string, string>();
    ledger.write((draft) => {
      const seen = new Map<string, BrokerOrder>();
      for (const row of books.orders) {
        const orderId = book.byBrokerRow(row)?.record.id ?? this.#takeIn(draft, row);
        if (orderId === null) continue;
        if (book.get(orderId) === null) external.set(row.brokerOrderId, orderId);
        seen.set(orderId, row);
        draft.event(orderId, wordOf(row));
        foldFillsBehind(draft, orderId, row);
      }
      for (const fill of books.fills) {
        const orderId = book.byBrokerRow(fill)?.record.id ?? external.get(fill.brokerOrderId);
        if (orderId !== undefined) draft.event(orderId, fillOf(fill));
      }
      for (const bust of books.busts) {
        const orderId = book.byBrokerRow(bust)?.record.id ?? external.get(bust.brokerOrderId);
        if (orderId !== undefined) draft.event(orderId, bustOf(bust));
      }
      for (const orderId of unresolved) this.#resolve(draft, orderId, seen.get(orderId) ?? null, begun);
    });
    this.#updates.adopt([...external.keys()]);
  }

  /** The broker tells of the last days, of which only open business is in memory: what is ours is found in the store first. */
  #recallOlder(rows: readonly BrokerOrder[]): void {
    const { ledger, store, account } = this.#context;
    for (const row of rows) {
      if (ledger.book.byBrokerRow(row) !== null) continue;
      const stored = store.orderByBrokerRow(account.id, row);
      if (stored !== null) ledger.recall(stored.id);
    }
  }

  /** Takes in an order that this terminal did not place (T17) and gives our id of it; null while it may yet be ours. */
  #takeIn(draft: LedgerDraft, row: BrokerOrder): string | null {
    if (this.#mayBeOurs(row)) return null;
    const record = externalOrder(this.#context, row);
    draft.begin(record);
    const told = row.message === null ? '' : ` The broker says: ${row.message}.`;
    draft.log(
      'broker',
      `An order not placed by this terminal is in the broker's book: ${row.side} ${row.quantity} ${record.name}, ${row.status} (${row.brokerOrderId}).${told} It counts in positions and risk and is not managed here.`,
    );
    return record.id;
  }

  /** A broker that does not repeat our tag: an order of ours without its broker id may be this row. */
  #mayBeOurs({ instrumentId, side }: BrokerOrder): boolean {
    if (this.#context.broker.capabilities.tagged) return false;
    return this.#context.ledger.book
      .live()
      .some(
        ({ record }) => record.brokerOrderId === null && record.instrumentId === instrumentId && record.side === side,
      );
  }

  /** What a complete book says of an order, or of a request, whose outcome was not known when the read began. */
  #resolve(draft: LedgerDraft, orderId: string, row: BrokerOrder | null, begun: number): void {
    const { record } = draft.order(orderId)!;
    if (row !== null) {
      this.#reads.delete(orderId);
      this.#resolveRequests(draft, record, row);
      draft.log('broker', `Resolved from the broker's book: ${orderText(record)} is ${record.state}.`);
      return;
    }
    if (record.state !== 'UNKNOWN') return;
    const readsBegunAt = [...(this.#reads.get(orderId) ?? []), begun];
    this.#reads.set(orderId, readsBegunAt);
    const evidence = { attemptEndedAt: record.updatedAt, readsBegunAt };
    if (!absenceProven(evidence, this.#context.broker.capabilities)) return;
    this.#reads.delete(orderId);
    const message =
      "The broker's complete order book does not have it: it was never placed. Place it again if it is still wanted.";
    draft.event(orderId, { type: 'absent', reason: { code: 'BROKER_UNKNOWN', message, details: {} } });
    draft.log('broker', `${orderText(record)}: ${message}`);
  }

  #resolveRequests(draft: LedgerDraft, record: OrderRecord, row: BrokerOrder): void {
    for (const request of record.requests) {
      if (request.state !== 'unknown') continue;
      const took =
        request.kind === 'cancel'
          ? !isLive(record.state)
          : row.price === request.price &&
            row.triggerPrice === request.triggerPrice &&
            row.quantity === Math.max(request.quantity ?? 0, row.filled);
      draft.event(record.id, {
        type: 'requestEnded',
        requestId: request.id,
        state: took ? 'done' : 'refused',
        reason: took ? null : { code: 'BROKER_UNKNOWN', message: 'The broker never acted on it.', details: {} },
      });
    }
  }

  /** Orders whose fate, or a request's, is open. */
  #unresolved(): OrderRecord[] {
    return this.#context.ledger.book
      .live()
      .map((order) => order.record)
      .filter((record) => record.state === 'UNKNOWN' || record.requests.some((request) => request.state === 'unknown'));
  }

  /** The first position on which we and the broker differ, as a sentence (P9). */
  #difference(books: BrokerBooks): string | null {
    const { portfolio, instrument } = this.#context;
    const theirs = new Map<number, number>();
    for (const { instrumentId, netQty } of books.positions) {
      theirs.set(instrumentId, (theirs.get(instrumentId) ?? 0) + netQty);
    }
    const ids = new Set([...theirs.keys(), ...portfolio.open().map((position) => position.instrumentId)]);
    for (const id of ids) {
      const own = portfolio.netQty(id);
      const other = theirs.get(id) ?? 0;
      if (own === other) continue;
      return `the broker holds ${other} ${instrument(id).name} and our books ${own}. Exits and cancels work; it is read again every 2 s.`;
    }
    return null;
  }

  #trusted(): void {
    const { trust, ledger } = this.#context;
    if (trust.since !== null) return;
    ledger.write((draft) => draft.log('broker', "Our books agree with the broker's: entries are open."));
    trust.confirm();
  }

  #distrust(reason: string): boolean {
    const { trust, ledger, log } = this.#context;
    if (trust.withdraw(reason)) {
      try {
        ledger.write((draft) => draft.log('broker', reason));
      } catch (error) {
        log.error(reason, error);
      }
    }
    return false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#context.clock.setTimeout(resolve, ms);
    });
  }
}
