import type { Reconciliation } from '../../../../contract/reconciliation.ts';
import type { BrokerBooks, BrokerOrder, BrokerSession } from '../../brokers/broker.ts';
import { AppError } from '../../core/app-error.ts';
import type { Timer } from '../../core/clock.ts';
import { rupees } from '../../core/money.ts';
import { Signal } from '../../core/signal.ts';
import { isLive } from '../../domain/order.ts';
import { hasFolded } from '../../domain/order-fold.ts';
import type { OrderEvent, OrderRecord, OrderRequest } from '../../domain/order.ts';
import { AcceptedDifferences } from './accepted-differences.ts';
import { CASH, compareBooks, differencesIn, lineKey, notExcused } from './book-differences.ts';
import type { BookComparison, BookDifferences } from './book-differences.ts';
import { bustOf, fillOf, foldFillsBehind, wordOf } from '../orders/broker-updates.ts';
import type { BrokerUpdates } from '../orders/broker-updates.ts';
import { externalOrder } from '../orders/external-order.ts';
import type { LedgerDraft } from '../ledger/ledger-draft.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderText } from '../ledger/order-text.ts';
import { HeardRows } from './heard-rows.ts';
import { UnknownOrders } from './unknown-orders.ts';

const RETRY_MS = 2000;
/** A difference is believed when it stands this often: fills may be on their way while the books are read. */
const READS_TO_BELIEVE = 3;
const REREAD_MS = 250;
const READ_WITHIN_MS = 30_000;

/** Holds our books against the broker's: one path for a cold start, a crash, an unknown outcome and a lost line. */
export class Reconciler {
  /** What the reconciliation view shows has changed. */
  readonly changed = new Signal<void>();
  readonly unknown: UnknownOrders;
  readonly #context: OmsContext;
  readonly #updates: BrokerUpdates;
  readonly #ownProblems: string[];
  readonly #heard = new HeardRows();
  readonly #accepted: AcceptedDifferences;
  #running: Promise<boolean> | null = null;
  #again = false;
  #retry: Timer | null = null;
  #closed = false;
  #last: { at: number; comparison: BookComparison } | null = null;
  #unread = false;

  /** @param ownProblems what our own store got wrong, each a sentence; entries stay refused while there is one. */
  constructor(context: OmsContext, updates: BrokerUpdates, ownProblems: string[]) {
    this.#context = context;
    this.#updates = updates;
    this.#ownProblems = ownProblems;
    this.#accepted = new AcceptedDifferences(context.store, context.account.id);
    this.unknown = new UnknownOrders(context);
    this.unknown.changed.on(() => this.changed.emit());
    context.trust.changed.on(() => this.changed.emit());
  }

