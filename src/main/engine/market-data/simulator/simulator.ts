import type { Interval } from '../../../../contract/enums.ts';
import type { Bar, FeedHealth, Instrument, SessionPhase } from '../../../../contract/market.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import { DAY_MS, istDay } from '../../core/ist.ts';
import { hash32 } from '../../core/random.ts';
import { Signal } from '../../core/signal.ts';
import type { TradingCalendar } from '../../domain/calendar.ts';
import { nseCalendar } from '../../domain/calendar-nse.ts';
import type { ContractRules } from '../../domain/contracts.ts';
import { nseContracts } from '../../domain/contracts-nse.ts';
import { emptyTick } from '../../domain/tick.ts';
import type { Tick } from '../../domain/tick.ts';
import type { NewInstrument } from '../../store/desk-store.ts';
import type { Feed } from '../feed.ts';
import type { HistorySource } from '../history-source.ts';
import { simulatedBars } from './simulated-bars.ts';
import type { SimulatedContract } from './simulated-contract.ts';
import { SimulatedMarket } from './simulated-market.ts';
import { simulatedUnderlyings, simulatorParameters } from './simulator-parameters.ts';
import { simulatedUniverse } from './universe.ts';
import type { UnderlyingModel } from './underlying-model.ts';

const STALE_MS = 3_000;
const SENT_FIELDS = 7;
/** After a longer sleep of the machine the feed takes up at now, as a broker's would, instead of sending the backlog. */
const LONGEST_BACKLOG_MS = 5_000;

interface Listed {
  contract: SimulatedContract;
  /** When inside each slot it ticks, ms. */
  phase: number;
  /** Of the last tick, to send only changes. */
  sent: Float64Array;
}

export interface SimulatorOptions {
  clock: Clock;
  /** The same seed is the same market, across restarts and machines. */
  seed: number;
  instruments?: readonly Instrument[];
  calendar?: TradingCalendar;
  contracts?: ContractRules;
}

/**
 * A market without a broker: it trades round the clock, and its prices are a pure function of the seed and the time,
 * so that a restart finds the same market. Instruments it does not know are left alone.
 */
export class Simulator implements Feed, HistorySource {
  readonly name = 'Simulator';
  readonly source = 'sim';
  /** Emits the IST day when there are new contracts to list: at midnight and after an expiry. */
  readonly dayRolled = new Signal<string>();
  readonly #clock: Clock;
  readonly #calendar: TradingCalendar;
  readonly #contracts: ContractRules;
  readonly #market: SimulatedMarket;
  readonly #tick: Tick = emptyTick();
  #listed: Listed[] = [];
  readonly #byId = new Map<number, SimulatedContract>();
  #nextExpiry = Number.POSITIVE_INFINITY;
  #prevCloses = { day: '', prices: new Map<number, number>() };
  #onTick: ((tick: Tick) => void) | null = null;
  #timer: Timer | null = null;
  #paused = false;
  #emittedTo = 0;
  #day = '';
  #lastTickAt: number | null = null;

  constructor({ clock, seed, instruments, calendar = nseCalendar, contracts = nseContracts }: SimulatorOptions) {
    this.#clock = clock;
    this.#calendar = calendar;
    this.#contracts = contracts;
    this.#market = new SimulatedMarket(seed, simulatorParameters, simulatedUnderlyings, calendar, contracts);
    if (instruments !== undefined) this.list(instruments);
  }

