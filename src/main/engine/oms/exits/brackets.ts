import type { Intent } from '../../../../contract/trading.ts';
import { AppError } from '../../core/app-error.ts';
import { istDay } from '../../core/ist.ts';
import { priceText } from '../../core/money.ts';
import type { Timer } from '../../core/clock.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { MarketQuote } from '../../domain/quote.ts';
import { stopInForce } from '../../domain/stop-in-force.ts';
import type { SetStop } from '../../domain/stop-in-force.ts';
import { priceBand } from '../../rms/price-band.ts';
import type { BracketRecord } from '../../store/desk-store.ts';
import { bracketProblem } from './bracket-prices.ts';
import { CONFIRM_MS, confirmed, reached } from './bracket-trigger.ts';
import type { Trigger } from './bracket-trigger.ts';
import { heldEntries, liveEntry, positionEntries } from './entries.ts';
import { isRestingStop } from './exit-due.ts';
import { ExitChase } from './exit-chase.ts';
import { ExitTries } from './exit-tries.ts';
import { roomToExit } from '../risk/exposure.ts';
import type { LedgerChange } from '../ledger/order-ledger.ts';
import type { OmsContext } from '../oms-context.ts';
import { unitsLeft } from './overrun.ts';
import { Overruns } from './overruns.ts';
import type { OrderPlacer } from '../orders/place.ts';
import type { OrderRequests } from '../orders/order-requests.ts';
import { CANCEL_AGAIN_MS, ResidentStops } from './resident-stop.ts';
import { RestingExits } from './resting-exits.ts';
import { workingOrders } from '../risk/risk-check.ts';
import { standingStop } from './standing-stop.ts';
import { beginStop, goesOn, resetStop, TrailingStops, trailRefusal } from './trailing-stops.ts';
import type { StopAsked } from './trailing-stops.ts';

/** What `protect` sets; paise, null is off. */
export interface TargetAndStop extends StopAsked {
  tpPrice: number | null;
}

/**
 * Targets held by the terminal, and stops: these rest at the exchange where the broker keeps them. Armed for what the entry has filled (partial trigger), frozen while the feed
 * is stale (B3), and each fires one reduce-only exit for what is confirmed and not yet being closed (B2), after exits
 * that only rest were cancelled; the other side is off from that moment (OCO). Durable: a restart goes on watching, and exits at once when the price is through.
 */
export class Brackets {
  readonly #context: OmsContext;
  readonly #placer: OrderPlacer;
  readonly #requests: OrderRequests;
  /** Armed brackets by instrument: the tick path looks here first. */
  readonly #watched = new Map<number, Set<string>>();
  readonly #unconfirmed = new Map<string, { trigger: Trigger; since: number; timer: Timer }>();
  /** Per entry. */
  readonly #tries: ExitTries;
  readonly #overruns: Overruns;
  readonly #restingExits: RestingExits;
  readonly #trails: TrailingStops;
  readonly #chase: ExitChase;
  readonly #resident: ResidentStops;
  /** Entries whose stop at the exchange is cancelled so that their exit can go out. */
  readonly #clearing = new Set<string>();
  /** Instruments that could not be looked at on a silent feed: no tick of their own need come after. */
  readonly #frozen = new Set<number>();
  #started = false;

