import type { Instrument, SessionPhase } from '../../../contract/market.ts';
import type { BrokerCapabilities } from '../brokers/broker.ts';
import { AppError } from '../core/app-error.ts';
import { istDay } from '../core/ist.ts';
import { seededIds } from '../core/ids.ts';
import { hash32, Random } from '../core/random.ts';
import { silentLog } from '../core/operator-log.ts';
import { nseCalendar } from '../domain/calendar-nse.ts';
import type { RiskDecision, RiskOrder } from '../rms/decision.ts';
import { decide } from '../rms/rms.ts';
import type { AccountRecord, DeskStore } from '../store/desk-store.ts';
import { openDeskStore } from '../store/sqlite/open-desk-store.ts';
import type { CheckedWorld, RunningDesk, Truth } from './checks/check.ts';
import { Coverage } from './coverage.ts';
import { DeskProcess } from './desk-process.ts';
import { Durable } from './durable.ts';
import type { Write } from './durable.ts';
import { FaultPlan } from './faults.ts';
import { listingsOn, startOn } from './listing.ts';
import { limitsOf, strategyLimitsOf } from './limits.ts';
import { Machine } from './machine.ts';
import { ReadJournals } from './read-journals.ts';
import { runningDesk } from './running-desk.ts';
import { SimBroker } from './sim-broker.ts';
import type { Sent } from './sim-broker.ts';
import { SimMarket } from './sim-market.ts';
import { SimTime } from './sim-time.ts';
import { ProcessDied } from './tapped-store.ts';
import { dayOf } from './settings.ts';
import type { SeedSettings } from './settings.ts';

/** Where the program dies next: around the send of an order, or within a transaction. */
export type DeathPoint = 'beforeSend' | 'beforeAnswer' | 'beforeCommit' | 'undone' | 'unheard';

const MARGIN = 1_000_000_000;
const ANSWERS: ReadonlySet<string> = new Set(['accepted', 'refused', 'lost', 'requestEnded']);

export interface WorldOptions {
  settings: SeedSettings;
  capabilities: BrokerCapabilities;
  stampMs: number;
  sent: (sent: Sent) => void;
  decided: (order: RiskOrder, decision: RiskDecision) => void;
  /** The engine said or threw what it never should. */
  broken: (sentence: string) => void;
}

/** Everything there is on one simulated day: true time, market, broker, machine, disk, and the program while it runs. */
export class World implements CheckedWorld {
  readonly time: SimTime;
  readonly machine: Machine;
  readonly market: SimMarket;
  readonly faults: FaultPlan;
  readonly broker: SimBroker;
  readonly truth: Truth;
  readonly durable = new Durable();
  readonly coverage = new Coverage();
  readonly disk: DeskStore;
  readonly account: AccountRecord;
  readonly instruments: readonly Instrument[];
  readonly tradable: readonly Instrument[];
  readonly expired: Instrument;
  readonly capabilities: BrokerCapabilities;
  readonly day: string;
  readonly ids;
  lastTickAt = 0;
  rearmed = false;
  /** Where the program dies next, or null. */
  deathPoint: DeathPoint | null = null;
  process: DeskProcess | null = null;
  /** True time at which the program died last. */
  diedAt = 0;
  readonly #byId: Map<number, Instrument>;
  readonly #options: WorldOptions;
  readonly #random: Random;
  readonly #journals = new ReadJournals();
  /** What the checks see of the run that goes on. */
  #seen: { process: DeskProcess; desk: RunningDesk } | null = null;
  cancelledAll: ReadonlySet<string> | null = null;
  readonly #hampered: { from: number; to: number }[] = [];

  constructor(options: WorldOptions) {
    const { settings, capabilities, stampMs } = options;
    const { seed } = settings;
    this.#options = options;
    this.#random = new Random(hash32(seed, 10));
    this.capabilities = capabilities;
    this.day = dayOf(seed);
    this.time = new SimTime(startOn(this.day), hash32(seed, 11));
    this.machine = new Machine(this.time);
    this.market = new SimMarket(hash32(seed, 12));
    this.faults = new FaultPlan(settings.faults, hash32(seed, 13));
    this.ids = seededIds(hash32(seed, 14));
    const { ids, machine } = this;
    const clock = {
      now: () => machine.wall(),
      monotonic: () => machine.uptime(),
      setTimeout: () => ({ cancel: () => {} }),
      setInterval: () => ({ cancel: () => {} }),
    };
    this.disk = openDeskStore({ file: ':memory:', clock, ids, operatorLog: silentLog });
    const listings = listingsOn(this.day);
    this.instruments = this.disk.transaction((tx) => {
      tx.saveAccountMargin(this.disk.identity.accountId, MARGIN);
      const { userId } = this.disk.identity;
      tx.saveLimits(userId, limitsOf(seed));
      const limits = strategyLimitsOf(seed);
      if (limits !== null) {
        const id = ids.uuid();
        tx.saveStrategy({ id, userId, name: 'Momentum', type: 'custom', params: {}, status: 'active', createdAt: 1 });
        tx.saveLimits({ userId, strategyId: id }, limits);
      }
      return tx.upsertInstruments(listings.map(({ instrument }) => instrument));
    });
    this.account = this.disk.account(this.disk.identity.accountId);
    this.#byId = new Map(this.instruments.map((each) => [each.id, each]));
    this.tradable = this.instruments.filter((each, at) => each.kind !== 'INDEX' && listings[at]!.base !== null);
    this.expired = this.instruments.find((_each, at) => listings[at]!.base === null)!;
    for (const [at, { base }] of listings.entries()) if (base !== null) this.market.list(this.instruments[at]!, base);
    this.broker = new SimBroker({
      time: this.time,
      machine,
      market: this.market,
      faults: this.faults,
      instrument: this.instrument,
      capabilities,
      stampMs,
      day: this.day,
      seed: hash32(seed, 15),
      left: (sent) => this.#left(sent),
    });
    const { broker } = this;
    this.truth = {
      orders: broker.exchange.orders,
      fills: broker.exchange.fills,
      accepted: broker.accepted,
      positions: broker.exchange.positions(),
      get failedReads() {
        return broker.failedReads;
      },
      get misledAt() {
        return broker.misledAt;
      },
    };
  }

