import type { FeedHealth, SessionPhase } from '../../src/contract/market.ts';
import { emptyTick } from '../../src/main/engine/domain/tick.ts';
import type { Tick } from '../../src/main/engine/domain/tick.ts';
import type { Feed } from '../../src/main/engine/market-data/feed.ts';
import type { RandomMarket } from './random-market.ts';

const LOT = 65;

/** A random market as a feed: each step is one tick of a whole book. */
export class BenchFeed implements Feed {
  readonly name = 'Bench';
  readonly source = 'bench';
  readonly #ids: readonly number[];
  readonly #tick: Tick = emptyTick();
  #onTick: (tick: Tick) => void = () => {};
  #market: RandomMarket | null = null;
  #volume = 0;

  /** @param ids by place in the market */
  constructor(ids: readonly number[]) {
    this.#ids = ids;
  }

  start(onTick: (tick: Tick) => void): void {
    this.#onTick = onTick;
  }

  stop(): void {
    this.#market?.stop();
  }

  /** Quotes every symbol once, then follows the market. */
  drive(market: RandomMarket): void {
    this.stop();
    this.#market = market;
    this.#ids.forEach((_, place) => this.#tell(place));
    market.run((place) => this.#tell(place));
  }

  health(): FeedHealth {
    return { name: this.name, state: 'live', ageMs: 0 };
  }

  prevClose(): number {
    return this.#market?.prevClose ?? 0;
  }

  phase(): SessionPhase {
    return { label: 'Bench', open: true, until: null, next: null };
  }

  #tell(place: number): void {
    const tick = this.#tick;
    const ltp = this.#market!.ltp[place]!;
    this.#volume += LOT;
    tick.instrumentId = this.#ids[place]!;
    tick.ts = Date.now();
    tick.ltp = ltp;
    tick.bid = ltp - 5;
    tick.ask = ltp + 5;
    tick.bidQty = LOT * (1 + (this.#volume % 7));
    tick.askQty = LOT * (1 + (this.#volume % 11));
    tick.volume = this.#volume;
    tick.oi = 1_000 * LOT;
    this.#onTick(tick);
  }
}
