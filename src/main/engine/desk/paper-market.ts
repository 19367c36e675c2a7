import type { Instrument } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import { DAY_MS, istDay, istMidnight } from '../core/ist.ts';
import type { ConnectBroker } from '../brokers/connect-broker.ts';
import { FaultyBroker } from '../brokers/faults/faulty-broker.ts';
import type { SettlementPrice } from '../domain/daily-settlement.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import { Drill } from '../drill/drill.ts';
import { FaultyFeed } from '../market-data/faults/faulty-feed.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import { OptionListing } from '../market-data/option-listing.ts';
import { Recorder } from '../market-data/recorder.ts';
import { Simulator } from '../market-data/simulator/simulator.ts';
import { nseContracts } from '../domain/contracts-nse.ts';
import type { DeskStore } from '../store/desk-store.ts';
import type { TickStore } from '../store/tick-store.ts';
import { ChainRecorder } from './chain-recorder.ts';
import { ClosingOi, midnightBefore } from './closing-oi.ts';
import { historyOver, recordedHistory } from './history.ts';
import { OptionChains } from './option-chains.ts';
import { openSession } from './open-session.ts';
import type { SessionParts } from './open-session.ts';
import type { TradingSession } from './trading-session.ts';

/** The simulated market trades round the clock: its bars count from midnight. */
const BAR_ANCHOR = 0;
/** How long a start waits for the broker's books: with it an order in doubt is on screen within a second (O14). */
const BOOKS_WITHIN_MS = 500;

export interface PaperMarketParts {
  clock: Clock;
  ids: Ids;
  store: DeskStore;
  ticks: TickStore;
  instruments: InstrumentBook;
  seed: number;
  flights?: SessionParts['flights'];
  log: OperatorLog;
  connectBroker?: ConnectBroker;
}

/** The paper session with what belongs to it alone: the simulated market and the recording of its ticks and chains. */
export class PaperMarket {
  readonly session: TradingSession;
  readonly recorder: Recorder;
  readonly simulator: Simulator;
  /** Null at a broker that is not the paper account: faults are never injected there. */
  readonly drill: Drill | null;
  readonly #parts: PaperMarketParts;
  /** Those of the live market. */
  readonly optionChains: OptionChains;
  readonly #chains: ChainRecorder;

  constructor(parts: PaperMarketParts) {
    const { clock, ids, store, ticks, instruments, seed, log } = parts;
    this.#parts = parts;
    this.simulator = new Simulator({ clock, seed });
    this.recorder = new Recorder({ tickStore: ticks, clock, source: this.simulator.source, log });
    this.#list();
    const feed = new FaultyFeed(this.simulator, clock);
    let faulty: FaultyBroker | null = null;
    this.session = openSession({
      mode: 'PAPER',
      account: store.account(store.identity.accountId),
      clock,
      ids,
      store,
      instruments,
      feed,
      history: historyOver(recordedHistory(ticks, this.simulator.source), this.simulator, () => this.recorder.flush()),
      settlementPrice: (instrument) => this.#settlementPrice(instrument),
      dailySettlement: (instrument, day) => this.#dailySettlement(instrument, day),
      seed,
      barAnchor: BAR_ANCHOR,
      inSession: () => true,
      lists: (instrumentId) => this.simulator.fairPrice(instrumentId, clock.now()) !== null,
      replay: null,
      flights: parts.flights,
      log,
      faults: (inner, onError) => (faulty = new FaultyBroker({ inner, clock, onError })),
      ...(parts.connectBroker === undefined ? {} : { connectBroker: parts.connectBroker }),
    });
    this.drill = faulty === null ? null : this.#drillOver(faulty, feed);
    this.session.hub.onTick((tick) => this.recorder.onTick(tick));
    const listing = new OptionListing(instruments);
    this.optionChains = this.#optionChains(listing);
    const { onError } = this.session;
    const { source } = this.simulator;
    this.#chains = new ChainRecorder({ clock, ticks, chains: this.optionChains, listing, source, onError });
    this.simulator.dayRolled.on(() => this.#list());
  }

  /**
   * Recovery first: the market must run for the books to be read, entries open when they agree. A broker that does not
   * answer at once is waited for behind the open desk: what is in doubt must be on screen, exits must work.
   */
  async start(): Promise<void> {
    this.session.hub.start();
    this.#chains.start();
    await Promise.race([this.session.oms.start(), this.#pause(BOOKS_WITHIN_MS)]);
  }

  /** Makes every tick so far durable and readable. */
  flush(): Promise<void> {
    return this.recorder.flush();
  }

  async close(): Promise<void> {
    this.drill?.close();
    this.#chains.stop();
    await this.session.close();
    await this.recorder.stop();
  }

  #drillOver(broker: FaultyBroker, feed: FaultyFeed): Drill {
    const { clock, ids, store, instruments, log } = this.#parts;
    const { oms, hub } = this.session;
    const tickSize = (id: number) => instruments.get(id).tickSize;
    const ltp = (id: number) => hub.quotes.get(id)?.ltp ?? 0;
    return new Drill({ clock, ids, store, oms, broker, feed, tickSize, ltp, log });
  }

  #optionChains(listing: OptionListing): OptionChains {
    const { clock, ticks } = this.#parts;
    const { source } = this.simulator;
    const { onError, hub } = this.session;
    const { quotes } = hub;
    const lists = (id: number) => quotes.get(id) !== null;
    const closingOi = new ClosingOi({ ticks, source, listing, closeBefore: midnightBefore, onError });
    const rate = (day: string) => nseContracts.riskFreeRate(day);
    return new OptionChains({
      clock,
      quotes,
      listing,
      lists,
      closingOi,
      rate,
      recorded: { ticks, source, barAnchor: BAR_ANCHOR },
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.setTimeout(resolve, ms);
    });
  }

  /** The index at the end of the contract's trading: of seed and time alone, so a later start finds the same price. */
  #settlementPrice(instrument: Instrument): number | null {
    const index = this.#parts.instruments.index(instrument.underlying);
    const price = index === null ? null : this.simulator.fairPrice(index.id, tradingEnds(instrument));
    return price === null ? null : Math.round(price);
  }

  /** The future's own price as the day ends, since this market trades on until then; of seed and time alone. */
  #dailySettlement(instrument: Instrument, day: string): SettlementPrice | null {
    const price = this.simulator.fairPrice(instrument.id, istMidnight(day) + DAY_MS);
    return price === null || price < 1 ? null : { price: Math.round(price), source: 'MARKET' };
  }

  /** Lists the day's contracts under their ids, and with them what was listed before and has not expired: it may be held. */
  #list(): void {
    const { store, instruments, clock, ticks, log } = this.#parts;
    try {
      const now = clock.now();
      instruments.add(store.transaction((tx) => tx.upsertInstruments(this.simulator.universe(now))));
      this.simulator.list(instruments.all().filter(({ expiry }) => expiry === null || expiry >= istDay(now)));
      ticks
        .saveInstruments(instruments.all())
        .catch((error: unknown) => log.error('Instruments could not be saved to the tick store.', error));
    } catch (error) {
      log.error("The day's contracts could not be listed; those of yesterday trade on.", error);
    }
  }
}
