import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { DAY_MS, istMidnight } from '../core/ist.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import { nseCalendar } from '../domain/calendar-nse.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import { ReplayFeed } from '../replay/replay-feed.ts';
import type { AccountRecord, DeskStore } from '../store/desk-store.ts';
import type { TickStore } from '../store/tick-store.ts';
import { recordedHistory } from './history.ts';
import { openSession } from './open-session.ts';
import type { SessionParts } from './open-session.ts';
import { replayAccount, replayBooks } from './replay-books.ts';
import type { TradingSession } from './trading-session.ts';

/** Paise a replay account starts with: ₹5,00,000, as the paper account does. */
const OPENING = 50_000_000;
const SIMULATED = 'sim';

export interface ReplayChoice {
  day: string;
  source: string;
  speed: number;
  /** Epoch ms of the first moment; null: the open of the session. */
  from: number | null;
}

export interface ReplayLauncherParts {
  clock: Clock;
  ids: Ids;
  store: DeskStore;
  ticks: TickStore;
  instruments: InstrumentBook;
  seed: number;
  flights?: SessionParts['flights'];
  log: OperatorLog;
}

/** Opens a recorded day as a session of its own: its market, its clock, an account that starts flat. */
export class ReplayLauncher {
  readonly #parts: ReplayLauncherParts;

  constructor(parts: ReplayLauncherParts) {
    this.#parts = parts;
  }

  /**
   * Throws REPLAY_NO_DAY. The session is started and stands at its first moment, paused.
   * @param before the run of the same day that this one takes the place of: it ends at the same moment, and an account
   * that nothing was done with goes on
   */
  async open(choice: ReplayChoice, before: TradingSession | null = null): Promise<TradingSession> {
    const { clock, ids, store, ticks, instruments, seed, log } = this.#parts;
    const { day, source, speed } = choice;
    const recorded = (await ticks.days()).find((other) => other.day === day && other.source === source);
    if (recorded === undefined) {
      throw new AppError(
        'REPLAY_NO_DAY',
        `Nothing is recorded for ${day} from ${source}. Choose a day of the list, or import one.`,
        { day, source },
      );
    }
    const simulated = source === SIMULATED;
    const session = simulated ? null : nseCalendar.sessionOf(day, 'CASH');
    const midnight = istMidnight(day);
    const open = session?.open ?? midnight;
    const close = session?.close ?? midnight + DAY_MS;
    const inSession = (ts: number) => ts >= open && ts < close;
    const listed = new Set(await ticks.instrumentsOf(day, source));
    const to = before?.replay?.status().to ?? Math.min(recorded.to + 1, midnight + DAY_MS);
    const from = Math.min(to, Math.max(choice.from ?? open, recorded.from, midnight));
    const feed = new ReplayFeed({
      store: ticks,
      clock,
      day,
      source,
      from,
      to,
      speed,
      instrument: (id) => instruments.get(id),
      prevClose: () => 0,
      phase: (at) =>
        simulated
          ? { label: 'Simulated market, recorded', open: true, until: null, next: null }
          : nseCalendar.phaseAt(at, 'CASH'),
      onError: (error) => log.error('The replay could not read on.', error),
    });
    if (before === null) {
      store.transaction((tx) => tx.log('system', `Replay of ${day} (${source}) started at ${speed}×.`));
    }
    const account =
      before !== null && isUntouched(store, before.account)
        ? before.account
        : store.transaction((tx) => tx.createAccount({ ...replayAccount(day), margin: OPENING }));
    const trading = openSession({
      mode: 'REPLAY',
      account,
      clock: feed.clock,
      ids,
      store: replayBooks(store, account),
      instruments,
      feed,
      history: recordedHistory(ticks, source),
      seed,
      barAnchor: open - midnight,
      inSession,
      lists: (instrumentId) => listed.has(instrumentId),
      replay: feed,
      flights: this.#parts.flights,
      log,
    });
    trading.hub.start();
    feed.clock.pause();
    await trading.oms.start();
    return trading;
  }
}

/** Whether an account has no order, no lock and trades freely, so that nobody can tell it from a new one. */
function isUntouched(store: DeskStore, { id }: AccountRecord): boolean {
  const risk = store.riskState(id);
  const free = risk === null || risk.state === 'ACTIVE';
  const bound = [store.orders(id, 0), store.riskLocks(id), store.profitLocks(id)];
  return free && bound.every(({ length }) => length === 0);
}