  get now(): number {
    return this.time.now;
  }

  get store(): DeskStore {
    return this.disk;
  }

  get wallDay(): string {
    return istDay(this.machine.wall());
  }

  get isOpen(): boolean {
    return this.broker.exchange.open;
  }

  get margin(): number {
    return this.account.margin;
  }

  get limits() {
    return this.disk.limits(this.account.userId);
  }

  get desk(): RunningDesk | null {
    const { process } = this;
    if (process === null || !process.alive) return null;
    if (this.#seen?.process !== process) this.#seen = { process, desk: runningDesk(process) };
    return this.#seen.desk;
  }

  /** Notes that the program cannot act as it would, from a true time to another. */
  hamper(from: number, to: number): void {
    this.#hampered.push({ from, to });
  }

  hamperedSince = (at: number): boolean => this.#hampered.some(({ from, to }) => from <= this.now && to >= at);

  instrument = (id: number): Instrument => {
    const known = this.#byId.get(id);
    if (known === undefined) throw new AppError('INSTRUMENT_UNKNOWN', `No instrument has the id ${id}.`);
    return known;
  };

  phase = (at: number): SessionPhase => nseCalendar.phaseAt(at, 'FNO');

  /** Starts the program; it comes up over what is on the disk. A start that fails is tried again. */
  start(): void {
    const { broken, decided } = this.#options;
    try {
      this.process = new DeskProcess({
        machine: this.machine,
        ids: this.ids,
        store: this.disk,
        hooks: {
          begins: () => this.#begins(),
          written: (writes) => this.#written(writes),
          committed: (writes) => this.#committed(writes),
          journal: (orderId, read) => this.#journals.of(orderId, read),
          hasRoomForEntries: () => !this.faults.isOn('diskFull', this.now),
        },
        connect: (isAlive, monotonic) => this.broker.connect(isAlive, monotonic),
        account: this.account,
        instrument: this.instrument,
        indexOf: (underlying) =>
          this.instruments.find((each) => each.kind === 'INDEX' && each.underlying === underlying)!.id,
        prevClose: (id) => this.market.base(id),
        decide: (order, snapshot, limits) => {
          const decision = decide(order, snapshot, limits);
          this.coverage.decided(decision);
          decided(order, decision);
          return decision;
        },
        phase: this.phase,
        log: {
          info: () => {},
          error: (message, cause) => {
            if (isBug(cause)) broken(`${message} ${cause.stack ?? cause.message}`);
          },
        },
      });
    } catch (error) {
      if (isBug(error)) broken(`The program could not start: ${error.stack ?? error.message}`);
      this.#later();
      return;
    }
    const { oms } = this.process;
    oms.start().catch((error: unknown) => {
      if (isBug(error)) broken(`The start failed: ${error.stack ?? error.message}`);
    });
  }

  /** The program dies now and comes up again after `downMs`. */
  kill(downMs: number): void {
    const { process } = this;
    if (process === null || !process.alive) return;
    process.die();
    this.deathPoint = null;
    this.diedAt = this.now;
    this.hamper(this.now, this.now + downMs);
    this.time.after(downMs, 'start', () => this.start(), true);
  }

  #later(): void {
    this.process = null;
    this.deathPoint = null;
    this.time.after(5000, 'start', () => this.start(), true);
  }

  #die(): never {
    this.kill(500 + 8000 * this.#random.next());
    throw new ProcessDied();
  }

  #left(sent: Sent): void {
    this.#options.sent(sent);
    if (this.deathPoint === 'beforeAnswer' && sent.kind === 'place') {
      this.faults.count('crashPoint');
      this.kill(500 + 8000 * this.#random.next());
    }
  }

  #begins(): void {
    const { faults, time } = this;
    if (faults.strikes('diskError', this.now, 1)) {
      throw new AppError(
        'JOURNAL_UNAVAILABLE',
        'The order journal cannot be written (the disk reported SQLITE_IOERR).',
      );
    }
    if (faults.isOn('diskFull', this.now)) faults.count('diskFull');
    if (faults.strikes('slowDisk', this.now, 0.3)) time.skip(500 + 4500 * this.#random.next());
  }

  #written(writes: readonly Write[]): void {
    const answered = this.deathPoint === 'beforeCommit' && eventsOf(writes).some((type) => ANSWERS.has(type));
    if (answered) this.faults.count('crashPoint');
    if (this.deathPoint === 'undone') this.faults.count('powerCut');
    if (answered || this.deathPoint === 'undone') this.#die();
  }

  #committed(writes: readonly Write[]): void {
    this.durable.commit(writes);
    this.#journals.committed(writes);
    if (this.deathPoint === 'unheard') {
      this.faults.count('powerCut');
      this.#die();
    }
    if (this.deathPoint === 'beforeSend' && eventsOf(writes).includes('sending')) {
      this.faults.count('crashPoint');
      this.#die();
    }
  }
}

function eventsOf(writes: readonly Write[]): string[] {
  return writes
    .filter(({ name }) => name === 'appendJournal')
    .map(({ args }) => (args[0] as { event: { type: string } }).event.type);
}

/** True for what is no refusal and no death, but a fault of the program. */
export function isBug(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error.name === 'TypeError' || error.name === 'RangeError' || error.name.includes('Sqlite'))
  );
}
