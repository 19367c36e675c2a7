import { Random } from '../../src/main/engine/core/random.ts';
import type { NewInstrument } from '../../src/main/engine/store/desk-store.ts';

export const SYMBOLS = 500;
export const UPDATES_PER_SECOND = 20_000;
/** Rupees between strikes, and the lowest of them. */
const STEP = 50;
const LOWEST = 20_000;
/** Paise. */
const TICK = 5;
const PREV_CLOSE = 20_000;
const FLOOR = 5_000;
const PACE_MS = 5;

/** A chain of SYMBOLS options that expire on a day (`YYYY-MM-DD`). */
export function contracts(expiry: string): NewInstrument[] {
  return Array.from({ length: SYMBOLS }, (_, place) => {
    const kind = place % 2 === 0 ? 'CE' : 'PE';
    const strike = LOWEST + Math.floor(place / 2) * STEP;
    return {
      exchange: 'NFO',
      symbol: `NIFTY${expiry.replaceAll('-', '')}${strike}${kind}`,
      name: `NIFTY ${strike} ${kind}`,
      underlying: 'NIFTY',
      kind,
      expiry,
      strike: strike * 100,
      lotSize: 65,
      tickSize: TICK,
      freezeQty: 1800,
    };
  });
}

/** Random steps of SYMBOLS prices, at UPDATES_PER_SECOND in all; the same seed gives the same sequence. Every step changes a price. */
export class RandomMarket {
  readonly prevClose = PREV_CLOSE;
  /** Last prices by place, paise. */
  readonly ltp: Float64Array = new Float64Array(SYMBOLS).fill(PREV_CLOSE);
  #random: Random;
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** Updates told so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Tells the place of each symbol whose price has changed. */
  run(tell: (place: number) => void): void {
    const begun = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) * UPDATES_PER_SECOND) / 1000);
      for (; this.#sent < due; this.#sent++) tell(this.#step());
    }, PACE_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #step(): number {
    const place = this.#random.integer(0, SYMBOLS - 1);
    const move = this.#random.integer(1, 10) * TICK;
    const fall = this.#random.next() < 0.5 && this.ltp[place]! - move >= FLOOR;
    this.ltp[place]! += fall ? -move : move;
    return place;
  }
}
