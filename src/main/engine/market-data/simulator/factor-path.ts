import { Random, hash32 } from '../../core/random.ts';
import { MINUTES_PER_DAY } from './simulated-day.ts';
import type { SimulatedDay, SimulatedDays } from './simulated-day.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';

/** Seconds between the marks a value is read from: finer marks refine coarser ones and never contradict them. */
export type Grain = 1 | 5 | 60;

interface Jump {
  /** Milliseconds after 00:00. */
  at: number;
  size: number;
}

const FIVES_PER_MINUTE = 12;
const SECONDS_PER_FIVE = 5;
const KEPT_DAYS: Record<Grain, number> = { 1: 3, 5: 8, 60: 64 };

/**
 * One random factor of the market in units of a day's standard deviation: continuous round the clock, a pure function
 * of (seed, day, time). Each day is a Brownian bridge between two links of a mean-reverting chain, refined on demand
 * from minutes to five seconds to seconds, plus rare jumps.
 */
export class FactorPath {
  readonly #seed: number;
  readonly #path: SimulatorParameters['path'];
  readonly #days: SimulatedDays;
  readonly #moves = new Map<number, number>();
  readonly #levels = new Map<number, number>();
  readonly #jumps = new Map<number, Jump[]>();
  readonly #marks: Record<Grain, Map<number, Float64Array>> = { 1: new Map(), 5: new Map(), 60: new Map() };

  constructor(seed: number, path: SimulatorParameters['path'], days: SimulatedDays) {
    this.#seed = seed;
    this.#path = path;
    this.#days = days;
  }

  /** The factor at `ms` after 00:00 IST of a day; exact at multiples of the grain, straight between them. */
  value(day: number, ms: number, grain: Grain): number {
    const marks = this.#marksOf(day, grain);
    const place = ms / (grain * 1000);
    const index = Math.floor(place);
    const left = marks[index]!;
    const between = place - index;
    const smooth = between === 0 ? left : left + (marks[index + 1]! - left) * between;
    return smooth + this.#jumped(day, ms);
  }

  /** The factor at 00:00 IST. */
  level(day: number): number {
    let level = this.#levels.get(day);
    if (level === undefined) {
      level = 0;
      let weight = 1;
      for (let back = 1; back <= this.#path.memoryDays; back++) {
        level += weight * this.#move(day - back);
        weight *= this.#path.persistence;
      }
      this.#levels.set(day, level);
    }
    return level;
  }

  /** What a day adds to the chain: its seeded move and its jumps. */
  #move(day: number): number {
    let move = this.#moves.get(day);
    if (move === undefined) {
      const { volatility, variance } = this.#days.get(day);
      move = new Random(hash32(this.#seed, 1, day)).normal() * volatility * Math.sqrt(variance[MINUTES_PER_DAY]!);
      for (const jump of this.#jumpsOf(day)) move += jump.size;
      this.#moves.set(day, move);
    }
    return move;
  }

  #jumpsOf(day: number): Jump[] {
    let jumps = this.#jumps.get(day);
    if (jumps === undefined) {
      const { jumpsPerDay, jumpSmallest, jumpLargest } = this.#path;
      const random = new Random(hash32(this.#seed, 2, day));
      jumps = [];
      for (let left = random.next(); left > Math.exp(-jumpsPerDay); left *= random.next()) {
        const size = jumpSmallest + (jumpLargest - jumpSmallest) * random.next() ** 2;
        // The last minute is kept free, so that a jump is over before the day is.
        jumps.push({
          at: random.integer(0, (MINUTES_PER_DAY - 1) * 60) * 1000,
          size: random.next() < 0.5 ? -size : size,
        });
      }
      this.#jumps.set(day, jumps);
    }
    return jumps;
  }

  #jumped(day: number, ms: number): number {
    let sum = 0;
    for (const { at, size } of this.#jumpsOf(day)) {
      if (ms > at) sum += size * Math.min(1, (ms - at) / (this.#path.jumpSeconds * 1000));
    }
    return sum;
  }

  #marksOf(day: number, grain: Grain): Float64Array {
    const kept = this.#marks[grain];
    let marks = kept.get(day);
    if (marks === undefined) {
      marks = grain === 60 ? this.#minutes(day) : this.#refine(day, grain);
      if (kept.size >= KEPT_DAYS[grain]) kept.delete(kept.keys().next().value!);
      kept.set(day, marks);
    }
    return marks;
  }

  #minutes(day: number): Float64Array {
    const { variance, volatility }: SimulatedDay = this.#days.get(day);
    const random = new Random(hash32(this.#seed, 3, day));
    const marks = new Float64Array(MINUTES_PER_DAY + 1);
    for (let minute = 1; minute <= MINUTES_PER_DAY; minute++) {
      const step = Math.sqrt(variance[minute]! - variance[minute - 1]!) * volatility;
      marks[minute] = marks[minute - 1]! + random.normal() * step;
    }
    let end = this.level(day + 1);
    for (const jump of this.#jumpsOf(day)) end -= jump.size;
    const start = this.level(day);
    const pull = (end - start - marks[MINUTES_PER_DAY]!) / variance[MINUTES_PER_DAY]!;
    for (let minute = 0; minute <= MINUTES_PER_DAY; minute++) marks[minute]! += start + pull * variance[minute]!;
    return marks;
  }

  /** Puts a bridge of finer steps between each two coarser marks. */
  #refine(day: number, grain: 1 | 5): Float64Array {
    const coarse = this.#marksOf(day, grain === 5 ? 60 : 5);
    const parts = grain === 5 ? FIVES_PER_MINUTE : SECONDS_PER_FIVE;
    const perMinute = 60 / grain;
    const { variance, volatility } = this.#days.get(day);
    const random = new Random(hash32(this.#seed, 3 + grain, day));
    const fine = new Float64Array((coarse.length - 1) * parts + 1);
    const walk = new Float64Array(parts + 1);
    for (let block = 0; block < coarse.length - 1; block++) {
      const minute = Math.floor((block * parts) / perMinute);
      const step = Math.sqrt((variance[minute + 1]! - variance[minute]!) / perMinute) * volatility;
      for (let part = 1; part <= parts; part++) walk[part] = walk[part - 1]! + random.normal() * step;
      const start = coarse[block]!;
      const pull = (coarse[block + 1]! - start - walk[parts]!) / parts;
      for (let part = 0; part < parts; part++) fine[block * parts + part] = start + walk[part]! + pull * part;
    }
    fine[fine.length - 1] = coarse[coarse.length - 1]!;
    return fine;
  }
}
