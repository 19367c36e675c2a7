import type { Instrument } from '../../../../contract/market.ts';
import { hash32 } from '../../core/random.ts';
import type { TradingCalendar } from '../../domain/calendar.ts';
import type { ContractRules } from '../../domain/contracts.ts';
import { ContractActivity } from './contract-activity.ts';
import { FactorPath } from './factor-path.ts';
import { SimulatedContract } from './simulated-contract.ts';
import { SimulatedDays } from './simulated-day.ts';
import type { SimulatorParameters, UnderlyingParameters } from './simulator-parameters.ts';
import { VolumeCurves } from './traded-volume.ts';
import { UnderlyingModel } from './underlying-model.ts';

/** The whole simulated market of one seed: its indices and whatever contracts stand on them. */
export class SimulatedMarket {
  readonly #seed: number;
  readonly #parameters: SimulatorParameters;
  readonly #calendar: TradingCalendar;
  readonly #contracts: ContractRules;
  readonly #days: SimulatedDays;
  readonly #curves: VolumeCurves;
  readonly #underlyings = new Map<string, UnderlyingModel>();

  constructor(
    seed: number,
    parameters: SimulatorParameters,
    underlyings: ReadonlyMap<string, UnderlyingParameters>,
    calendar: TradingCalendar,
    contracts: ContractRules,
  ) {
    this.#seed = seed;
    this.#parameters = parameters;
    this.#calendar = calendar;
    this.#contracts = contracts;
    this.#days = new SimulatedDays(seed, parameters, calendar);
    this.#curves = new VolumeCurves(seed, parameters, this.#days);
    const common = new FactorPath(hash32(seed, 61), parameters.path, this.#days);
    for (const [underlying, figures] of underlyings) {
      const own = new FactorPath(textHash(seed, underlying), parameters.path, this.#days);
      const noise = textHash(seed, `${underlying} noise`);
      this.#underlyings.set(underlying, new UnderlyingModel(figures, parameters, common, own, this.#days, noise));
    }
  }

  underlyings(): ReadonlyMap<string, UnderlyingModel> {
    return this.#underlyings;
  }

  /** The model of an instrument; null for one this market does not trade. */
  contract(instrument: Instrument): SimulatedContract | null {
    const model = this.#underlyings.get(instrument.underlying);
    const { kind, expiry, underlying } = instrument;
    if (model === undefined || kind === 'EQ') return null;
    if (expiry !== null && this.#calendar.sessionOf(expiry, 'FNO') === null) return null;
    const contract = {
      expiresAt: expiry === null ? Number.POSITIVE_INFINITY : this.#contracts.expiresAt(expiry),
      hash: textHash(this.#seed, instrument.symbol),
      strikeStep: expiry === null ? 0 : this.#contracts.strikeStep(underlying, expiry),
    };
    const activity =
      kind === 'INDEX'
        ? null
        : new ContractActivity(instrument, contract, model, this.#parameters, this.#days, this.#curves);
    return new SimulatedContract(instrument, contract, model, this.#parameters, activity);
  }
}

function textHash(seed: number, text: string): number {
  let hash = hash32(seed, text.length);
  for (let i = 0; i < text.length; i++) hash = hash32(hash, text.charCodeAt(i));
  return hash;
}
