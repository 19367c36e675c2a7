import type { Intent } from '../../../../contract/trading.ts';
import { AppError } from '../../core/app-error.ts';
import type { Timer } from '../../core/clock.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { stopInForce } from '../../domain/stop-in-force.ts';
import { usage } from '../../rms/rate-limit.ts';
import { roomToExit } from '../risk/exposure.ts';
import type { OmsContext } from '../oms-context.ts';
import { isOnItsWay } from '../orders/on-its-way.ts';
import type { OrderRequests } from '../orders/order-requests.ts';
import { isRestingStop } from './exit-due.ts';
import { StopHomes } from './stop-homes.ts';
import { stopShares } from './stop-shares.ts';
import type { OrderPlacer } from '../orders/place.ts';
import { workingOrders } from '../risk/risk-check.ts';

/** Changes that come within this time go out as one. */
const COALESCE_MS = 250;
/** After a stop that did not go out, how long until the next try; twice as long after each, up to the most. */
const RETRY_MS = 1000;
const RETRY_MOST_MS = 30_000;

const CROWDED_OUT =
  'an exit rests at the exchange for all of the position, and both could fill. It is cancelled when the stop is reached.';

/** A cancel that came to nothing is asked for again after this. */
export const CANCEL_AGAIN_MS = 1500;

/** A stop that rests at the exchange as it should be. Lots; paise. */
interface Wanted {
  lots: number;
  triggerPrice: number;
}

/**
 * The stops of brackets at the exchange: one of each entry, for what it filled and no other exit takes, at the price in
 * force. A missing one is sent again; none is sent into a closed market, nor while an instrument is held for an exit.
 */
export class ResidentStops {
  readonly #context: OmsContext;
  readonly #placer: OrderPlacer;
  readonly #requests: OrderRequests;
  readonly #timers = new Map<string, Timer>();
  /** Exits under way by instrument. */
  readonly #holds = new Map<number, number>();
  readonly #tries = new Map<string, { notBefore: number; wait: number }>();
  /** Stops that a cancel was asked for, and when, monotonic ms. */
  readonly #cancelled = new Map<string, number>();
  readonly #tell: StopHomes;
  /** Changes are spaced this far because the order rate fills; 0: as they come. */
  #spacing = 0;

  constructor(context: OmsContext, placer: OrderPlacer, requests: OrderRequests) {
    this.#context = context;
    this.#placer = placer;
    this.#requests = requests;
    this.#tell = new StopHomes(context);
  }

