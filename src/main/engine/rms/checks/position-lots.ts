import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The position in one contract after the order, entries at work counted as filled. */
export const positionLots: RiskRule = {
  code: 'RMS_POSITION_LOTS',
  name: 'Lots in the contract',
  entriesOnly: true,
  check({ instrument }, { positionLotsAfter: lots }, { maxPositionLots: most }) {
    if (most === null) return pass(() => ({ value: `${lots}`, limit: 'off' }));
    const seen = () => ({ value: `${lots}`, limit: `${most}` });
    if (lots <= most) return pass(seen, lots / most);
    return refuse(
      'RMS_POSITION_LOTS',
      { ...seen(), ratio: lots / most },
      `${instrument.name} would stand at ${lots} lots with what is at work, the limit in one contract is ${most}: send fewer or cancel some, exits always pass.`,
      { lots, most },
    );
  },
};