  /**
   * Reads the broker's books whole and folds them in. True when both agree afterwards, but for what was accepted; else
   * entries wait, the reason is in `trust`, and it is tried again. A read that fails says nothing: it is never taken for
   * flat (P9). Never rejects.
   */
  run(): Promise<boolean> {
    this.#again = this.#running !== null;
    if (this.#running === null) {
      this.#running = this.#loop()
        .catch((error: unknown) => {
          if (!this.#closed) this.#context.log.error('The reconciliation failed; it is tried again.', error);
          this.#tryLater();
          return false;
        })
        .finally(() => {
          this.#running = null;
          if (this.#closed) return;
          this.changed.emit();
          // Asked for after the last look of the loop and before its end.
          if (this.#again) void this.run();
        });
      this.changed.emit();
    }
    return this.#running;
  }

  /**
   * Accepts the differences that `token` names, with a reason that the log keeps; entries open when nothing else differs.
   * Throws PREVIEW_STALE when the differences are no longer those.
   */
  async accept(reason: string, token: string): Promise<boolean> {
    const differences = this.#last === null ? {} : differencesIn(this.#last.comparison);
    if (Object.keys(differences).length === 0 || tokenOf(differences) !== token) {
      throw new AppError('PREVIEW_STALE', 'The books have changed since they were shown. Look at them again.');
    }
    const told = Object.keys(differences)
      .map((key) => this.#sentence(key))
      .join('; ');
    const at = this.#context.clock.now();
    this.#accepted.accept({ reason, at, differences }, `A difference was accepted: ${told}. The reason: ${reason}`);
    return this.run();
  }

  view(): Reconciliation {
    const { trust, portfolio, instrument } = this.#context;
    const accepted = this.#accepted.current;
    const comparison = this.#last?.comparison ?? { lines: [], cash: { own: portfolio.cash(), broker: null } };
    const differences = differencesIn(comparison);
    const isAccepted = (key: string) =>
      differences[key] !== undefined && accepted?.differences[key] === differences[key];
    const differ = Object.keys(differences).length > 0;
    return {
      state: this.#state(differ),
      reason: trust.reason,
      readAt: this.#last?.at ?? null,
      reading: this.#running !== null,
      lines: comparison.lines.map(({ instrumentId, product, own, broker }) => {
        const { name, lotSize } = instrument(instrumentId);
        const units = broker - own;
        const mark = portfolio.markPrice(instrumentId);
        const value = mark === null ? null : units * mark;
        const key = lineKey({ instrumentId, product });
        return { instrumentId, name, product, lotSize, own, broker, units, value, accepted: isAccepted(key) };
      }),
      cash: { ...comparison.cash, difference: differences[CASH] ?? 0, accepted: isAccepted(CASH) },
      token: differ ? tokenOf(differences) : null,
      accepted: accepted === null ? null : { reason: accepted.reason, at: accepted.at },
      unknown: this.unknown.views(),
    };
  }

  close(): void {
    this.#closed = true;
    this.#retry?.cancel();
    this.unknown.close();
  }

  #state(differ: boolean): Reconciliation['state'] {
    if (this.#context.trust.since !== null) return differ ? 'accepted' : 'agreed';
    if (this.#unread) return 'unread';
    return this.#last === null ? 'waiting' : 'differs';
  }

  async #loop(): Promise<boolean> {
    let agreed = false;
    do {
      this.#again = false;
      agreed = await this.#readUntilSettled();
    } while (this.#again && !this.#closed);
    this.#retry?.cancel();
    if (!agreed || this.unknown.open().length > 0) this.#tryLater();
    return agreed;
  }

  #tryLater(): void {
    this.#retry?.cancel();
    if (!this.#closed) this.#retry = this.#context.clock.setTimeout(() => void this.run(), RETRY_MS);
  }

  async #readUntilSettled(): Promise<boolean> {
    const { clock, log } = this.#context;
    let problem: string | null = null;
    for (let read = 1; read <= READS_TO_BELIEVE && !this.#closed; read++) {
      if (read > 1) await this.#pause(REREAD_MS);
      const begun = clock.monotonic();
      const unresolved = this.unknown.open().map((record) => record.id);
      let books: BrokerBooks;
      try {
        books = await this.#read();
      } catch (error) {
        this.#unread = true;
        log.error("The broker's books could not be read.", error);
        return this.#distrust(`Entries wait: the broker's books could not be read whole${because(error)}`);
      }
      if (this.#closed) return false;
      try {
        this.unknown.read(books, begun);
        this.#context.portfolio.settlements.hear(books.positions);
        this.#fold(books, begun, unresolved);
        problem = this.#ownProblems[0] ?? incidentOf(books.session) ?? this.#difference(books);
        this.#unread = false;
        if (problem === null) {
          this.#trusted();
          return true;
        }
      } catch (error) {
        log.error("The broker's books could not be taken in.", error);
        return this.#distrust(`Entries wait: the broker's books could not be taken in${because(error)}`);
      }
    }
    return this.#distrust(`Entries wait: ${problem ?? 'the session is closing.'}`);
  }

  /** The books; a read that does not end is a read that failed. */
  #read(): Promise<BrokerBooks> {
    return new Promise((resolve, reject) => {
      const timer = this.#context.clock.setTimeout(
        () => reject(new Error(`The books were not whole after ${READ_WITHIN_MS / 1000} s.`)),
        READ_WITHIN_MS,
      );
      this.#context.broker
        .books()
        .then(resolve, reject)
        .finally(() => timer.cancel());
    });
  }

  #fold(books: BrokerBooks, begun: number, unresolved: readonly string[]): void {
    const { ledger } = this.#context;
    const { book } = ledger;
    const seen = new Map<string, BrokerOrder>();
    const news = books.orders.filter((row) => {
      const order = this.#heard.orderOf(row);
      if (order === null || book.get(order.record.id) !== order) return true;
      seen.set(order.record.id, row);
      return false;
    });
    this.#recallOlder([...news, ...books.busts]);
    const external = new Map<string, string>();
    ledger.write((draft) => {
      for (const row of news) {
        const orderId = book.byBrokerRow(row)?.record.id ?? this.#takeIn(draft, row);
        if (orderId === null) continue;
        if (book.get(orderId) === null) external.set(row.brokerOrderId, orderId);
        seen.set(orderId, row);
        const before = draft.order(orderId)!;
        foldNews(draft, orderId, wordOf(row));
        foldFillsBehind(draft, orderId, row);
        if (draft.order(orderId) === before) this.#heard.keep(row, before);
      }
      for (const fill of books.fills) {
        if (this.#heard.hasFill(fill)) continue;
        const orderId = book.byBrokerRow(fill)?.record.id ?? external.get(fill.brokerOrderId);
        if (orderId !== undefined && !foldNews(draft, orderId, fillOf(fill))) this.#heard.keepFill(fill);
      }
      for (const bust of books.busts) {
        const orderId = book.byBrokerRow(bust)?.record.id ?? external.get(bust.brokerOrderId);
        if (orderId !== undefined) foldNews(draft, orderId, bustOf(bust));
      }
      for (const orderId of unresolved) this.#resolve(draft, orderId, seen.get(orderId) ?? null, begun);
    });
    this.#updates.adopt([...external.keys()]);
  }

  /** The broker tells of the last days, of which only open business is in memory: what is ours is found in the store first. */
  #recallOlder(rows: readonly { tag: string | null; brokerOrderId: string }[]): void {
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
      const resolved = this.#resolveRequests(draft, record, row, begun);
      if (!resolved) return;
      draft.log('broker', `Resolved from the broker's book: ${orderText(record)} is ${record.state}.`);
      return;
    }
    if (record.state !== 'UNKNOWN' || !this.unknown.isAbsent(record)) return;
    const message =
      "The broker's complete order book does not have it: it was never placed. Place it again if it is still wanted.";
    draft.event(orderId, { type: 'absent', reason: { code: 'BROKER_UNKNOWN', message, details: {} } });
    draft.log('broker', `${orderText(record)}: ${message}`);
  }

  /** False while what was asked may yet show: the book lags behind what the broker does. */
  #resolveRequests(draft: LedgerDraft, record: OrderRecord, row: BrokerOrder, begun: number): boolean {
    let resolved = true;
    for (const request of record.requests) {
      if (request.state !== 'unknown') continue;
      const took = request.kind === 'cancel' ? !isLive(record.state) : hasTerms(row, request);
      if (!took && isLive(record.state) && !this.unknown.hasSettled(request.id, begun)) {
        resolved = false;
        continue;
      }
      draft.event(record.id, {
        type: 'requestEnded',
        requestId: request.id,
        state: took ? 'done' : 'refused',
        reason: took ? null : { code: 'BROKER_UNKNOWN', message: 'The broker never acted on it.', details: {} },
      });
    }
    return resolved;
  }

