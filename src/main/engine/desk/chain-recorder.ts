import type { ChainChoice } from '../../../contract/chain.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { ListedQuote, ListedStrike } from '../domain/chain-view.ts';
import { forwardOf } from '../domain/chain-view.ts';
import { optionChainRow } from '../domain/option-chain.ts';
import type { OptionListing } from '../market-data/option-listing.ts';
import type { ChainRow, TickStore } from '../store/tick-store.ts';
import type { OptionChains } from './option-chains.ts';

/** How often each chain is looked at. */
const SNAPSHOT_MS = 1000;
/** How often strikes are kept that have not changed: well within CHAIN_LOOK_BACK_MS of the tick store. */
const WHOLE_MS = 60_000;
/** Chains take turns within the second, so that no turn holds the thread for all of them. */
const TURN_MS = 50;
const YEAR_MS = 365 * 86_400_000;

export interface ChainRecorderParts {
  clock: Clock;
  ticks: TickStore;
  chains: OptionChains;
  listing: OptionListing;
  /** Of the market's ticks, as in the tick store. */
  source: string;
  onError: (error: unknown) => void;
}

/** What was kept of a chain last. */
interface Kept {
  wholeAt: number;
  strikes: Map<number, ListedStrike>;
}

/** Keeps every option chain as it stood each second: the strikes that changed, and once a minute all of them. */
export class ChainRecorder {
  readonly #parts: ChainRecorderParts;
  readonly #kept = new Map<string, Kept>();
  #waiting: ChainChoice[] = [];
  #rows: ChainRow[] = [];
  #writing = false;
  /** The last write failed, and that was told. */
  #failing = false;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | null = null;

  constructor(parts: ChainRecorderParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = this.#parts.clock.setInterval(() => this.#turn(), TURN_MS);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** The rows of one chain that changed since they were kept last, or all of them when it is time. */
  snapshot(choice: ChainChoice): ChainRow[] {
    const { chains, listing } = this.#parts;
    const spot = listing.spot(choice.underlying);
    const market = chains.market(choice);
    if (spot === null || market.expiresAt <= market.ts) return [];
    const key = `${choice.underlying} ${choice.expiry}`;
    const before = this.#kept.get(key);
    const whole = before === undefined || market.ts - before.wholeAt >= WHOLE_MS;
    const changed = market.strikes.filter((row) => whole || !isSame(row, before.strikes.get(row.strike)));
    if (changed.length === 0) return [];
    this.#kept.set(key, {
      wholeAt: whole ? market.ts : before.wholeAt,
      strikes: new Map(market.strikes.map((row) => [row.strike, row])),
    });
    const years = (market.expiresAt - market.ts) / YEAR_MS;
    const { forward } = forwardOf(market.strikes, years, market.rate, market.spot);
    return changed.map((row) => {
      const { callIvReason: _call, putIvReason: _put, ...figures } = optionChainRow(row, forward, years, market.rate);
      return {
        underlyingId: spot.id,
        expiry: choice.expiry,
        ts: market.ts,
        ...figures,
        callBid: row.call?.bid ?? Number.NaN,
        callAsk: row.call?.ask ?? Number.NaN,
        callVolume: row.call?.volume ?? Number.NaN,
        putBid: row.put?.bid ?? Number.NaN,
        putAsk: row.put?.ask ?? Number.NaN,
        putVolume: row.put?.volume ?? Number.NaN,
        spot: market.spot > 0 ? market.spot : Number.NaN,
      };
    });
  }

  #turn(): void {
    if (this.#waiting.length === 0 && !this.#begin()) return;
    const choice = this.#waiting.pop();
    if (choice !== undefined) this.#rows.push(...this.snapshot(choice));
    if (this.#waiting.length === 0) this.#write();
  }

  /** A round over all chains; not while the last one is being written, so that a slow disk gets fewer, not a queue. */
  #begin(): boolean {
    const { clock, chains } = this.#parts;
    const now = clock.monotonic();
    if (this.#writing || now - this.#lookedAt < SNAPSHOT_MS) return false;
    this.#lookedAt = now;
    this.#waiting = chains
      .underlyings()
      .flatMap((underlying) => chains.expiries(underlying).map(({ expiry }) => ({ underlying, expiry })));
    return true;
  }

  /** One batch a round: a commit costs the same whatever its size. */
  #write(): void {
    const { ticks, source, onError } = this.#parts;
    const rows = this.#rows;
    if (rows.length === 0) return;
    this.#rows = [];
    this.#writing = true;
    ticks
      .appendChain(source, rows)
      .then(
        () => {
          this.#failing = false;
        },
        (error: unknown) => {
          // What was not written is still to be kept: all strikes, the next time.
          this.#kept.clear();
          if (!this.#failing) onError(error);
          this.#failing = true;
        },
      )
      .finally(() => {
        this.#writing = false;
      });
  }
}

function isSame(row: ListedStrike, before: ListedStrike | undefined): boolean {
  return before !== undefined && isSameSide(row.call, before.call) && isSameSide(row.put, before.put);
}

function isSameSide(side: ListedQuote | null, before: ListedQuote | null): boolean {
  if (side === null || before === null) return side === before;
  return (
    side.ltp === before.ltp &&
    side.bid === before.bid &&
    side.ask === before.ask &&
    side.volume === before.volume &&
    Object.is(side.oi, before.oi) &&
    Object.is(side.prevOi, before.prevOi)
  );
}
