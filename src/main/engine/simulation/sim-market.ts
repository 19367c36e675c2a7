import type { Instrument } from '../../../contract/market.ts';
import { Random } from '../core/random.ts';
import { emptyTick } from '../domain/tick.ts';
import type { Tick } from '../domain/tick.ts';

/** How a contract moves: per tick, as parts of one. */
const STEP = 0.0025;
const PULL = 0.004;
const EMPTY_SIDE = 0.002;

interface Walk {
  instrument: Instrument;
  base: number;
  mid: number;
  bid: number;
  ask: number;
  ltp: number;
  volume: number;
}

/** The true market of a seed: prices in paise that walk about a base, a book that is sometimes empty on one side, and jumps. */
export class SimMarket {
  readonly #random: Random;
  readonly #walks = new Map<number, Walk>();
  readonly #tick: Tick = emptyTick();

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** Lists a contract at about `base` paise. */
  list(instrument: Instrument, base: number): void {
    const walk: Walk = { instrument, base, mid: base, bid: 0, ask: 0, ltp: 0, volume: 0 };
    this.#walks.set(instrument.id, walk);
    this.#quote(walk);
  }

  get(instrumentId: number): Readonly<Walk> | null {
    return this.#walks.get(instrumentId) ?? null;
  }

  base(instrumentId: number): number {
    return this.#walks.get(instrumentId)?.base ?? 0;
  }

  /** Moves a contract by a part of its price at once. */
  jump(instrumentId: number, part: number): void {
    const walk = this.#walks.get(instrumentId)!;
    walk.mid *= 1 + part;
    this.#settle(walk);
    this.#quote(walk);
  }

  /** Moves a contract one step and gives the tick; the object is used again for the next. */
  step(instrumentId: number, ts: number): Tick {
    const walk = this.#walks.get(instrumentId)!;
    const scale = walk.instrument.kind === 'INDEX' ? 0.05 : 1;
    walk.mid += walk.mid * STEP * scale * this.#random.normal() + (walk.base - walk.mid) * PULL;
    this.#settle(walk);
    this.#quote(walk);
    return this.tick(instrumentId, ts);
  }

  tick(instrumentId: number, ts: number): Tick {
    const walk = this.#walks.get(instrumentId)!;
    const tick = this.#tick;
    const { lotSize } = walk.instrument;
    tick.instrumentId = instrumentId;
    tick.ts = ts;
    tick.ltp = walk.ltp;
    tick.bid = walk.bid;
    tick.ask = walk.ask;
    tick.bidQty = walk.bid > 0 ? lotSize * 20 : 0;
    tick.askQty = walk.ask > 0 ? lotSize * 20 : 0;
    tick.volume = walk.volume;
    return tick;
  }

  #settle(walk: Walk): void {
    walk.mid = Math.min(walk.base * 1.9, Math.max(walk.base * 0.45, walk.mid));
  }

  #quote(walk: Walk): void {
    const { tickSize, kind } = walk.instrument;
    const half = tickSize * this.#random.integer(1, 3);
    const bid = Math.floor((walk.mid - half) / tickSize) * tickSize;
    const ask = Math.ceil((walk.mid + half) / tickSize) * tickSize;
    if (kind === 'INDEX') {
      walk.ltp = Math.round(walk.mid / tickSize) * tickSize;
      return;
    }
    const luck = this.#random.next();
    walk.bid = luck < EMPTY_SIDE / 2 ? 0 : bid;
    walk.ask = luck >= EMPTY_SIDE / 2 && luck < EMPTY_SIDE ? 0 : ask;
    walk.ltp = this.#random.next() < 0.5 ? bid : ask;
    walk.volume += walk.instrument.lotSize;
  }
}
