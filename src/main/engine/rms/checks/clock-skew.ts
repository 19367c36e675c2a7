import { istDay } from '../../core/ist.ts';
import { riskRules } from '../risk-data.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** Our clock against the exchange's: hours and ages cannot be told by one that is far off. */
export const clockSkew: RiskRule = {
  code: 'RMS_CLOCK_SKEW',
  name: 'Clock',
  entriesOnly: true,
  check(_order, snapshot) {
    const { warnMs, blockMs } = riskRules(istDay(snapshot.now)).clockSkew;
    const skew = snapshot.clockSkew;
    if (skew === null) return pass(() => ({ value: 'not compared yet', limit: `${blockMs / 1000} s` }));
    const off = Math.abs(skew);
    const words = () => ({
      value: off > warnMs ? `${(off / 1000).toFixed(1)} s off, set it` : `${(off / 1000).toFixed(1)} s off`,
      limit: `${blockMs / 1000} s`,
    });
    const ratio = off / blockMs;
    if (off <= blockMs) return pass(words, ratio);
    return refuse(
      'RMS_CLOCK_SKEW',
      { ...words(), ratio },
      `This computer's clock is ${(off / 1000).toFixed(1)} s ${skew > 0 ? 'ahead of' : 'behind'} the exchange's, ${blockMs / 1000} s are allowed: set the clock, entries pass when it is right.`,
      { skewMs: skew, blockMs },
    );
  },
};
