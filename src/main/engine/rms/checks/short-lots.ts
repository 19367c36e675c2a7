import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** Options sold that no bought one of the same underlying and kind covers. */
export const shortLots: RiskRule = {
  code: 'RMS_SHORT_LOTS',
  name: 'Options sold without a hedge',
  entriesOnly: true,
  check(_order, { shortLotsNow, shortLotsAfter: lots }, { maxShortLots: most }) {
    if (most === null) return pass(() => ({ value: `${lots}`, limit: 'off' }));
    const seen = () => ({ value: `${lots}`, limit: `${most}` });
    // What covers is no entry to be refused, however much is uncovered already.
    if (lots <= most || lots < shortLotsNow) return pass(seen, lots / most);
    return refuse(
      'RMS_SHORT_LOTS',
      { ...seen(), ratio: lots / most },
      `${lots} lots of options would be sold without a hedge (${shortLotsNow} now), the limit is ${most}: buy the hedge first, or sell fewer.`,
      { lots, most },
    );
  },
};
