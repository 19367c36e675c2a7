import { Random, hash32 } from '../../core/random.ts';
import { MINUTES_PER_DAY } from './simulated-day.ts';
import type { SimulatedDays } from './simulated-day.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';

const MINUTE_MS = 60_000;
const VARIANTS = 16;
const MAX_CURVES = 64;

/** How the volume of a day comes in: rising from 0 to 1, U-shaped over the session, rough from minute to minute. */
export class VolumeCurves {
  readonly #seed: number;
  readonly #spread: number;
  readonly #days: SimulatedDays;
  readonly #curves = new Map<number, Float64Array>();

  constructor(seed: number, parameters: SimulatorParameters, days: SimulatedDays) {
    this.#seed = seed;
    this.#spread = parameters.activity.minuteVolumeSpread;
    this.#days = days;
  }

  /** The share of the day traded `ms` after 00:00 IST, on the curve that `instrument` (any hash) follows. */
  share(day: number, ms: number, instrument: number): number {
    const curve = this.#curve(day, instrument % VARIANTS);
    const minute = Math.floor(ms / MINUTE_MS);
    const from = curve[minute]!;
    return from + (curve[minute + 1]! - from) * (ms / MINUTE_MS - minute);
  }

  #curve(day: number, variant: number): Float64Array {
    const key = day * VARIANTS + variant;
    let curve = this.#curves.get(key);
    if (curve === undefined) {
      curve = this.#build(day, variant);
      if (this.#curves.size >= MAX_CURVES) this.#curves.delete(this.#curves.keys().next().value!);
      this.#curves.set(key, curve);
    }
    return curve;
  }

  #build(day: number, variant: number): Float64Array {
    const { volumeWeight } = this.#days.get(day);
    const random = new Random(hash32(this.#seed, 31, day, variant));
    const curve = new Float64Array(MINUTES_PER_DAY + 2);
    for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
      curve[minute + 1] = curve[minute]! + volumeWeight[minute]! * Math.exp(this.#spread * random.normal());
    }
    const total = curve[MINUTES_PER_DAY]!;
    for (let minute = 0; minute <= MINUTES_PER_DAY; minute++) curve[minute]! /= total;
    curve[MINUTES_PER_DAY + 1] = 1;
    return curve;
  }
}
