import { BY_HAND, pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** Open lots of the order's strategy after the order, its working and unknown entries counted. */
export const strategyLots: RiskRule = {
  code: 'RMS_STRATEGY_LOTS',
  name: 'Open lots of the strategy',
  entriesOnly: true,
  check({ lots }, { strategy }) {
    if (strategy === null) return BY_HAND;
    const { name, lotsNow, lotsAfter, maxLots } = strategy;
    if (maxLots === null) return pass(() => ({ value: `${lotsAfter}`, limit: 'off' }));
    const seen = () => ({ value: `${lotsAfter}`, limit: `${maxLots}` });
    const ratio = lotsAfter / maxLots;
    if (lotsAfter <= maxLots) return pass(seen, ratio);
    const room = Math.max(0, lots - (lotsAfter - maxLots));
    const passes = room > 0 ? `up to ${room} would pass` : 'close or cancel some of its own first, exits always pass';
    return refuse(
      'RMS_STRATEGY_LOTS',
      { ...seen(), ratio },
      `Open lots of ${name} would be ${lotsAfter} (${lotsNow} now), its limit is ${maxLots}: ${passes}.`,
      { lotsNow, lotsAfter, maxLots },
    );
  },
};
