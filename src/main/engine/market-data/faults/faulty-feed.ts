import type { FeedHealth, SessionPhase } from '../../../../contract/market.ts';
import type { Clock } from '../../core/clock.ts';
import { emptyDepth } from '../../domain/tick.ts';
import type { Depth, Tick } from '../../domain/tick.ts';
import type { Feed } from '../feed.ts';

/** A feed is stale without a byte for this long, ms. */
const STALE_MS = 3000;

/** How far the price of an instrument stands beside its market, paise; and the step its prices are on. */
export interface PriceShift {
  instrumentId: number;
  by: number;
  tickSize: number;
}

/**
 * A simulated market that can fall silent (F10) or jump. With neither, every tick passes through unchanged. Whoever trades
 * in this session trades at the shifted price, the paper exchange too: the jump is the market.
 */
export class FaultyFeed implements Feed {
  readonly #inner: Feed;
  readonly #clock: Clock;
  #onTick: ((tick: Tick) => void) | null = null;
  #silent = false;
  #lastTickAt: number | null = null;
  #shift: PriceShift | null = null;
  /** The last tick of each instrument that a silence swallowed. */
  readonly #swallowed = new Map<number, Tick>();
  /** Ticks that a silence swallowed, and that were shifted. */
  swallowed = 0;
  shifted = 0;

  constructor(inner: Feed, clock: Clock) {
    this.#inner = inner;
    this.#clock = clock;
  }

  get name(): string {
    return this.#inner.name;
  }

  get source(): string {
    return this.#inner.source;
  }

  get silent(): boolean {
    return this.#silent;
  }

  get shift(): PriceShift | null {
    return this.#shift;
  }

  start(onTick: (tick: Tick) => void): void {
    this.#onTick = onTick;
    this.#inner.start((tick) => this.#take(tick));
  }

  stop(): void {
    this.#inner.stop();
    this.#onTick = null;
    this.#swallowed.clear();
  }

  fallSilent(): void {
    this.#silent = true;
  }

  /** The feed is back, with the last quote of everything that moved meanwhile. */
  speak(): void {
    if (!this.#silent) return;
    this.#silent = false;
    const swallowed = [...this.#swallowed.values()];
    this.#swallowed.clear();
    for (const tick of swallowed) this.#deliver(tick);
  }

  /** The next tick of the instrument, and all that follow, stand `by` paise beside the market, until `closeGap`. */
  gap(shift: PriceShift): void {
    this.#shift = shift;
  }

  closeGap(): void {
    this.#shift = null;
  }

  health(): FeedHealth {
    const health = this.#inner.health();
    if (!this.#silent || this.#lastTickAt === null) return health;
    const ageMs = Math.max(0, this.#clock.now() - this.#lastTickAt);
    return { ...health, state: ageMs <= STALE_MS ? health.state : 'stale', ageMs };
  }

  prevClose(instrumentId: number): number {
    return this.#inner.prevClose(instrumentId);
  }

  phase(at: number): SessionPhase {
    return this.#inner.phase(at);
  }

  #take(tick: Tick): void {
    if (!this.#silent) {
      this.#deliver(tick);
      return;
    }
    this.swallowed += 1;
    this.#swallowed.set(tick.instrumentId, copied(tick));
  }

  #deliver(tick: Tick): void {
    this.#lastTickAt = this.#clock.now();
    if (tick.instrumentId !== this.#shift?.instrumentId) {
      this.#onTick?.(tick);
      return;
    }
    this.shifted += 1;
    this.#onTick?.(shiftedBy(tick, this.#shift));
  }
}

function copied(tick: Tick): Tick {
  return { ...tick, depth: tick.depth === null ? null : copiedDepth(tick.depth) };
}

function copiedDepth({ bidPrice, bidQty, askPrice, askQty }: Depth): Depth {
  const depth = emptyDepth();
  depth.bidPrice.set(bidPrice);
  depth.bidQty.set(bidQty);
  depth.askPrice.set(askPrice);
  depth.askQty.set(askQty);
  return depth;
}

/** No price falls below one tick; a price that is absent stays absent. */
function shiftedBy(tick: Tick, { by, tickSize }: PriceShift): Tick {
  const shift = Math.round(by / tickSize) * tickSize;
  const moved = (price: number) => (price === 0 ? 0 : Math.max(tickSize, price + shift));
  const depth = tick.depth === null ? null : copiedDepth(tick.depth);
  if (depth !== null) {
    depth.bidPrice.forEach((price, level) => (depth.bidPrice[level] = moved(price)));
    depth.askPrice.forEach((price, level) => (depth.askPrice[level] = moved(price)));
  }
  return { ...tick, ltp: moved(tick.ltp), bid: moved(tick.bid), ask: moved(tick.ask), depth };
}
