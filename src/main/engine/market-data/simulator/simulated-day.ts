import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { Random, hash32 } from '../../core/random.ts';
import type { TradingCalendar } from '../../domain/calendar.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';

export const MINUTES_PER_DAY = 1440;
const MINUTE_MS = 60_000;
const MAX_DAYS = 1000;

/** IST days counted from 1-Jan-1970. */
export function dayNumber(at: number): number {
  return Math.floor((at + IST_OFFSET_MS) / DAY_MS);
}

/** Epoch ms of 00:00 IST. */
export function dayStart(day: number): number {
  return day * DAY_MS - IST_OFFSET_MS;
}

/** `YYYY-MM-DD` of a day number. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** What one day of the simulated market is like. */
export interface SimulatedDay {
  /** How lively the day is; 1 on average. */
  volatility: number;
  /** Variance from 00:00 to each minute, in units of a day of midday; MINUTES_PER_DAY + 1 entries. */
  variance: Float64Array;
  /** Trading weight of each minute; MINUTES_PER_DAY entries. */
  volumeWeight: Float64Array;
  /** True when the exchange trades that day. */
  exchangeOpen: boolean;
  /** The exchange's session in ms after 00:00, empty when closed. */
  sessionFrom: number;
  sessionTo: number;
}

/** The character of each day, a pure function of the seed, the day and the exchange's sessions. */
export class SimulatedDays {
  readonly #seed: number;
  readonly #parameters: SimulatorParameters;
  readonly #calendar: TradingCalendar;
  readonly #days = new Map<number, SimulatedDay>();

  constructor(seed: number, parameters: SimulatorParameters, calendar: TradingCalendar) {
    this.#seed = seed;
    this.#parameters = parameters;
    this.#calendar = calendar;
  }

  get(day: number): SimulatedDay {
    let known = this.#days.get(day);
    if (known === undefined) {
      if (this.#days.size > MAX_DAYS) this.#days.clear();
      known = this.#build(day);
      this.#days.set(day, known);
    }
    return known;
  }

  #build(day: number): SimulatedDay {
    const session = this.#calendar.sessionOf(dayName(day), 'FNO');
    const sessionFrom = session === null ? 0 : session.open - dayStart(day);
    const sessionTo = session === null ? 0 : session.close - dayStart(day);
    const { outsideVolatility, outsideVolume } = this.#parameters.activity;
    const variance = new Float64Array(MINUTES_PER_DAY + 1);
    const volumeWeight = new Float64Array(MINUTES_PER_DAY);
    for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
      const middle = (minute + 0.5) * MINUTE_MS;
      const inside = middle > sessionFrom && middle < sessionTo;
      const shape = inside ? this.#shape((middle - sessionFrom) / (sessionTo - sessionFrom)) : 0;
      variance[minute + 1] = variance[minute]! + (inside ? shape : outsideVolatility) / MINUTES_PER_DAY;
      volumeWeight[minute] = inside ? shape : outsideVolume;
    }
    return {
      volatility: this.#volatility(day),
      variance,
      volumeWeight,
      exchangeOpen: session !== null,
      sessionFrom,
      sessionTo,
    };
  }

  /** The U of a session, `place` 0 at the open and 1 at the close. */
  #shape(place: number): number {
    const { openPeak, openFade, closePeak, closeFade } = this.#parameters.activity;
    return 1 + openPeak * Math.exp(-place / openFade) + closePeak * Math.exp(-(1 - place) / closeFade);
  }

  #volatility(day: number): number {
    const { dayVolatilitySpread: spread, dayVolatilityPersistence: persistence } = this.#parameters.path;
    let mood = 0;
    let weight = Math.sqrt(1 - persistence * persistence);
    for (let back = 0; weight > 0.01; back++) {
      mood += weight * new Random(hash32(this.#seed, 11, day - back)).normal();
      weight *= persistence;
    }
    return Math.exp(spread * mood - 0.5 * spread * spread);
  }
}
