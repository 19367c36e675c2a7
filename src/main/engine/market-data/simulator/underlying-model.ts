import { DAY_MS } from '../../core/ist.ts';
import { hash32 } from '../../core/random.ts';
import type { FactorPath, Grain } from './factor-path.ts';
import { dayNumber, dayStart } from './simulated-day.ts';
import type { SimulatedDays } from './simulated-day.ts';
import type { SimulatorParameters, UnderlyingParameters } from './simulator-parameters.ts';

const SECONDS_PER_DAY = 86_400;
export const YEAR_MS = 365 * DAY_MS;

/** What an underlying is like at one instant. */
export interface UnderlyingState {
  at: number;
  grain: Grain;
  day: number;
  /** Milliseconds after 00:00 IST. */
  ms: number;
  /** Paise, not rounded. */
  spot: number;
  /** At-the-money volatility before its term structure, per year. */
  volatility: number;
  /** Widening of spreads: 1 on an average day inside the session. */
  unrest: number;
}

/** The level and volatility of one index, from the factors that all indices share. */
export class UnderlyingModel {
  readonly parameters: UnderlyingParameters;
  readonly #market: SimulatorParameters;
  readonly #common: FactorPath;
  readonly #own: FactorPath;
  readonly #days: SimulatedDays;
  readonly #seed: number;
  readonly #ownShare: number;
  readonly #jitter: number;
  readonly #state: UnderlyingState;

  constructor(
    parameters: UnderlyingParameters,
    market: SimulatorParameters,
    common: FactorPath,
    own: FactorPath,
    days: SimulatedDays,
    seed: number,
  ) {
    this.parameters = parameters;
    this.#market = market;
    this.#common = common;
    this.#own = own;
    this.#days = days;
    this.#seed = seed;
    this.#ownShare = Math.sqrt(1 - parameters.commonShare ** 2);
    this.#jitter = (parameters.jitter * parameters.dailyVolatility) / Math.sqrt(SECONDS_PER_DAY);
    this.#state = { at: Number.NaN, grain: 1, day: 0, ms: 0, spot: 0, volatility: 0, unrest: 1 };
  }

  /** The state at an instant (epoch ms); one object, overwritten by the next call. */
  at(at: number, grain: Grain): Readonly<UnderlyingState> {
    const state = this.#state;
    if (state.at === at && state.grain === grain) return state;
    const day = dayNumber(at);
    const ms = at - dayStart(day);
    const common = this.#common.value(day, ms, grain);
    const own = this.#ownShare === 0 ? 0 : this.#own.value(day, ms, grain);
    const { base, dailyVolatility, commonShare, impliedVolatility } = this.parameters;
    const slot = Math.floor(at / this.#market.emission.slotMs);
    const noise = (hash32(this.#seed, 21, slot) / 2 ** 31 - 1) * this.#jitter;
    const today = this.#days.get(day);
    const unrest = today.volatility + ((this.#days.get(day + 1).volatility - today.volatility) * ms) / DAY_MS;
    const { leverage, dayShare } = this.#market.volatility;
    const inSession = ms >= today.sessionFrom && ms < today.sessionTo;
    state.at = at;
    state.grain = grain;
    state.day = day;
    state.ms = ms;
    state.spot = base * Math.exp(dailyVolatility * (commonShare * common + this.#ownShare * own) + noise);
    state.volatility = impliedVolatility * unrest ** dayShare * Math.exp(-leverage * common);
    state.unrest = inSession ? unrest : unrest * this.#market.spread.outsideSession;
    return state;
  }

  /** The level at 00:00 IST of a day, paise: the same whenever it is asked. */
  open(day: number): number {
    const { base, dailyVolatility, commonShare } = this.parameters;
    const own = this.#ownShare === 0 ? 0 : this.#own.level(day);
    return base * Math.exp(dailyVolatility * (commonShare * this.#common.level(day) + this.#ownShare * own));
  }
}
