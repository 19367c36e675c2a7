import { AppError } from '../../core/app-error.ts';
import type { Timer } from '../../core/clock.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord, OrderRequest } from '../../domain/order.ts';
import { EXIT_DUE_MS, isRestingStop } from './exit-due.ts';
import { wideLimit } from './exit-price.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderText } from '../ledger/order-text.ts';
import type { OrderRequests } from '../orders/order-requests.ts';
import { leavesOf } from '../risk/exposure.ts';

/** Rounds at the usual protection; from then on it is priced wider. */
const USUAL_ROUNDS = 3;

/** Follows the exits of targets and stops until they are filled: a market that jumped over the limit is gone after (B4). */
export class ExitChase {
  readonly #context: OmsContext;
  readonly #requests: OrderRequests;
  readonly #overdue: (record: OrderRecord) => void;
  readonly #timers = new Map<string, Timer>();

  /** @param overdue hears once of each exit that is not filled in time */
  constructor(context: OmsContext, requests: OrderRequests, overdue: (record: OrderRecord) => void) {
    this.#context = context;
    this.#requests = requests;
    this.#overdue = overdue;
  }

  /** Follows an order that is a working exit; one that is followed already is left alone. */
  follow(record: OrderRecord): void {
    if (!isExit(record) || this.#timers.has(record.id)) return;
    this.#wait(record.id, 0);
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #wait(exitOrderId: string, round: number): void {
    const timer = this.#context.clock.setTimeout(() => this.#look(exitOrderId, round), EXIT_DUE_MS);
    this.#timers.set(exitOrderId, timer);
  }

  #look(exitOrderId: string, round: number): void {
    const record = this.#context.ledger.book.get(exitOrderId)?.record;
    if (record === undefined || !isLive(record.state)) {
      this.#timers.delete(exitOrderId);
      return;
    }
    if (round === 0) this.#overdue(record);
    const next = Math.max(1, round);
    this.#wait(exitOrderId, this.#act(record, next) ? next + 1 : next);
  }

  /** True when a better price went out. */
  #act(record: OrderRecord, round: number): boolean {
    const { quotes, phase, trust } = this.#context;
    const isFrozen = quotes.isStale(record.instrumentId) || !phase().open || trust.since === null;
    if (isFrozen || record.brokerOrderId === null || record.state === 'UNKNOWN') return false;
    const tooMuch = this.#tooMuch(record);
    if (tooMuch === null) return this.#reprice(record, round);
    this.#takeBack(record, tooMuch);
    return false;
  }

  #reprice(record: OrderRecord, round: number): boolean {
    const price = this.#price(record, round);
    if (price === null || record.price === null) return false;
    // At the touch already: it waits for someone to trade with, and a new price would only lose its place.
    if (record.side === 'SELL' ? record.price <= price : record.price >= price) return false;
    try {
      if (lastModify(record)?.state === 'refused') return this.#replace(record);
      this.#requests.modify(record.id, price, record.quantity / record.lotSize);
      this.#say(record, round > USUAL_ROUNDS ? 'it is priced anew, wider' : 'it is priced anew');
      return true;
    } catch (error) {
      return this.#failed(record, error);
    }
  }

  /**
   * Why an exit has to go, or null: it was taken for never placed, and its bracket has stood for those units again since
   * (T7, T8); or it is for more than older exits leave of what is held (B2).
   */
  #tooMuch(record: OrderRecord): string | null {
    const { ledger, portfolio } = this.#context;
    const { id, parentId, instrumentId, side, triggerPrice } = record;
    const bracket = ledger.brackets.get(parentId ?? '');
    const isFired = triggerPrice === null && side !== ledger.book.get(parentId ?? '')?.record.side;
    if (isFired && bracket !== undefined && (bracket.state === 'ARMED' || bracket.exitOrderId !== id)) {
      return 'it was taken for never placed, and target and stop stand in its place';
    }
    const netQty = portfolio.netQty(instrumentId);
    const held = netQty > 0 === (side === 'SELL') ? Math.abs(netQty) : 0;
    let left = held;
    for (const { record: other } of ledger.book.live()) {
      if (other.instrumentId === instrumentId && other.side === side && isExit(other)) left -= leavesOf(other);
      if (other.id === id) break;
    }
    return left < 0 ? `it is for more than is left of the ${held} units held` : null;
  }

  #takeBack(record: OrderRecord, why: string): void {
    if (!this.#requests.cancellable(record)) return;
    try {
      this.#requests.cancel(record.id);
      this.#context.ledger.write((draft) => draft.log('rms', `${orderText(record)} is cancelled: ${why}.`));
    } catch (error) {
      this.#context.log.error(`The exit of ${record.name} could not be cancelled.`, error);
    }
  }

  #price(record: OrderRecord, round: number): number | null {
    const { instrument: find, quotes, protectedPrice } = this.#context;
    const instrument = find(record.instrumentId);
    if (round > USUAL_ROUNDS) return wideLimit(this.#context, instrument, record.side);
    return protectedPrice(record.side, quotes.get(instrument.id), instrument)?.price ?? null;
  }

  /**
   * What may not be changed is cancelled, and what is left sent as a new exit: a broker takes no more changes, or there is
   * less to exit than when it was sent, so that the rules see an entry in it.
   */
  #failed(record: OrderRecord, error: unknown): boolean {
    const code = error instanceof AppError ? error.code : '';
    if (code === 'ORDER_BUSY' || code === 'RMS_RATE_LIMIT') return false;
    try {
      if ((code === 'BROKER_REFUSED' || code.startsWith('RMS_')) && this.#replace(record)) return true;
      this.#say(record, error instanceof Error ? error.message : String(error));
    } catch (again) {
      this.#context.log.error(`The exit of ${record.name} could not be priced anew.`, again);
    }
    return false;
  }

  /** Cancel, confirm, replace: the bracket sends what is left anew once the cancel is confirmed. */
  #replace(record: OrderRecord): boolean {
    if (!this.#requests.cancellable(record)) return false;
    this.#requests.cancel(record.id);
    this.#say(record, 'it is cancelled and sent anew');
    return true;
  }

  #say(record: OrderRecord, what: string): void {
    this.#context.ledger.write((draft) =>
      draft.log('rms', `UNPROTECTED: ${orderText(record)} is not filled after ${EXIT_DUE_MS / 1000} s; ${what}.`),
    );
  }
}

function lastModify({ requests }: OrderRecord): OrderRequest | undefined {
  return requests.findLast((request) => request.kind === 'modify');
}

/** True for an order that takes a position back for a target or stop now; a stop that waits does not yet. */
function isExit(record: OrderRecord): boolean {
  return record.source === 'BRACKET' && isLive(record.state) && !isRestingStop(record);
}
