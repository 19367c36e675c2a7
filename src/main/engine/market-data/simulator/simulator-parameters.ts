import market from '../../../../../resources/simulator/market.json' with { type: 'json' };

/** The figures of the simulated market, as resources/simulator/market.json has them. */
export type SimulatorParameters = typeof market;

export interface UnderlyingParameters {
  /** Paise the level hangs around. */
  base: number;
  dailyVolatility: number;
  /** Share of the common factor in this index's moves, 0–1. */
  commonShare: number;
  /** At the money, per year. */
  impliedVolatility: number;
  /** Forward over spot, per year. */
  carry: number;
  /** Sub-second noise in units of one second's standard deviation. */
  jitter: number;
  /** Volume, open interest and book size relative to NIFTY. */
  activity: number;
  /** Nearest weekly expiries with options. */
  weeklies: number;
  /** Nearest monthly expiries with options, beyond those weeklies. */
  monthlies: number;
}

export const simulatorParameters: SimulatorParameters = market;

/** The indices of the simulated market with their figures. */
export const simulatedUnderlyings: ReadonlyMap<string, UnderlyingParameters> = new Map(
  Object.entries(market.underlyings),
);