  /** The contracts the market lists at an instant (epoch ms), for the store to give ids to. */
  universe(at: number): NewInstrument[] {
    return simulatedUniverse(at, this.#market.underlyings(), this.#contracts, simulatorParameters.universe);
  }

  /** Adds what is traded: what is new ticks at once, what was listed before trades on until it expires. */
  list(instruments: readonly Instrument[]): void {
    const now = this.#clock.now();
    const listed = new Map(this.#listed.map((one) => [one.contract.instrument.id, one]));
    const added: Listed[] = [];
    for (const instrument of instruments) {
      const contract = this.#market.contract(instrument);
      if (contract === null) continue;
      this.#byId.set(instrument.id, contract);
      const phase = hash32(contract.hash, 71) % simulatorParameters.emission.slotMs;
      const sent = listed.get(instrument.id)?.sent ?? new Float64Array(SENT_FIELDS);
      const one = { contract, phase, sent };
      if (!listed.has(instrument.id)) added.push(one);
      listed.set(instrument.id, one);
    }
    this.#listed = [...listed.values()]
      .filter(({ contract }) => contract.expiresAt > now)
      .sort((a, b) => a.phase - b.phase || a.contract.instrument.id - b.contract.instrument.id);
    this.#nextExpiry = Math.min(...this.#listed.map(({ contract }) => contract.expiresAt));
    if (this.#onTick !== null && !this.#paused) for (const one of added) this.#emit(one, this.#emittedTo);
  }

  start(onTick: (tick: Tick) => void): void {
    this.stop();
    this.#onTick = onTick;
    this.#day = istDay(this.#clock.now());
    this.emitAll(this.#clock.now());
    this.#timer = this.#clock.setInterval(() => this.#beat(), simulatorParameters.emission.timerMs);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#onTick = null;
  }

  /** Falls silent, as a dead feed does. */
  pause(): void {
    this.#paused = true;
  }

  /** Takes up at now with a quote of everything. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#onTick !== null) this.emitAll(this.#clock.now());
  }

  health(): FeedHealth {
    const ageMs = this.#lastTickAt === null ? null : Math.max(0, this.#clock.now() - this.#lastTickAt);
    return { name: this.name, state: ageMs !== null && ageMs <= STALE_MS ? 'live' : 'stale', ageMs };
  }

  phase(at: number): SessionPhase {
    const exchange = this.#calendar.phaseAt(at, 'FNO');
    const next = exchange.next === null ? null : `NSE ${exchange.next}`;
    if (exchange.open) return { ...exchange, next };
    const label = exchange.label.replace(/^(\w)/, (first) => first.toLowerCase()).replace(/: (.*)$/, ' ($1)');
    return { label: `NSE ${label}: simulated market runs on`, open: true, until: exchange.until, next };
  }

  /** The price at the close of the trading day before today, paise; 0 for what it does not trade. */
  prevClose(instrumentId: number): number {
    const contract = this.#byId.get(instrumentId);
    if (contract === undefined) return 0;
    const day = istDay(this.#clock.now());
    if (this.#prevCloses.day !== day) this.#prevCloses = { day, prices: new Map() };
    let price = this.#prevCloses.prices.get(instrumentId);
    if (price === undefined) {
      const session = this.#calendar.sessionOf(this.#calendar.previousTradingDay(day), 'FNO');
      price = session === null ? 0 : contract.ltp(session.close, 60);
      this.#prevCloses.prices.set(instrumentId, price);
    }
    return price;
  }

  /** What the market would have shown, up to now at most; empty for what it does not trade. */
  bars(instrumentId: number, interval: Interval, before: number, limit: number): Promise<Bar[]> {
    const contract = this.#byId.get(instrumentId);
    if (contract === undefined) return Promise.resolve([]);
    const now = this.#clock.now();
    const earliest = now - simulatorParameters.path.historyDays * DAY_MS;
    return Promise.resolve(simulatedBars(contract, interval, Math.min(before, now), limit, earliest));
  }

  /** The price before spread and noise at an instant, paise; null for what it does not trade. */
  fairPrice(instrumentId: number, at: number): number | null {
    return this.#byId.get(instrumentId)?.fair(at) ?? null;
  }

  /** Sends the quote of every live instrument at an instant; gives how many. */
  emitAll(at: number): number {
    let count = 0;
    for (const listed of this.#listed) {
      listed.sent.fill(0);
      if (this.#emit(listed, at)) count++;
    }
    this.#emittedTo = at;
    return count;
  }

  /** Sends what is due after the last emission up to `at` (epoch ms), in order of time; gives how many. */
  emitUpTo(at: number): number {
    const { slotMs } = simulatorParameters.emission;
    const spots = new Map<UnderlyingModel, number>();
    let count = 0;
    for (let slot = Math.floor(this.#emittedTo / slotMs); slot * slotMs <= at; slot++) {
      const start = slot * slotMs;
      for (const model of this.#market.underlyings().values()) spots.set(model, model.at(start, 1).spot);
      for (const listed of this.#listed) {
        const ts = start + listed.phase;
        if (ts <= this.#emittedTo || ts > at) continue;
        const share = (listed.contract.rate(spots.get(listed.contract.model)!, start) * slotMs) / 1000;
        if (share < 1 && hash32(listed.contract.hash, 72, slot) >= share * 2 ** 32) continue;
        if (this.#emit(listed, ts)) count++;
      }
    }
    this.#emittedTo = at;
    return count;
  }

  #beat(): void {
    const now = this.#clock.now();
    const day = istDay(now);
    if (day !== this.#day || now >= this.#nextExpiry) {
      this.#day = day;
      this.#listed = this.#listed.filter(({ contract }) => contract.expiresAt > now);
      this.#nextExpiry = Math.min(...this.#listed.map(({ contract }) => contract.expiresAt));
      this.dayRolled.emit(day);
    }
    if (this.#paused) return;
    const waited = now - this.#emittedTo;
    if (waited < 0 || waited > LONGEST_BACKLOG_MS) this.emitAll(now);
    else this.emitUpTo(now);
  }

  #emit({ contract, sent }: Listed, at: number): boolean {
    if (this.#onTick === null || at >= contract.expiresAt) return false;
    const tick = this.#tick;
    contract.fill(tick, at);
    if (!remember(sent, tick)) return false;
    this.#lastTickAt = this.#clock.now();
    this.#onTick(tick);
    return true;
  }
}

/** Keeps what a tick says; false when it repeats the one before. */
function remember(sent: Float64Array, tick: Tick): boolean {
  const { ltp, bid, ask, bidQty, askQty, volume, oi } = tick;
  const same =
    sent[0] === ltp &&
    sent[1] === bid &&
    sent[2] === ask &&
    sent[3] === bidQty &&
    sent[4] === askQty &&
    sent[5] === volume &&
    sent[6] === oi;
  if (same) return false;
  sent[0] = ltp;
  sent[1] = bid;
  sent[2] = ask;
  sent[3] = bidQty;
  sent[4] = askQty;
  sent[5] = volume;
  sent[6] = oi;
  return true;
}
