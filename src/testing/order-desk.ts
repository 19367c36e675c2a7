import type { Intent } from '../contract/trading.ts';
import type { Instrument } from '../contract/market.ts';
import type { LimitChanges } from '../contract/risk.ts';
import { AppError } from '../main/engine/core/app-error.ts';
import { seededIds } from '../main/engine/core/ids.ts';
import { istDay } from '../main/engine/core/ist.ts';
import { silentLog } from '../main/engine/core/operator-log.ts';
import { VirtualClock } from '../main/engine/core/virtual-clock.ts';
import type { Broker } from '../main/engine/brokers/broker.ts';
import type { DailySettlementPrice } from '../main/engine/domain/daily-settlement.ts';
import { chargesOf } from '../main/engine/domain/charges.ts';
import { marginOf } from '../main/engine/domain/margin.ts';
import type { MarketQuote, QuoteBook } from '../main/engine/domain/quote.ts';
import { noFlightNotes } from '../main/engine/flight/flight-notes.ts';
import type { FlightNotes } from '../main/engine/flight/flight-notes.ts';
import { Oms } from '../main/engine/oms/oms.ts';
import { Portfolio } from '../main/engine/portfolio/portfolio.ts';
import { protectedPrice } from '../main/engine/rms/protection.ts';
import { decide } from '../main/engine/rms/rms.ts';
import type { DeskStore } from '../main/engine/store/desk-store.ts';
import { openDeskStore } from '../main/engine/store/sqlite/open-desk-store.ts';
import { memoryDeskStore } from './migrated-store.ts';
import { QUOTE } from './risk-fixtures.ts';
import { ScriptedBroker } from './scripted-broker.ts';

/** Quotes that stand until the test changes them. */
export class TestQuotes implements QuoteBook {
  readonly #quotes = new Map<number, MarketQuote>();
  readonly stale = new Set<number>();

  get(instrumentId: number): MarketQuote | null {
    return this.#quotes.get(instrumentId) ?? null;
  }

  isStale(instrumentId: number): boolean {
    return this.stale.has(instrumentId);
  }

  set(instrumentId: number, change: Partial<MarketQuote>): void {
    const known = this.#quotes.get(instrumentId) ?? { ...QUOTE, instrumentId };
    this.#quotes.set(instrumentId, { ...known, ...change });
  }
}

/** 11:00 IST on Monday 23-Nov-2026. */
export const START = Date.parse('2026-11-23T05:30:00Z');

/** Lets what is already decided happen: promises only, no time passes. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

function option(kind: 'CE' | 'PE', strike: number): Omit<Instrument, 'id'> {
  return {
    exchange: 'NFO',
    symbol: `NIFTY01DEC26${strike}${kind}`,
    name: `NIFTY ${strike} ${kind}`,
    underlying: 'NIFTY',
    kind,
    expiry: '2026-12-01',
    strike: strike * 100,
    lotSize: 75,
    tickSize: 5,
    freezeQty: 1800,
  };
}

/** A desk with the real store, RMS, charges and margin, on a clock and a broker that the test holds in its hand. */
export class OrderDesk<B extends Broker = ScriptedBroker> {
  readonly clock = new VirtualClock(START);
  readonly ids;
  readonly store: DeskStore;
  readonly quotes = new TestQuotes();
  readonly call: Instrument;
  readonly put: Instrument;
  readonly index: Instrument;
  readonly future: Instrument;
  /** 200 points below the put; it has no quote until a test gives it one. */
  readonly lowPut: Instrument;
  phaseOpen = true;
  /** Stops of positions rest at the exchange from the next start on. */
  residentStops = false;
  /** What the market marks futures to; none until a test says so. */
  dailySettlement: DailySettlementPrice = () => null;
  broker: B;
  portfolio!: Portfolio;
  oms!: Oms;
  /** Takes the times of the orders from the next start on. */
  flight: FlightNotes = noFlightNotes;
  /** The rules; a test may listen in from the next start on. */
  decide = decide;
  readonly #instruments: Map<number, Instrument>;
  readonly #makeBroker: (desk: OrderDesk<B>) => B;