  /** The first difference from the broker that was not accepted, as a sentence (P9). */
  #difference(books: BrokerBooks): string | null {
    const { portfolio, clock } = this.#context;
    const comparison = compareBooks({ positions: portfolio.open(), cash: portfolio.cash() }, books);
    this.#last = { at: clock.now(), comparison };
    const differences = differencesIn(comparison);
    if (Object.keys(differences).length === 0) {
      this.#accepted.clear("Our books agree with the broker's again; the accepted difference is over.");
    }
    const [first] = notExcused(differences, this.#accepted.current?.differences ?? null);
    if (first === undefined) return null;
    return `${this.#sentence(first)}. Exits and cancels work; it is read again every 2 s. If that is right, accept it in the reconciliation.`;
  }

  #sentence(key: string): string {
    const { lines, cash } = this.#last!.comparison;
    if (key === CASH) return `the broker counts ${rupees(cash.broker!)} of money and our books ${rupees(cash.own)}`;
    const line = lines.find((each) => lineKey(each) === key)!;
    return `the broker holds ${line.broker} ${this.#context.instrument(line.instrumentId).name} and our books ${line.own} (${line.product})`;
  }

  #trusted(): void {
    const { trust, ledger } = this.#context;
    if (trust.since !== null) return;
    const accepted = this.#accepted.current;
    const but = accepted === null ? '' : ` but for what was accepted (${accepted.reason})`;
    ledger.write((draft) => draft.log('broker', `Our books agree with the broker's${but}: entries are open.`));
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

/** Folds what an order has not heard; false when it had heard it. */
function foldNews(draft: LedgerDraft, orderId: string, event: OrderEvent): boolean {
  if (hasFolded(draft.order(orderId)!, event)) return false;
  draft.event(orderId, event);
  return true;
}

/** What the broker says is wrong with it, an address it refuses among that, as a sentence. */
function incidentOf({ incident }: BrokerSession): string | null {
  return incident === null
    ? null
    : `the broker reports: ${incident.replace(/\.$/, '')}. Exits and cancels are still sent.`;
}

/** The end of a sentence about what failed. */
function because(error: unknown): string {
  const again = 'It is tried again every 2 s; exits and cancels work.';
  if (error instanceof AppError) return `. ${error.message} ${again}`;
  const told = error instanceof Error ? error.message : String(error);
  return ` (${told.replace(/\.$/, '')}). ${again}`;
}

function hasTerms(row: BrokerOrder, { price, quantity, triggerPrice }: OrderRequest): boolean {
  return row.price === price && row.quantity === quantity && row.triggerPrice === triggerPrice;
}

function tokenOf(differences: BookDifferences): string {
  return Object.keys(differences)
    .toSorted()
    .map((key) => `${key} ${differences[key]}`)
    .join('; ');
}
