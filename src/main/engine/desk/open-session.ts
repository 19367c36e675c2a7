import type { Mode } from '../../../contract/enums.ts';
import type { Instrument, SessionPhase } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { istDay } from '../core/ist.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { Broker } from '../brokers/broker.ts';
import type { ConnectBroker } from '../brokers/connect-broker.ts';
import { PaperBroker } from '../brokers/paper/paper-broker.ts';
import type { PaperBrokerParts } from '../brokers/paper/paper-broker.ts';
import type { DailySettlementPrice } from '../domain/daily-settlement.ts';
import { chargesOf } from '../domain/charges.ts';
import type { MarketQuote } from '../domain/quote.ts';
import { marginOf } from '../domain/margin.ts';
import { noFlightNotes } from '../flight/flight-notes.ts';
import type { FlightNotes } from '../flight/flight-notes.ts';
import { FlightRecorder } from '../flight/flight-recorder.ts';
import type { LatencyBook } from '../flight/latency-book.ts';
import type { MarginPosition } from '../domain/margin.ts';
import type { Feed } from '../market-data/feed.ts';
import type { HistorySource } from '../market-data/history-source.ts';
import { MarketHub } from '../market-data/hub.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import { Oms } from '../oms/oms.ts';
import { Portfolio } from '../portfolio/portfolio.ts';
import type { ReplayFeed } from '../replay/replay-feed.ts';
import { protectedPrice } from '../rms/protection.ts';
import { decide } from '../rms/rms.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { AccountRecord, DeskStore } from '../store/desk-store.ts';
import { forwards } from './forwards.ts';
import type { TradingSession } from './trading-session.ts';
import { unitGreeks } from './unit-greeks.ts';

export interface SessionParts {
  mode: Mode;
  account: AccountRecord;
  /** The session's own clock: the real one, or a replay's. */
  clock: Clock;
  ids: Ids;
  store: DeskStore;
  instruments: InstrumentBook;
  feed: Feed;
  history: HistorySource;
  /** The settlement price of an expired contract's index, paise, or null; absent in a market that knows none, as a replay. */
  settlementPrice?: (instrument: Instrument) => number | null;
  /** What this session's market marks futures to at the end of a day; absent in a market that knows none, as a replay. */
  dailySettlement?: DailySettlementPrice;
  /** Seeds the paper broker's latencies. */
  seed: number;
  barAnchor: number;
  inSession: (ts: number) => boolean;
  lists: (instrumentId: number) => boolean;
  replay: ReplayFeed | null;
  /** The broker the session trades at; absent: the paper broker, filled by this session's own market. */
  connectBroker?: ConnectBroker;
  /** Other latencies and limits than the paper broker's own data. */
  brokerSettings?: PaperBrokerParts['settings'];
  /** Stands between the desk and its paper account in a fault drill; only a session of mode PAPER takes it. */
  faults?: (paper: Broker, onError: (error: unknown) => void) => Broker;
  /** Where flights and latencies are kept; absent: nobody records them. */
  flights?: { cache: CacheStore; latency: LatencyBook } | undefined;
  log: OperatorLog;
}

/**
 * Builds one trading session. On each tick, after the quote cache: the paper broker matches, then max_loss, targets and stops
 * look, then whoever joined later. The feed is not started here.
 */
