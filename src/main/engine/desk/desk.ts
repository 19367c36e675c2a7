import { basename } from 'node:path';
import type { ImportMapping, RecordedDay } from '../../../contract/desk.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { DayStory, ReplayStep } from '../../../contract/replay.ts';
import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import { istDay } from '../core/ist.ts';
import { Signal } from '../core/signal.ts';
import type { LatencyBook } from '../flight/latency-book.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { DeskStore } from '../store/desk-store.ts';
import type { TickStore } from '../store/tick-store.ts';
import { AlertReadings } from './alert-readings.ts';
import { Alerts } from './alerts.ts';
import { Flights } from './flights.ts';
import { importedChains, importedInstruments } from './imported-instruments.ts';
import { DataKeeper } from './data-keeper.ts';
import { dayStory, otherMarket } from './day-story.ts';
import { DayCompaction } from './day-compaction.ts';
import type { Jobs } from './jobs.ts';
import type { PaperMarket } from './paper-market.ts';
import type { ReplayLauncher, ReplayChoice } from './replay-launcher.ts';
import { stepTarget } from './replay-step.ts';
import { Strategies } from './strategies.ts';
import type { TradingSession } from './trading-session.ts';

export interface DeskParts {
  version: string;
  clock: Clock;
  store: DeskStore;
  ticks: TickStore;
  instruments: InstrumentBook;
  jobs: Jobs;
  paper: PaperMarket;
  replays: ReplayLauncher;
  /** What may be lost. */
  cache: CacheStore;
  latency: LatencyBook;
  onError: (error: unknown) => void;
}

/** The whole desk: the paper session that always runs, and the replay in front of it when there is one. */
export class Desk {
  readonly version: string;
  readonly clock: Clock;
  readonly store: DeskStore;
  readonly ticks: TickStore;
  readonly instruments: InstrumentBook;
  readonly jobs: Jobs;
  readonly paper: PaperMarket;
  readonly flights: Flights;
  readonly latency: LatencyBook;
  readonly compaction: DayCompaction;
  readonly data: DataKeeper;
  /** Watched on the live market, also while a replay is in view. */
  readonly alerts: Alerts;
  /** They trade in the paper session. */
  readonly strategies: Strategies;
  /** The session in view has changed. */
  readonly switched = new Signal<void>();
  /** Something of the session's frame changed: play, pause, speed. */
  readonly stirred = new Signal<void>();
  readonly #replays: ReplayLauncher;
  readonly #cache: CacheStore;
  #replay: TradingSession | null = null;
  /** A replay on its way to where it comes into view. */
  #coming: TradingSession | null = null;
  #choice: ReplayChoice | null = null;
  /** One replay step at a time: a second waits for the first. */
  #steps: Promise<void> = Promise.resolve();

  constructor(parts: DeskParts) {
    this.version = parts.version;
    this.clock = parts.clock;
    this.store = parts.store;
    this.ticks = parts.ticks;
    this.instruments = parts.instruments;
    this.jobs = parts.jobs;
    this.paper = parts.paper;
    this.latency = parts.latency;
    this.flights = new Flights(parts.store, parts.cache);
    this.#replays = parts.replays;
    this.#cache = parts.cache;
    this.compaction = new DayCompaction(parts);
    const { simulator } = parts.paper;
    this.data = new DataKeeper({
      ...parts,
      model: { source: simulator.source, history: simulator },
      flush: () => parts.paper.flush(),
      replayed: () => this.#choice,
    });
    const { session, optionChains } = parts.paper;
    const readings = new AlertReadings({ session, chains: optionChains, instruments: parts.instruments });
    const { barAnchor, onError } = session;
    this.alerts = new Alerts({ ...parts, readings, barAnchor, onError });
    this.strategies = new Strategies({ ...parts, oms: session.oms, kinds: [] });
  }

  /** The session in view. */
  get current(): TradingSession {
    return this.#replay ?? this.paper.session;
  }

  /** The option at the money of the nearest expiry, `offset` strikes away; null without a chain or an index price. */
  atTheMoney(underlying: string, kind: 'CE' | 'PE', offset: number): Instrument | null {
    const index = this.instruments.index(underlying);
    const spot = index === null ? 0 : (this.current.hub.quotes.get(index.id)?.ltp ?? 0);
    const { clock, hub } = this.current;
    const chain = this.instruments
      .nearestOptions(underlying, kind, istDay(clock.now()))
      .filter(({ id }) => hub.quotes.get(id) !== null);
    if (spot === 0 || chain.length === 0) return null;
    const nearest = chain.reduce((best, option, place) => {
      return Math.abs(option.strike! - spot) < Math.abs(chain[best]!.strike! - spot) ? place : best;
    }, 0);
    return chain[Math.min(chain.length - 1, Math.max(0, nearest + offset))]!;
  }

  /** What a new window looks at: the ATM NIFTY call, else the first instrument of the market that can be traded. */
  firstFocus(): Instrument {
    const listed = this.instruments.all().filter(({ id }) => this.current.lists(id));
    return this.atTheMoney('NIFTY', 'CE', 0) ?? listed.find(({ kind }) => kind !== 'INDEX') ?? listed[0]!;
  }

