import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** How often this order was modified, this time counted; a new one was not. */
export const modifyCount: RiskRule = {
  code: 'RMS_MODIFICATIONS',
  name: 'Modifies of one order',
  entriesOnly: true,
  check({ modifications }, _snapshot, { maxModifications: most }) {
    if (most === null) return pass(() => ({ value: `${modifications}`, limit: 'off' }));
    const seen = () => ({ value: `${modifications}`, limit: `${most}` });
    if (modifications <= most) return pass(seen, modifications / most);
    return refuse(
      'RMS_MODIFICATIONS',
      { ...seen(), ratio: modifications / most },
      `This would be modify ${modifications} of the order, ${most} are allowed: cancel it and place another.`,
      { modifications, most },
    );
  },
};
