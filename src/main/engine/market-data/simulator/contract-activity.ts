import type { Instrument } from '../../../../contract/market.ts';
import { DAY_MS } from '../../core/ist.ts';
import { Random, hash32 } from '../../core/random.ts';
import { dayStart } from './simulated-day.ts';
import type { SimulatedDays } from './simulated-day.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';
import type { VolumeCurves } from './traded-volume.ts';
import type { UnderlyingModel } from './underlying-model.ts';

const HOUR_MS = 3_600_000;

/** Volume and open interest of one contract: pure functions of (seed, contract, time), in units, multiples of the lot. */
export class ContractActivity {
  readonly #instrument: Instrument;
  readonly #expiresAt: number;
  readonly #hash: number;
  readonly #model: UnderlyingModel;
  readonly #parameters: SimulatorParameters;
  readonly #days: SimulatedDays;
  readonly #curves: VolumeCurves;
  readonly #strikeStep: number;
  #day = Number.NaN;
  #dayLots = 0;
  #oiFrom = 0;
  #oiTo = 0;

  constructor(
    instrument: Instrument,
    contract: { expiresAt: number; hash: number; strikeStep: number },
    model: UnderlyingModel,
    parameters: SimulatorParameters,
    days: SimulatedDays,
    curves: VolumeCurves,
  ) {
    this.#instrument = instrument;
    this.#expiresAt = contract.expiresAt;
    this.#hash = contract.hash;
    this.#strikeStep = contract.strikeStep;
    this.#model = model;
    this.#parameters = parameters;
    this.#days = days;
    this.#curves = curves;
  }

  /** Cumulative units traded since 00:00 IST of the day, `ms` after it. */
  volume(day: number, ms: number): number {
    this.#enter(day);
    return Math.floor(this.#dayLots * this.#curves.share(day, ms, this.#hash)) * this.#instrument.lotSize;
  }

  /** Units open. */
  openInterest(day: number, ms: number): number {
    this.#enter(day);
    const { drift, driftHours } = this.#parameters.openInterest;
    const place = (dayStart(day) + ms) / (driftHours * HOUR_MS);
    const index = Math.floor(place);
    const before = hash32(this.#hash, 41, index) / 2 ** 31 - 1;
    const after = hash32(this.#hash, 41, index + 1) / 2 ** 31 - 1;
    const wave = 1 + drift * (before + (after - before) * (place - index));
    const lots = (this.#oiFrom + ((this.#oiTo - this.#oiFrom) * ms) / DAY_MS) * wave;
    return Math.max(0, Math.floor(lots)) * this.#instrument.lotSize;
  }

  #enter(day: number): void {
    if (this.#day === day) return;
    this.#day = day;
    const { daySpread, offDayShare } = this.#parameters.volume;
    const { exchangeOpen, volatility } = this.#days.get(day);
    const luck = Math.exp(daySpread * new Random(hash32(this.#hash, 42, day)).normal());
    this.#dayLots = this.#usualLots(day) * luck * volatility * (exchangeOpen ? 1 : offDayShare);
    this.#oiFrom = this.#usualOpenInterest(day);
    this.#oiTo = this.#usualOpenInterest(day + 1);
  }

  #usualLots(day: number): number {
    const { optionLots, strikeFade, expiryFadeDays, farShare, futureLots, futureFarShare } = this.#parameters.volume;
    const { activity } = this.#model.parameters;
    const daysLeft = this.#daysLeft(day);
    if (this.#instrument.strike === null) {
      return activity * futureLots * this.#front(daysLeft, futureFarShare);
    }
    const maturity = farShare + (1 - farShare) * Math.exp(-daysLeft / expiryFadeDays);
    return activity * optionLots * maturity * Math.exp(-Math.abs(this.#strikesAway(day)) / strikeFade);
  }

  #usualOpenInterest(day: number): number {
    const rules = this.#parameters.openInterest;
    const { activity } = this.#model.parameters;
    const daysLeft = this.#daysLeft(day);
    const luck = Math.exp(rules.strikeSpread * new Random(hash32(this.#hash, 43)).normal());
    const { strike, kind } = this.#instrument;
    if (strike === null) {
      return activity * rules.futureLots * luck * this.#front(daysLeft, rules.futureFarShare);
    }
    const away = this.#strikesAway(day) * (kind === 'CE' ? 1 : -1);
    const lean = rules.inTheMoneyFactor + (rules.outOfMoneyFactor - rules.inTheMoneyFactor) / (1 + Math.exp(-away));
    const maturity = rules.farShare + (1 - rules.farShare) * Math.exp(-daysLeft / rules.expiryFadeDays);
    const bell = Math.exp(-Math.abs(away) / rules.strikeFade);
    return activity * rules.optionLots * luck * lean * maturity * bell * this.#roundness(strike);
  }

  #roundness(strike: number): number {
    const { roundEvery, roundFactor, halfRoundFactor } = this.#parameters.openInterest;
    if (strike % (this.#strikeStep * roundEvery) === 0) return roundFactor;
    return strike % ((this.#strikeStep * roundEvery) / 5) === 0 ? halfRoundFactor : 1;
  }

  #strikesAway(day: number): number {
    return (this.#instrument.strike! - this.#model.open(day)) / this.#strikeStep;
  }

  #daysLeft(day: number): number {
    return Math.max(0, (this.#expiresAt - dayStart(day)) / DAY_MS);
  }

  /** The front month holds nearly all, until the roll of its last days. */
  #front(daysLeft: number, farShare: number): number {
    const { frontDays, rollDays } = this.#parameters.openInterest;
    return farShare + (1 - farShare) / (1 + Math.exp((daysLeft - frontDays) / rollDays));
  }
}