  constructor(context: OmsContext, placer: OrderPlacer, requests: OrderRequests) {
    this.#context = context;
    this.#placer = placer;
    this.#requests = requests;
    this.#tries = new ExitTries(context.clock);
    this.#overruns = new Overruns(context, placer);
    this.#restingExits = new RestingExits(context, requests);
    this.#chase = new ExitChase(context, requests, (exit) => this.#tellUnprotected(exit));
    this.#trails = new TrailingStops(context);
    this.#resident = new ResidentStops(context, placer, requests);
    context.ledger.changed.on((change) => this.#follow(change));
  }

  /** Starts acting; until then brackets are kept and shown, but none fires. */
  start(): void {
    this.#started = true;
    const { ledger } = this.#context;
    // An entry may have filled just before a crash, its bracket not yet written.
    const entryIds = new Set(ledger.book.all().map((order) => order.record.id));
    for (const entryId of ledger.brackets.keys()) entryIds.add(entryId);
    for (const entryId of entryIds) this.#settle(entryId);
    for (const { record } of ledger.book.live()) this.#chase.follow(record);
    for (const instrumentId of this.#watched.keys()) this.onTick(instrumentId);
  }

  close(): void {
    this.#started = false;
    this.#chase.close();
    this.#resident.close();
    for (const { timer } of this.#unconfirmed.values()) timer.cancel();
  }

  /** Keeps stops at the exchange away from instruments while exits of them go out; see ResidentStops.hold. */
  holdStops(instrumentIds: readonly number[]): () => void {
    return this.#resident.hold(instrumentIds);
  }

  /** True for the stop at the exchange of a position that is held: it goes with the position alone. */
  protects(record: OrderRecord): boolean {
    return isRestingStop(record) && this.#context.ledger.brackets.get(record.parentId ?? '')?.state === 'ARMED';
  }

  /** Takes the stop off that an order at the exchange is: the order is cancelled, a target stays. */
  takeOff({ parentId, name }: OrderRecord): void {
    const { ledger, clock } = this.#context;
    const { tpPrice, ...bracket } = ledger.brackets.get(parentId!)!;
    ledger.write((draft) => {
      draft.event(bracket.entryOrderId, { type: 'protect', tpPrice, slPrice: null });
      const state = tpPrice === null ? 'DONE' : bracket.state;
      draft.bracket({ ...bracket, tpPrice, slPrice: null, trail: null, state, updatedAt: clock.now() });
      draft.log('order', `${name}: stop removed, its order at the exchange was cancelled by hand.`);
    });
  }

  /** Gives what is held the stops that the limits ask for, after these were changed. */
  applyLimits(): void {
    for (const { instrumentId } of this.#context.portfolio.open()) {
      for (const { id } of positionEntries(this.#context, instrumentId)) this.#settle(id);
    }
  }

  /** Looks at the brackets of one instrument; called after its quote changed. */
  onTick(instrumentId: number): void {
    const watched = this.#watched.get(instrumentId);
    if (watched === undefined || watched.size === 0 || !this.#started) return;
    const { quotes, trust, phase } = this.#context;
    const quote = quotes.get(instrumentId);
    if (quote === null || trust.since === null || !phase().open) return;
    if (quotes.isStale(instrumentId)) {
      this.#freeze(instrumentId, watched);
      return;
    }
    for (const entryId of Array.from(watched)) {
      const bracket = this.#context.ledger.brackets.get(entryId);
      if (bracket !== undefined) this.#look(bracket, quote);
    }
  }

  /** Looks at what a silent feed had frozen; called with the tick of any contract, by which the feed is live again. */
  thaw(): void {
    if (this.#frozen.size === 0) return;
    for (const instrumentId of Array.from(this.#frozen)) {
      this.#frozen.delete(instrumentId);
      this.onTick(instrumentId);
    }
  }

  /**
   * Sets, moves or removes (both null) target and stop: of a live entry order, or of a whole position when `orderId` is
   * null. Paise. Of a live entry that has not filled, the trail waits for its fill.
   * Throws ORDER_UNKNOWN, ORDER_NOT_LIVE, POSITION_FLAT, RMS_TICK_SIZE, SETTING_INVALID.
   */
  protect(instrumentId: number, orderId: string | null, { tpPrice, ...stop }: TargetAndStop): void {
    const { ledger, instrument, quotes, portfolio } = this.#context;
    const { slPrice, trail } = stop;
    const what = instrument(instrumentId);
    const entries =
      orderId === null ? heldEntries(this.#context, instrumentId) : [liveEntry(this.#context, instrumentId, orderId)];
    const { side, price, filled } = entries[0]!;
    const netQty = portfolio.netQty(instrumentId);
    const isHeld = filled > 0 && netQty !== 0;
    const heldSide = netQty > 0 ? 'BUY' : 'SELL';
    const quote = quotes.get(instrumentId);
    const exit = quote === null ? 0 : (isHeld ? heldSide : side) === 'BUY' ? quote.bid : quote.ask;
    const reference = isHeld ? (exit > 0 ? exit : null) : price;
    const problem =
      trailRefusal(stop) ??
      bracketProblem({ side: isHeld ? heldSide : side, price: reference, instrument: what }, tpPrice, slPrice);
    if (problem !== null) throw new AppError(problem.code, problem.message, problem.details);
    // What a trail before had seen is not for a new one, which is looked at within the write; one that goes on keeps it.
    for (const { id, side: entrySide } of entries) {
      const leg = { isLong: entrySide === 'BUY', tickSize: what.tickSize };
      if (!goesOn(ledger.brackets.get(id), stop, leg)) this.#trails.forget(id);
    }
    ledger.write((draft) => {
      for (const entry of entries) {
        draft.event(entry.id, { type: 'protect', tpPrice, slPrice });
        const known = ledger.brackets.get(entry.id);
        if (entry.filled === 0 && trail === null && known === undefined) continue;
        const at = { tickSize: what.tickSize, now: isHeld ? reference : null };
        const set = this.#record(entry, tpPrice, resetStop(known, stop, entry, at));
        // Its exit is out: what is set now counts when that fails.
        const fired = known?.state === 'FIRED' ? { state: known.state, exitOrderId: known.exitOrderId } : null;
        draft.bracket({ ...set, ...fired });
      }
      const sides = [
        tpPrice === null ? null : `target ${priceText(tpPrice)}`,
        slPrice === null ? null : `stop ${priceText(slPrice)}${trail === null ? '' : ' trailing'}`,
      ].filter((text) => text !== null);
      const ending = sides.length === 0 ? 'target and stop removed' : sides.join(', ');
      draft.log('order', `${what.name}: ${ending}${this.#resident.isOn ? '' : ', held by the terminal'}.`);
    });
    this.onTick(instrumentId);
  }

  /** Units that a bracket still stands for: what its entry filled, less what its exits took. */
  #quantity(entry: OrderRecord): number {
    return unitsLeft(entry, this.#context.ledger.book);
  }

  #record(entry: OrderRecord, tpPrice: number | null, stop: SetStop): BracketRecord {
    return {
      ...stop,
      entryOrderId: entry.id,
      accountId: entry.accountId,
      instrumentId: entry.instrumentId,
      tpPrice,
      state: tpPrice === null && stop.slPrice === null ? 'DONE' : 'ARMED',
      exitOrderId: null,
      updatedAt: this.#context.clock.now(),
    };
  }

  #look(bracket: BracketRecord, quote: Readonly<MarketQuote>): void {
    const { clock, portfolio, ledger, instrument } = this.#context;
    const entry = ledger.book.get(bracket.entryOrderId)?.record;
    if (entry === undefined || entry.filled === 0 || portfolio.netQty(bracket.instrumentId) === 0) return;
    // The move of a stop is told to the brackets too, and this one is looked at anew.
    if (this.#trails.moves(bracket, entry, quote)) return;
    const what = instrument(bracket.instrumentId);
    const leg = { isLong: entry.side === 'BUY', tickSize: what.tickSize };
    const protection = { isLong: leg.isLong, tpPrice: bracket.tpPrice, slPrice: stopInForce(bracket, leg) };
    const trigger = reached(protection, quote);
    const exit = protection.isLong ? quote.bid : quote.ask;
    const band = priceBand(what, quote, istDay(clock.now()));
    // Nobody can trade outside the band: such a book is a bad tick, however long it stands (B3).
    const isBadTick = band !== null && (exit < band.low || exit > band.high);
    const resident = this.#resident.of(entry.id);
    if (resident === null && !this.#clearing.has(entry.id)) this.#resident.keep(entry.id);
    if (trigger === null || isBadTick || actsAtExchange(resident, trigger, protection.slPrice)) {
      this.#forget(entry.id);
      this.#clearing.delete(entry.id);
      if (trigger === 'stop' && resident !== null && !isBadTick) this.#resident.reached(resident);
      return;
    }
    const now = clock.monotonic();
    if (this.#tries.mustWait(entry.id)) return;
    const seen = this.#unconfirmed.get(entry.id);
    const stood = seen?.trigger === trigger && now - seen.since >= CONFIRM_MS;
    if (stood || this.#clearing.has(entry.id) || confirmed(trigger, protection, quote)) {
      this.#forget(entry.id);
      if (resident !== null) {
        this.#clearResident(entry.id, resident);
        return;
      }
      this.#clearing.delete(entry.id);
      this.#fire(bracket, entry, trigger);
      return;
    }
    if (seen?.trigger === trigger) return;
    this.#forget(entry.id);
    const timer = clock.setTimeout(() => this.onTick(bracket.instrumentId), CONFIRM_MS);
    this.#unconfirmed.set(entry.id, { trigger, since: now, timer });
  }

  /** What an unsound book showed has to stand on a live feed: a silent one could not have contradicted it. */
  #freeze(instrumentId: number, watched: ReadonlySet<string>): void {
    this.#frozen.add(instrumentId);
    for (const entryId of watched) this.#forget(entryId);
  }

  #forget(entryId: string): void {
    this.#unconfirmed.get(entryId)?.timer.cancel();
    this.#unconfirmed.delete(entryId);
  }

  #fire(bracket: BracketRecord, entry: OrderRecord, trigger: Trigger): void {
    const { portfolio, ids, clock, ledger } = this.#context;
    const netQty = portfolio.netQty(bracket.instrumentId);
    if (netQty > 0 !== (entry.side === 'BUY')) return;
    const wanted = Math.min(this.#quantity(entry), Math.abs(netQty));
    const room = () => roomToExit(netQty, workingOrders(this.#context), bracket.instrumentId);
    const lotsToExit = () => Math.floor(Math.min(wanted, room()) / entry.lotSize);
    const again = () => this.onTick(bracket.instrumentId);
    if (room() < wanted && this.#restingExits.clear(bracket.instrumentId, netQty, trigger, again)) return;
    if (lotsToExit() === 0) return;
    if (this.#requests.cancellable(entry)) this.#cancelRest(entry);
    // A cancel is told to the brackets too: this one, or another of the contract, may have fired meanwhile (B2).
    const lots = lotsToExit();
    if (lots === 0 || ledger.brackets.get(entry.id)?.state !== 'ARMED') return;
    const intent: Intent = {
      intentId: ids.uuid(),
      instrumentId: bracket.instrumentId,
      side: entry.side === 'BUY' ? 'SELL' : 'BUY',
      lots,
      orderType: 'MARKET',
      price: null,
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
    };
    this.#tries.note(entry.id);
    try {
      const exit = this.#placer.place(intent, {
        source: 'BRACKET',
        parentId: entry.id,
        partOf: null,
        along: (draft, exitOrderId) => {
          draft.bracket({ ...bracket, state: 'FIRED', exitOrderId, updatedAt: clock.now() });
          draft.log('order', `${entry.name}: the ${trigger} is reached, ${lots * entry.lotSize} units go out.`);
        },
      });
      if (exit.state === 'DENIED') this.#sayUnprotected(entry, exit.reason?.message ?? 'denied');
    } catch (error) {
      this.#context.log.error(`The ${trigger} of ${entry.name} could not be sent.`, error);
    }
    if (ledger.brackets.get(entry.id)?.state === 'ARMED') this.#lookAgain(entry.id, bracket.instrumentId);
  }

  /** The stop at the exchange is final before the exit goes out: never both. One in doubt is read again first. */
  #clearResident(entryId: string, stop: OrderRecord): void {
    this.#clearing.add(entryId);
    if (!this.#resident.cancel(stop)) return;
    this.#context.clock.setTimeout(() => this.onTick(stop.instrumentId), CANCEL_AGAIN_MS);
  }

  #cancelRest(entry: OrderRecord): void {
    try {
      this.#requests.cancel(entry.id);
    } catch (error) {
      this.#context.log.error(`The rest of the entry ${entry.name} could not be cancelled.`, error);
    }
  }

  #lookAgain(entryId: string, instrumentId: number): void {
    this.#context.clock.setTimeout(() => this.onTick(instrumentId), this.#tries.wait(entryId));
  }

  #sayUnprotected(entry: OrderRecord, why: string): void {
    this.#context.ledger.write((draft) =>
      draft.log('rms', `UNPROTECTED: the exit of ${entry.name} did not go out. ${why} It is tried again.`),
    );
  }

  /** The position is shown UNPROTECTED from now on (B4): its bracket says so to everybody. */
  #tellUnprotected({ parentId }: OrderRecord): void {
    const { ledger, clock, doubt } = this.#context;
    const bracket = ledger.brackets.get(parentId ?? '');
    if (bracket === undefined) return;
    try {
      ledger.write((draft) => draft.bracket({ ...bracket, updatedAt: clock.now() }));
    } catch (error) {
      doubt('That a position is not protected could not be written', error);
    }
  }

  #follow(change: LedgerChange): void {
    const { ledger, portfolio } = this.#context;
    const touched = new Set<string>();
    const looked = new Set(change.instrumentIds);
    for (const orderId of change.orderIds) {
      const { record } = ledger.book.get(orderId)!;
      touched.add(record.parentId ?? orderId);
      touched.add(orderId);
      // What it would have taken back of an overrun is nobody's now (B1').
      if (!isLive(record.state)) looked.add(record.instrumentId);
    }
    for (const bracket of ledger.brackets.values()) {
      if (looked.has(bracket.instrumentId)) touched.add(bracket.entryOrderId);
    }
    for (const entryId of touched) this.#settle(entryId);
    const moved = new Set(change.instrumentIds);
    for (const orderId of change.orderIds) {
      // An exit that stood in the way has come to rest, or can be cancelled by now; a stop that ended untouched acts here.
      const { record } = ledger.book.get(orderId)!;
      const { instrumentId, parentId, state } = record;
      if (this.#started) this.#chase.follow(record);
      if (this.#started && !this.#clearing.has(parentId ?? '')) this.#resident.follow(record);
      const hasEnded = !isLive(state) && isRestingStop(record);
      const stood = this.#restingExits.has(orderId) || this.#clearing.has(parentId ?? '');
      if (hasEnded || stood) moved.add(instrumentId);
      if (!isLive(state)) this.#restingExits.forget(orderId);
    }
    for (const instrumentId of moved) {
      if (portfolio.netQty(instrumentId) !== 0) this.onTick(instrumentId);
    }
  }

  /** Brings the bracket of an entry to what is true now: arms on a fill, ends when flat or closed, arms again after a failed exit. */
  #settle(entryId: string): void {
    const { ledger, portfolio, clock } = this.#context;
    const entry = ledger.book.get(entryId)?.record;
    const bracket = ledger.brackets.get(entryId);
    if (entry !== undefined && bracket !== undefined && this.#started)
      this.#overruns.look(entry, () => this.#settle(entry.id));
    if (entry !== undefined && this.#started) {
      const next = this.#next(entry, bracket, portfolio.netQty(entry.instrumentId));
      if (next !== null) {
        this.#save({ ...next, updatedAt: clock.now() }, entry, bracket ?? null);
        return;
      }
      if (bracket !== undefined) this.#keepResident(entry);
    }
    if (bracket !== undefined) this.#watch(bracket);
  }

  #keepResident(entry: OrderRecord): void {
    const stop = this.#resident.of(entry.id);
    if (stop !== null && !isRestingStop(stop)) {
      if (this.#requests.cancellable(entry)) this.#cancelRest(entry);
      return;
    }
    // Frozen while the stop was cleared away: no exit goes out, so it has to rest there again.
    if (this.#context.quotes.isStale(entry.instrumentId)) this.#clearing.delete(entry.id);
    if (!this.#clearing.has(entry.id)) this.#resident.keep(entry.id);
  }

  #next(entry: OrderRecord, bracket: BracketRecord | undefined, netQty: number): BracketRecord | null {
    const isSameSide = netQty !== 0 && netQty > 0 === (entry.side === 'BUY');
    const left = this.#quantity(entry);
    const wanted = entry.tpPrice !== null || entry.slPrice !== null;
    if (bracket === undefined) {
      if (entry.filled === 0 || !isSameSide || left <= 0) return null;
      const standing = this.#standing(entry);
      if (standing !== null) return this.#trails.begin(this.#record(entry, entry.tpPrice, standing), entry);
      const stop = beginStop({ slPrice: entry.slPrice, trail: null }, entry, null);
      return wanted ? this.#record(entry, entry.tpPrice, stop) : null;
    }
    if (bracket.state === 'ARMED') {
      const waits = isLive(entry.state) && (left > 0 || entry.filled === 0);
      if (!waits && !(isSameSide && left > 0)) return { ...bracket, state: 'DONE' };
      const begins = bracket.trail !== null && bracket.entryPrice === null && entry.filled > 0;
      if (begins) return this.#trails.begin(bracket, entry);
      const standing = bracket.slPrice === null || bracket.trail !== null ? null : this.#standing(entry);
      return standing === null ? null : this.#trails.begin({ ...bracket, trail: standing.trail }, entry);
    }
    if (bracket.state === 'DONE') {
      // The entry went on filling after its exit: what came late is protected too.
      const late = bracket.exitOrderId !== null && left > 0 && isSameSide && wanted;
      if (!late) return null;
      this.#trails.beginAgain(bracket);
      return { ...bracket, state: 'ARMED', exitOrderId: null };
    }
    const exit = this.#context.ledger.book.get(bracket.exitOrderId ?? '')?.record;
    if (exit !== undefined && isLive(exit.state)) return null;
    const isArmedAgain = left > 0 && isSameSide && wanted;
    if (isArmedAgain) this.#trails.beginAgain(bracket);
    return { ...bracket, state: isArmedAgain ? 'ARMED' : 'DONE' };
  }

  /** The stop by the limits; of a contract, for the orders alone that the position was made by. */
  #standing(entry: OrderRecord): SetStop | null {
    const stop = standingStop(this.#context, entry);
    if (stop === null) return null;
    const makers = positionEntries(this.#context, entry.instrumentId);
    return makers.some(({ id }) => id === entry.id) ? beginStop(stop, entry, null) : null;
  }

  #save(next: BracketRecord, entry: OrderRecord, before: BracketRecord | null): void {
    const { ledger } = this.#context;
    const failed = before?.state === 'FIRED' && next.state === 'ARMED';
    try {
      ledger.write((draft) => {
        if (next.slPrice !== entry.slPrice && before === null) {
          draft.event(entry.id, { type: 'protect', tpPrice: next.tpPrice, slPrice: next.slPrice });
          draft.log(
            'order',
            `${entry.name}: stop ${priceText(next.slPrice!)} trailing, by the limit on trailing stops.`,
          );
        }
        draft.bracket(next);
        if (failed) {
          draft.log(
            'rms',
            `UNPROTECTED for a moment: the exit of ${entry.name} ended unfilled; target and stop are armed again.`,
          );
        }
      });
    } catch (error) {
      this.#context.doubt('A target and stop could not be written', error);
      return;
    }
    this.#watch(next);
    if (failed) this.#lookAgain(next.entryOrderId, next.instrumentId);
  }

  #watch(bracket: BracketRecord): void {
    const watched = this.#watched.get(bracket.instrumentId) ?? new Set();
    if (bracket.state === 'ARMED') watched.add(bracket.entryOrderId);
    else {
      watched.delete(bracket.entryOrderId);
      this.#trails.forget(bracket.entryOrderId);
      this.#forget(bracket.entryOrderId);
    }
    this.#watched.set(bracket.instrumentId, watched);
  }
}

/** True while a stop is the exchange's to act on: it rests there at the price in force, or has triggered. */
function actsAtExchange(stop: OrderRecord | null, trigger: Trigger, slPrice: number | null): boolean {
  if (stop === null) return false;
  return !isRestingStop(stop) || (trigger === 'stop' && stop.triggerPrice === slPrice);
}
