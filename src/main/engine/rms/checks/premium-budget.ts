import { rupees } from '../../core/money.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** What is paid for options held and would be paid for those being bought. */
export const premiumBudget: RiskRule = {
  code: 'RMS_PREMIUM',
  name: 'Premium budget',
  entriesOnly: true,
  check({ side, instrument }, { premiumAfter }, { maxPremium: most }) {
    if (most === null) return pass(() => ({ value: rupees(premiumAfter), limit: 'off' }));
    const seen = () => ({ value: rupees(premiumAfter), limit: rupees(most) });
    const ratio = premiumAfter / most;
    const buysOption = side === 'BUY' && (instrument.kind === 'CE' || instrument.kind === 'PE');
    if (premiumAfter <= most || !buysOption) return pass(seen, ratio);
    return refuse(
      'RMS_PREMIUM',
      { ...seen(), ratio },
      `The premium of options held and being bought would be ${rupees(premiumAfter)}, the budget is ${rupees(most)}: buy fewer, or close some first.`,
      { premiumAfter, most },
    );
  },
};