  constructor(
    makeBroker: (desk: OrderDesk<B>) => B,
    options: { seed?: number; file?: string; limits?: LimitChanges } = {},
  ) {
    this.ids = seededIds(options.seed ?? 1);
    const { clock, ids } = this;
    const { file } = options;
    this.store = file === undefined ? memoryDeskStore({ clock, ids }) : openDeskStore({ file, clock, ids });
    const listed = this.store.transaction((tx) =>
      tx.upsertInstruments([
        option('CE', 26000),
        option('PE', 26000),
        {
          ...option('CE', 0),
          symbol: 'NIFTY',
          name: 'NIFTY 50',
          kind: 'INDEX',
          exchange: 'NSE',
          expiry: null,
          strike: null,
        },
        { ...option('CE', 0), symbol: 'NIFTY01DEC26FUT', name: 'NIFTY FUT Dec', kind: 'FUT', strike: null },
        option('PE', 25800),
      ]),
    );
    const [call, put, index, future, lowPut] = listed;
    [this.call, this.put, this.index] = [call!, put!, index!];
    [this.future, this.lowPut] = [future!, lowPut!];
    this.#instruments = new Map(listed.map((instrument) => [instrument.id, instrument]));
    this.quotes.set(this.call.id, {});
    this.quotes.set(this.put.id, {});
    const limits = options.limits ?? { maxLoss: null, maxLots: null };
    this.store.transaction((tx) => tx.saveLimits(this.store.identity.userId, limits));
    this.#makeBroker = makeBroker;
    this.broker = makeBroker(this);
    this.#build();
  }

  instrument = (id: number): Instrument => {
    const known = this.#instruments.get(id);
    if (known === undefined) throw new AppError('INSTRUMENT_UNKNOWN', `No instrument has the id ${id}.`);
    return known;
  };

  phase = () => ({
    label: this.phaseOpen ? 'Normal session' : 'Closed',
    open: this.phaseOpen,
    until: null,
    next: null,
  });

  async start(): Promise<this> {
    await this.oms.start();
    await settle();
    return this;
  }

  /** The process dies and comes up again over the same store and broker, with everything in memory lost. */
  async restart(options: { newBroker?: boolean } = {}): Promise<void> {
    this.oms.close();
    if (options.newBroker === true) {
      this.broker.close();
      this.broker = this.#makeBroker(this);
    }
    this.#build();
    await this.start();
  }

  /** The process dies and comes up again, but has not read the broker's books yet. */
  crash(): void {
    this.oms.close();
    this.#build();
  }

  /** Lets everything go: a property opens thousands of desks. */
  close(): void {
    this.oms.close();
    this.broker.close();
    this.store.close();
  }

  async advance(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    while (this.clock.now() < until) {
      this.clock.advanceTo(Math.min(until, this.clock.now() + 50));
      await settle();
    }
  }

  intent(change: Partial<Intent> = {}): Intent {
    return {
      intentId: this.ids.uuid(),
      instrumentId: this.call.id,
      side: 'BUY',
      lots: 1,
      orderType: 'LIMIT',
      price: 16_400,
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
      ...change,
    };
  }

  /** What a tick sets off, in the order of the real desk; a broker that matches by itself goes first. */
  onTick(instrumentId: number): void {
    (this.broker as { onTick?: (instrumentId: number) => void }).onTick?.(instrumentId);
    this.oms.onTick(instrumentId);
  }

  /** Moves the market of an instrument and lets the OMS see the tick. */
  tick(instrumentId: number, bid: number, ask: number, ltp: number = bid): void {
    this.quotes.set(instrumentId, { bid, ask, ltp, ts: this.clock.now() });
    this.onTick(instrumentId);
  }

  order(id: string) {
    return this.oms.orderViews().find((order) => order.id === id)!;
  }

  lines(): string[] {
    return this.store
      .logs(null, 500)
      .map((entry) => entry.message)
      .toReversed();
  }

  #build(): void {
    const account = this.store.account(this.store.identity.accountId);
    const { clock, store, quotes, instrument } = this;
    const margin = (positions: Parameters<typeof marginOf>[0]) =>
      marginOf(positions, { NIFTY: 2_600_000 }, istDay(clock.now())).total;
    this.portfolio = new Portfolio({
      clock,
      store,
      account,
      quotes,
      instrument,
      chargesOf,
      marginOf: margin,
      dailySettlement: (future, day) => this.dailySettlement(future, day),
    });
    this.oms = new Oms({
      clock,
      ids: this.ids,
      store,
      broker: this.broker,
      account,
      quotes,
      instrument,
      decide: this.decide,
      protectedPrice,
      portfolio: this.portfolio,
      phase: this.phase,
      residentStops: this.residentStops,
      flight: this.flight,
      log: silentLog,
    });
  }
}

/** A started desk on a scripted broker. */
export function scriptedDesk(options: { seed?: number; limits?: LimitChanges } = {}): Promise<OrderDesk> {
  return new OrderDesk(({ clock }) => new ScriptedBroker(undefined, () => clock.monotonic()), options).start();
}