export function openSession(parts: SessionParts): TradingSession {
  const { account, clock, ids, store, instruments, feed, log } = parts;
  const onError = (error: unknown) => log.error('A part of the session failed; it goes on.', error);
  const hub = new MarketHub(feed, { now: () => clock.now(), inSession: parts.inSession, onError });
  const { quotes } = hub;
  const instrument = (id: number) => instruments.get(id);
  const phase = () => feed.phase(clock.now());
  const margin = (positions: readonly MarginPosition[]) =>
    marginOf(positions, forwards(positions, quotes, instruments), istDay(clock.now())).total;

  const broker =
    parts.connectBroker?.({ clock, instrument: (id) => instruments.find(id), onError }) ??
    withFaults(parts, openPaperBroker(parts, hub, phase, margin, onError), onError);
  const portfolio = new Portfolio({
    clock,
    store,
    account,
    quotes,
    instrument,
    chargesOf,
    marginOf: margin,
    ...(parts.dailySettlement === undefined ? {} : { dailySettlement: parts.dailySettlement }),
  });
  const flight = flightOf(parts);
  const oms = new Oms({
    clock,
    ids,
    store,
    broker,
    account,
    quotes,
    instrument,
    decide,
    protectedPrice,
    portfolio,
    phase: (at) => feed.phase(at),
    greeks: (held) => {
      const forward = forwards([{ instrument: held }], quotes, instruments)[held.underlying] ?? 0;
      return unitGreeks(held, quotes.get(held.id)?.ltp ?? 0, forward, clock.now());
    },
    residentStops: broker.capabilities.stopOrders,
    flight,
    log,
  });
  hub.onTick((tick) => oms.onTick(tick.instrumentId));

  return {
    mode: parts.mode,
    account,
    clock,
    feed,
    hub,
    history: parts.history,
    oms,
    portfolio,
    flight,
    barAnchor: parts.barAnchor,
    inSession: parts.inSession,
    lists: parts.lists,
    replay: parts.replay,
    onError,
    close() {
      hub.stop();
      oms.close();
      broker.close();
      flight.write();
      return Promise.resolve();
    },
  };
}

/** A replay's clock stands still while the engine works: what it would measure is no latency. */
function flightOf({ flights, mode, clock, log }: SessionParts): FlightNotes {
  if (flights === undefined) return noFlightNotes;
  const { cache, latency } = flights;
  return new FlightRecorder({ clock, cache, latency: mode === 'REPLAY' ? null : latency, log });
}

function withFaults({ mode, faults }: SessionParts, paper: Broker, onError: (error: unknown) => void): Broker {
  if (faults === undefined) return paper;
  if (mode !== 'PAPER') throw new Error(`A session of mode ${mode} takes no faults.`);
  return faults(paper, onError);
}

/** A paper account whose market is the session's own: it sees each tick before anybody else. */
function openPaperBroker(
  parts: SessionParts,
  hub: MarketHub,
  phase: () => SessionPhase,
  margin: (positions: readonly MarginPosition[]) => number,
  onError: (error: unknown) => void,
): PaperBroker {
  const { account, clock, store, instruments } = parts;
  const { quotes } = hub;
  const broker = new PaperBroker({
    clock,
    ids: parts.ids,
    seed: parts.seed,
    quotes,
    instrument: (id) => instruments.find(id),
    ledger: {
      load: () => store.paperBook(account.id),
      save: (orders, fills) =>
        store.transaction((tx) => {
          for (const order of orders) tx.savePaperOrder(account.id, order);
          for (const fill of fills) tx.appendPaperFill(account.id, fill);
        }),
    },
    margin: (positions) =>
      margin(
        positions.map((position) => ({
          ...position,
          instrument: instruments.get(position.instrumentId),
          ltp: markPrice(quotes.get(position.instrumentId)),
        })),
      ),
    opening: account.margin,
    phase,
    settlementPrice: parts.settlementPrice ?? (() => null),
    onError,
    ...(parts.brokerSettings === undefined ? {} : { settings: parts.brokerSettings }),
  });
  hub.onTick((tick) => broker.onTick(tick.instrumentId));
  return broker;
}

/** Paise that a position is marked at for margin: the last price, before the first trade the middle of the book, then the previous close. */
function markPrice(quote: Readonly<MarketQuote> | null): number {
  if (quote === null) return 0;
  if (quote.ltp > 0) return quote.ltp;
  return quote.bid > 0 && quote.ask > 0 ? Math.round((quote.bid + quote.ask) / 2) : quote.prevClose;
}
