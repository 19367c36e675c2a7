import { adx } from './adx.ts';
import { atr } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { ichimoku } from './ichimoku.ts';
import type { Indicator } from './indicator.ts';
import { macd } from './macd.ts';
import { exponentialMovingAverage, simpleMovingAverage, weightedMovingAverage } from './moving-averages.ts';
import { obv } from './obv.ts';
import { openInterest } from './open-interest.ts';
import { cpr, pivots } from './pivots.ts';
import { rsi } from './rsi.ts';
import { stochastic } from './stochastic.ts';
import { supertrend } from './supertrend.ts';
import { volumeProfile } from './volume-profile.ts';
import { vwap } from './vwap.ts';

/** All indicators, those over the candles first. */
export const INDICATORS: readonly Indicator[] = [
  simpleMovingAverage,
  exponentialMovingAverage,
  weightedMovingAverage,
  vwap,
  bollinger,
  supertrend,
  cpr,
  pivots,
  ichimoku,
  volumeProfile,
  rsi,
  macd,
  stochastic,
  adx,
  atr,
  obv,
  openInterest,
];

/** The indicator of an id, or undefined. */
export function indicatorOf(id: string): Indicator | undefined {
  return INDICATORS.find((indicator) => indicator.id === id);
}