  /** Off unless the desk asks for them and the broker keeps stops. */
  get isOn(): boolean {
    return this.#context.residentStops === true && this.#context.broker.capabilities.stopOrders;
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** The live stop of an entry. */
  of(entryId: string): OrderRecord | null {
    if (!this.isOn) return null;
    const children = this.#context.ledger.book.childrenOf(entryId);
    const isStop = ({ source, triggerPrice, state }: OrderRecord) =>
      source === 'BRACKET' && triggerPrice !== null && isLive(state);
    return children.find(({ record }) => isStop(record))?.record ?? null;
  }

  /** Keeps stops of instruments away while exits go out; the function given back lets them come again. */
  hold(instrumentIds: readonly number[]): () => void {
    for (const id of instrumentIds) this.#holds.set(id, (this.#holds.get(id) ?? 0) + 1);
    return () => {
      for (const id of instrumentIds) this.#holds.set(id, this.#holds.get(id)! - 1);
      for (const bracket of this.#context.ledger.brackets.values()) {
        if (instrumentIds.includes(bracket.instrumentId)) this.keep(bracket.entryOrderId);
      }
    };
  }

  /** Hears of an order that changed: one of these stops says where it is, any other may leave more or less room for them. */
  follow(record: OrderRecord): void {
    if (!this.isOn) return;
    const { brackets } = this.#context.ledger;
    const bracket = brackets.get(record.parentId ?? '');
    if (bracket !== undefined && record.source === 'BRACKET' && record.triggerPrice !== null) {
      this.#tell.follow(record, bracket.state === 'ARMED' && bracket.slPrice !== null);
    }
    const shares = stopShares(this.#context, record.instrumentId);
    for (const entryId of shares.keys()) this.keep(entryId, shares);
  }

  /** The stop side of an entry is reached, and its stop is the exchange's to act on. */
  reached(stop: OrderRecord): void {
    if (stop.state === 'UNKNOWN') this.#tell.reachedInDoubt(stop);
  }

  /** Brings the stop of an entry to what it should be: at once when it has to make way, else soon and as one change. */
  keep(entryId: string, shares?: ReadonlyMap<string, number>): void {
    if (!this.isOn) return;
    const stop = this.of(entryId);
    if (stop?.state === 'TRIGGER_PENDING') this.#tries.delete(entryId);
    // Triggered, it is an exit that is gone after until it is filled.
    if (stop !== null && !isRestingStop(stop)) return;
    if (stop !== null) {
      const wanted = this.#wanted(entryId, stop, shares);
      if (wanted === null || wanted.lots < lotsLeft(stop)) {
        this.#change(stop, wanted);
        return;
      }
    }
    if (!this.#timers.has(entryId)) this.#later(entryId, Math.max(COALESCE_MS, this.#spacing));
  }

  /** Cancels a stop, one that is refused not before CANCEL_AGAIN_MS again; true when it was asked for. */
  cancel(stop: OrderRecord): boolean {
    const now = this.#context.clock.monotonic();
    if (now - (this.#cancelled.get(stop.id) ?? -Infinity) < CANCEL_AGAIN_MS) return false;
    if (!this.#requests.cancellable(stop)) return false;
    this.#cancelled.set(stop.id, now);
    this.#context.clock.setTimeout(() => this.keep(stop.parentId!), CANCEL_AGAIN_MS);
    try {
      this.#requests.cancel(stop.id);
    } catch (error) {
      this.#context.log.error(`The stop of ${stop.name} at the exchange could not be cancelled.`, error);
    }
    return true;
  }

  #later(entryId: string, ms: number): void {
    this.#timers.get(entryId)?.cancel();
    const timer = this.#context.clock.setTimeout(() => {
      this.#timers.delete(entryId);
      this.#arrange(entryId);
    }, ms);
    this.#timers.set(entryId, timer);
  }

  #arrange(entryId: string): void {
    const { clock, trust, phase, ledger } = this.#context;
    const entry = ledger.book.get(entryId)?.record;
    if (entry === undefined || ledger.closed || !phase().open || trust.since === null) return;
    const stop = this.of(entryId);
    const wanted = this.#wanted(entryId, stop);
    if (stop !== null) {
      this.#change(stop, wanted);
      return;
    }
    if (wanted === null || (this.#holds.get(entry.instrumentId) ?? 0) > 0) return;
    const { notBefore = 0 } = this.#tries.get(entryId) ?? {};
    const now = clock.monotonic();
    if (now < notBefore) this.#later(entryId, notBefore - now);
    else this.#place(entry, wanted);
  }

  /** Null: there is to be none. It grows into what is free alone, and shrinks to its share at once. */
  #wanted(entryId: string, stop: OrderRecord | null, shares?: ReadonlyMap<string, number>): Wanted | null {
    const { ledger, portfolio, instrument } = this.#context;
    const bracket = ledger.brackets.get(entryId);
    const entry = ledger.book.get(entryId)?.record;
    if (entry === undefined || bracket?.state !== 'ARMED') return null;
    const { instrumentId, lotSize, side } = entry;
    const share = (shares ?? stopShares(this.#context, instrumentId)).get(entryId) ?? 0;
    const rests = stop === null ? 0 : lotsLeft(stop);
    const working = workingOrders(this.#context, stop?.id ?? null);
    const room = Math.floor(roomToExit(portfolio.netQty(instrumentId), working, instrumentId) / lotSize);
    const lots = Math.min(share, Math.max(rests, room));
    const triggerPrice = stopInForce(bracket, {
      isLong: side === 'BUY',
      tickSize: instrument(instrumentId).tickSize,
    });
    return lots <= 0 || triggerPrice === null ? null : { lots, triggerPrice };
  }

  #place(entry: OrderRecord, { lots, triggerPrice }: Wanted): void {
    const { ids, clock, log } = this.#context;
    const wait = Math.min(RETRY_MOST_MS, (this.#tries.get(entry.id)?.wait ?? RETRY_MS / 2) * 2);
    this.#tries.set(entry.id, { notBefore: clock.monotonic() + wait, wait });
    const intent: Intent = {
      intentId: ids.uuid(),
      instrumentId: entry.instrumentId,
      side: entry.side === 'BUY' ? 'SELL' : 'BUY',
      lots,
      orderType: 'MARKET',
      price: null,
      triggerPrice,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
    };
    try {
      const { denial } = this.#placer.consider(intent, { source: 'BRACKET', partOf: null });
      if (denial === null) {
        this.#placer.place(intent, { source: 'BRACKET', parentId: entry.id, partOf: null, along: null });
        return;
      }
      this.#tell.heldHere(entry.id, entry.name, denial.message);
    } catch (error) {
      log.error(`The stop of ${entry.name} could not be sent to the exchange.`, error);
    }
    this.#later(entry.id, wait);
  }

  #change(stop: OrderRecord, wanted: Wanted | null): void {
    if (!isRestingStop(stop)) return;
    const shrinks = wanted === null || wanted.lots < lotsLeft(stop);
    if (wanted === null) {
      if (this.cancel(stop) && this.#isCrowdedOut(stop)) this.#tell.heldHere(stop.parentId!, stop.name, CROWDED_OUT);
      return;
    }
    const isAsWanted = stop.triggerPrice === wanted.triggerPrice && wanted.lots === lotsLeft(stop);
    if (isAsWanted || stop.state !== 'TRIGGER_PENDING' || isBusy(stop)) return;
    const problem = this.#changesLeft(stop);
    if (problem !== null) {
      if (this.cancel(stop)) this.#tell.replaced(stop, problem);
      return;
    }
    if (!shrinks) this.#pace();
    try {
      this.#requests.modify(stop.id, stop.price!, stop.filled / stop.lotSize + wanted.lots, wanted.triggerPrice);
    } catch (error) {
      if (error instanceof AppError && error.code === 'RMS_RATE_LIMIT') this.#later(stop.parentId!, RETRY_MS);
      // What waits for it cannot wait for a change that is refused. Past the new trigger the terminal acts on it.
      else if (shrinks) this.cancel(stop);
    }
  }

  /** An exit by hand rests for all that the stop was for. */
  #isCrowdedOut({ parentId, instrumentId, side }: OrderRecord): boolean {
    const { ledger, portfolio, clock } = this.#context;
    const netQty = portfolio.netQty(instrumentId);
    const bracket = ledger.brackets.get(parentId!);
    if (bracket?.state !== 'ARMED' || bracket.slPrice === null || netQty === 0) return false;
    return ledger.book
      .live()
      .some(
        ({ record }) =>
          record.source === 'HAND' &&
          record.instrumentId === instrumentId &&
          record.side === side &&
          !isOnItsWay(record, netQty, clock.now()),
      );
  }

  /** Why no further change of a stop is sent, or null: it had them all, or the broker refused the last (F20). */
  #changesLeft({ requests }: OrderRecord): string | null {
    const { maxModifications, name } = this.#context.broker.capabilities;
    const changes = requests.filter((request) => request.kind === 'modify');
    if (changes.at(-1)?.state === 'refused') return `${name} refused to change it`;
    return changes.length < maxModifications - 1 ? null : `${name} takes ${maxModifications} changes of an order`;
  }

  /** As the fullest window fills, changes of a trail are fewer, and that is said (O12). */
  #pace(): void {
    const { throttle, clock, broker, ledger } = this.#context;
    const fullest = usage(throttle.sent, clock.monotonic(), broker.capabilities)
      .filter(({ windowMs }) => windowMs > RETRY_MS)
      .reduce((most, { used, max, reservedForExits }) => Math.max(most, used / (max - reservedForExits)), 0);
    const spacing = fullest >= 0.75 ? 5000 : fullest >= 0.5 ? RETRY_MS : 0;
    if (spacing === this.#spacing) return;
    this.#spacing = spacing;
    ledger.write((draft) =>
      draft.log(
        'order',
        spacing === 0
          ? 'The order rate has room again: stops at the exchange follow every move.'
          : `The order rate is ${Math.round(fullest * 100)} % used: stops at the exchange follow every ${spacing / 1000} s.`,
      ),
    );
  }
}

/** Lots of a stop that have not traded. */
function lotsLeft({ lots, filled, lotSize }: OrderRecord): number {
  return lots - filled / lotSize;
}

function isBusy({ requests }: OrderRecord): boolean {
  return requests.some(({ state }) => state === 'sent' || state === 'unknown');
}
