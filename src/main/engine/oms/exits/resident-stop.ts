import { AppError } from '../../core/app-error.ts';
import type { Timer } from '../../core/clock.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { stopInForce } from '../../domain/stop-in-force.ts';
import { usage } from '../../rms/rate-limit.ts';
import { roomToExit } from '../risk/exposure.ts';
import type { OmsContext } from '../oms-context.ts';
import type { OrderRequests } from '../orders/order-requests.ts';
import { unitsLeft } from './overrun.ts';
import type { OrderPlacer } from '../orders/place.ts';
import { workingOrders } from '../risk/risk-check.ts';

/** Changes that come within this time go out as one. */
const COALESCE_MS = 250;
/** After a stop that did not go out, how long until the next try; twice as long after each, up to the most. */
const RETRY_MS = 1000;
const RETRY_MOST_MS = 30_000;

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
  /** Changes are spaced this far because the order rate fills; 0: as they come. */
  #spacing = 0;

  constructor(context: OmsContext, placer: OrderPlacer, requests: OrderRequests) {
    this.#context = context;
    this.#placer = placer;
    this.#requests = requests;
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
    const live = this.#context.ledger.book.live();
    const isOfEntry = ({ parentId, source, triggerPrice }: OrderRecord) =>
      parentId === entryId && source === 'BRACKET' && triggerPrice !== null;
    return live.find(({ record }) => isOfEntry(record))?.record ?? null;
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

  /** Brings the stop of an entry to what it should be: at once when it has to go, else soon and as one change. */
  keep(entryId: string): void {
    if (!this.isOn) return;
    const stop = this.of(entryId);
    if (stop?.state === 'TRIGGER_PENDING') this.#tries.delete(entryId);
    if (stop !== null && this.#wanted(entryId, stop) === null) {
      this.cancel(stop);
      return;
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
      if (wanted === null) this.cancel(stop);
      else this.#change(stop, wanted);
      return;
    }
    if (wanted === null || (this.#holds.get(entry.instrumentId) ?? 0) > 0) return;
    const { notBefore = 0 } = this.#tries.get(entryId) ?? {};
    const now = clock.monotonic();
    if (now < notBefore) this.#later(entryId, notBefore - now);
    else this.#place(entry, wanted);
  }

  /** Null: there is to be none. */
  #wanted(entryId: string, stop: OrderRecord | null): Wanted | null {
    const { ledger, portfolio, instrument } = this.#context;
    const bracket = ledger.brackets.get(entryId);
    const entry = ledger.book.get(entryId)?.record;
    if (entry === undefined || bracket?.state !== 'ARMED') return null;
    const netQty = portfolio.netQty(entry.instrumentId);
    const isLong = entry.side === 'BUY';
    if (netQty === 0 || netQty > 0 !== isLong) return null;
    const records = ledger.book.all().map((order) => order.record);
    const room = roomToExit(netQty, workingOrders(this.#context, stop?.id ?? null), entry.instrumentId);
    const lots = Math.floor(Math.min(unitsLeft(entry, records), room) / entry.lotSize);
    const triggerPrice = stopInForce(bracket, { isLong, tickSize: instrument(entry.instrumentId).tickSize });
    return lots <= 0 || triggerPrice === null ? null : { lots, triggerPrice };
  }

  #place(entry: OrderRecord, { lots, triggerPrice }: Wanted): void {
    const { ids, clock, log } = this.#context;
    const wait = Math.min(RETRY_MOST_MS, (this.#tries.get(entry.id)?.wait ?? RETRY_MS / 2) * 2);
    this.#tries.set(entry.id, { notBefore: clock.monotonic() + wait, wait });
    try {
      const stop = this.#placer.place(
        {
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
        },
        { source: 'BRACKET', parentId: entry.id, partOf: null, along: null },
      );
      if (stop.state === 'DENIED') this.keep(entry.id);
    } catch (error) {
      log.error(`The stop of ${entry.name} could not be sent to the exchange.`, error);
    }
  }

  #change(stop: OrderRecord, { lots, triggerPrice }: Wanted): void {
    const { broker } = this.#context;
    const isAsWanted = stop.triggerPrice === triggerPrice && stop.lots === lots;
    if (isAsWanted || stop.state !== 'TRIGGER_PENDING') return;
    const modifies = stop.requests.filter((request) => request.kind === 'modify').length;
    if (modifies >= broker.capabilities.maxModifications - 1) {
      this.cancel(stop);
      return;
    }
    this.#pace();
    try {
      this.#requests.modify(stop.id, stop.price!, stop.filled / stop.lotSize + lots, triggerPrice);
    } catch (error) {
      // Busy: told when the request ends. Past the new trigger: the terminal acts on it and clears this one away.
      if (error instanceof AppError && error.code === 'RMS_RATE_LIMIT') this.#later(stop.parentId!, RETRY_MS);
    }
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
