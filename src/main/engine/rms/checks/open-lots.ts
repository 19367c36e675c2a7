import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** rms_rules.max_lots: open lots of the account after the order, working and unknown entries counted. */
export const openLots: RiskRule = {
  code: 'RMS_MAX_LOTS',
  name: 'Open lots',
  entriesOnly: true,
  check({ lots }, { openLotsAfter, openLotsNow }, { maxLots }) {
    if (maxLots === null) return pass(() => ({ value: `${openLotsAfter}`, limit: 'off' }));
    const seen = () => ({ value: `${openLotsAfter}`, limit: `${maxLots}` });
    const ratio = openLotsAfter / maxLots;
    if (openLotsAfter <= maxLots) return pass(seen, ratio);
    const room = Math.max(0, lots - (openLotsAfter - maxLots));
    const passes =
      room > 0
        ? `up to ${room} ${room === 1 ? 'lot' : 'lots'} would pass`
        : 'close or cancel some first, exits always pass';
    return refuse(
      'RMS_MAX_LOTS',
      { ...seen(), ratio },
      `Open lots would be ${openLotsAfter} (${openLotsNow} now), the limit is ${maxLots}: ${passes}.`,
      { openLotsNow, openLotsAfter, maxLots },
    );
  },
};
