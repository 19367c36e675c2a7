import type { Instrument, SessionPhase } from '../../../contract/market.ts';
import { istDay } from '../core/ist.ts';
import type { Ids } from '../core/ids.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { Broker } from '../brokers/broker.ts';
import { chargesOf } from '../domain/charges.ts';
import { unitGreeks } from '../desk/unit-greeks.ts';
import { marginOf } from '../domain/margin.ts';
import type { MarginPosition } from '../domain/margin.ts';
import type { Tick } from '../domain/tick.ts';
import { QuoteCache } from '../market-data/quote-cache.ts';
import { Oms } from '../oms/oms.ts';
import { Portfolio } from '../portfolio/portfolio.ts';
import type { Decide } from '../rms/decision.ts';
import { protectedPrice } from '../rms/protection.ts';
import type { AccountRecord, DeskStore } from '../store/desk-store.ts';
import { ProcessClock } from './machine.ts';
import type { Machine } from './machine.ts';
import { tappedStore } from './tapped-store.ts';
import type { StoreHooks } from './tapped-store.ts';

/** Without a tick for this long the feed is silent, ms. */
const SILENT_MS = 3000;

export interface DeskProcessParts {
  machine: Machine;
  ids: Ids;
  store: DeskStore;
  hooks: Omit<StoreHooks, 'isAlive'>;
  connect: (isAlive: () => boolean, monotonic: () => number) => Broker;
  account: AccountRecord;
  instrument: (id: number) => Instrument;
  indexOf: (underlying: string) => number;
  prevClose: (instrumentId: number) => number;
  decide: Decide;
  phase: (at: number) => SessionPhase;
  log: OperatorLog;
}

/**
 * One run of the program: the real order management, portfolio and risk rules over the store that outlives it. Once it
 * has died nothing of it acts any more, whatever of it is still on the stack.
 */
export class DeskProcess {
  readonly oms: Oms;
  readonly portfolio: Portfolio;
  readonly quotes: QuoteCache;
  readonly clock: ProcessClock;
  readonly #machine: Machine;
  readonly #parts: DeskProcessParts;
  #alive = true;
  #lastTickAt = -Infinity;

  constructor(parts: DeskProcessParts) {
    const { machine, ids, account, instrument, decide, log } = parts;
    this.#parts = parts;
    this.#machine = machine;
    const isAlive = () => this.#alive;
    const clock = new ProcessClock(machine, isAlive);
    this.clock = clock;
    const store = tappedStore(parts.store, { ...parts.hooks, isAlive });
    this.quotes = new QuoteCache({
      now: () => clock.now(),
      health: () => {
        const ageMs = machine.time.now - this.#lastTickAt;
        return { name: 'Simulated', state: ageMs > SILENT_MS ? 'stale' : 'live', ageMs };
      },
      prevClose: parts.prevClose,
      inSession: () => true,
    });
    const { quotes } = this;
    const margin = (positions: readonly MarginPosition[]) => {
      const forwards: Record<string, number> = {};
      for (const { instrument: of } of positions) {
        const forward = this.#forwardOf(of);
        if (forward > 0) forwards[of.underlying] = forward;
      }
      return marginOf(positions, forwards, istDay(clock.now())).total;
    };
    this.portfolio = new Portfolio({ clock, store, account, quotes, instrument, chargesOf, marginOf: margin });
    const broker = parts.connect(isAlive, () => clock.monotonic());
    try {
      this.oms = new Oms({
        clock,
        ids,
        store,
        broker,
        account,
        quotes,
        instrument,
        decide,
        protectedPrice,
        portfolio: this.portfolio,
        phase: parts.phase,
        residentStops: broker.capabilities.stopOrders,
        greeks: (held) => unitGreeks(held, quotes.get(held.id)?.ltp ?? 0, this.#forwardOf(held), clock.now()),
        log,
      });
    } catch (error) {
      this.#alive = false;
      throw error;
    }
  }

  /** What a contract stands on, paise; 0 before its first tick. */
  forwardOf(instrumentId: number): number {
    return this.#forwardOf(this.#parts.instrument(instrumentId));
  }

  #forwardOf({ underlying }: Instrument): number {
    return this.quotes.get(this.#parts.indexOf(underlying))?.ltp ?? 0;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Dies at once: no timer, answer, update or write of it comes through any more. */
  die(): void {
    this.#alive = false;
  }

  onTick(tick: Tick): void {
    this.#lastTickAt = this.#machine.time.now;
    this.quotes.apply(tick);
    this.oms.onTick(tick.instrumentId);
  }
}