  /** The instruments of the replay's day; throws REPLAY_NOT_RUNNING. */
  replayInstruments(): Instrument[] {
    this.#running();
    return this.instruments
      .all()
      .filter(({ id }) => this.current.lists(id))
      .sort(
        (a, b) =>
          (a.expiry ?? '').localeCompare(b.expiry ?? '') ||
          (a.strike ?? 0) - (b.strike ?? 0) ||
          a.symbol.localeCompare(b.symbol),
      );
  }

  async recordedDays(): Promise<RecordedDay[]> {
    await this.paper.flush();
    return this.ticks.days();
  }

  /** Starts an import as a job and gives its id; throws IMPORT_BUSY. */
  importTicks(path: string, mapping: ImportMapping): string {
    if (this.#choice?.source === `import:${basename(path)}`) {
      throw new AppError(
        'IMPORT_BUSY',
        `${basename(path)} is being replayed: its rows cannot be replaced meanwhile. Stop the replay, then import it.`,
        { path },
      );
    }
    return this.jobs.start(`Import ${basename(path)}`, async ({ signal, report }) => {
      const result = await this.ticks.importTicks(
        path,
        mapping,
        (symbols) => importedInstruments(this.store, this.instruments, symbols),
        ({ progress, message }) => report(progress, message),
        signal,
        (chains) => importedChains(this.store, this.instruments, chains),
      );
      await this.ticks.saveInstruments(this.instruments.all());
      this.store.transaction((tx) =>
        tx.log('system', `Imported ${basename(path)}: ${result.rowsKept} of ${result.rowsRead} rows kept.`),
      );
      return result;
    });
  }

  startReplay(choice: ReplayChoice): Promise<void> {
    return this.#step(async () => {
      await this.paper.flush();
      await this.#show(await this.#replays.open(choice), choice);
      this.#running().clock.play();
      this.stirred.emit();
    });
  }

  playReplay(playing: boolean): void {
    const { clock } = this.#running();
    if (playing) clock.play();
    else clock.pause();
    this.stirred.emit();
  }

  setReplaySpeed(speed: number): void {
    this.#running().clock.setSpeed(speed);
    this.stirred.emit();
  }

  /** Forward runs the market up to `ts`; back starts the day again with a new account and runs up to it. */
  seekReplay(ts: number): Promise<void> {
    return this.#step(async () => {
      const { playing } = this.#running().clock;
      const shownAnew = await this.#runReplay(ts);
      if (playing) this.#running().clock.play();
      if (shownAnew) this.stirred.emit();
      else this.switched.emit();
    });
  }

  /** Pauses the replay and moves it by one step; back as a seek does. */
  stepReplay(step: ReplayStep): Promise<void> {
    return this.#step(async () => {
      const feed = this.#running();
      feed.clock.pause();
      if (step.by === 'tick' && !step.back) await feed.runToTick(step.instrumentId);
      else {
        const { from, at } = feed.status();
        const target = await stepTarget(step, { at, source: feed.source, anchor: this.current.barAnchor }, this.ticks);
        if (Math.max(from, target) !== at) await this.#runReplay(Math.max(from, target));
      }
      this.stirred.emit();
    });
  }

  /** What the account did on the day that is replayed; throws REPLAY_NOT_RUNNING. */
  async replayStory(): Promise<DayStory> {
    const { day, source, to } = this.#running().status();
    const { account, feed, flight } = this.paper.session;
    if (source !== feed.source) return otherMarket(account, day);
    flight.write();
    return dayStory({ store: this.store, cache: this.#cache, clock: this.clock }, account, day, to);
  }

  /** Back to the paper session; a seek that is under way is given up. */
  stopReplay(): Promise<void> {
    this.#replay?.replay?.stop();
    this.#coming?.replay?.stop();
    return this.#step(() => this.#show(null, null));
  }

  async close(): Promise<void> {
    this.alerts.stop();
    this.compaction.stop();
    this.data.stop();
    await this.jobs.close();
    await this.stopReplay();
    await this.paper.close();
    await this.ticks.close();
    this.latency.close();
    this.#cache.close();
    this.store.close();
  }

  async #show(next: TradingSession | null, choice: ReplayChoice | null): Promise<void> {
    const before = this.#replay;
    this.#replay = next;
    this.#choice = choice;
    this.switched.emit();
    await before?.close();
  }

  /**
   * Brings the replay to `ts`, paused. What lies behind it is reached by a new run of the day, which comes into view once it
   * is there: nobody sees its beginning. Gives true then.
   */
  async #runReplay(ts: number): Promise<boolean> {
    const feed = this.#running();
    const { clock } = feed;
    clock.pause();
    if (ts >= clock.now()) {
      await feed.runTo(ts);
      return false;
    }
    const choice = this.#choice!;
    const next = await this.#replays.open({ ...choice, speed: clock.speed }, this.#replay);
    this.#coming = next;
    try {
      await next.replay?.runTo(ts);
    } catch (error) {
      await next.close();
      throw error;
    } finally {
      this.#coming = null;
    }
    await this.#show(next, choice);
    return true;
  }

  #running() {
    const feed = this.#replay?.replay ?? null;
    if (feed === null) {
      throw new AppError('REPLAY_NOT_RUNNING', 'No replay is running. Choose a day under Review and start it.');
    }
    return feed;
  }

  #step(work: () => Promise<void>): Promise<void> {
    const step = this.#steps.then(work);
    this.#steps = step.catch(() => {});
    return step;
  }
}
