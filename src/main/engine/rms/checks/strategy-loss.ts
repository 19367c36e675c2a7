import { rupees } from '../../core/money.ts';
import { BY_HAND, pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The day of the order's strategy, realised + unrealised − charges, stays above the loss the strategy may make. */
export const strategyLoss: RiskRule = {
  code: 'RMS_STRATEGY_LOSS',
  name: 'Loss of the strategy',
  entriesOnly: true,
  check(_order, { strategy }) {
    if (strategy === null) return BY_HAND;
    const { name, dayNet, maxLoss } = strategy;
    if (maxLoss === null) return pass(() => ({ value: rupees(dayNet), limit: 'off' }));
    const words = () => ({ value: rupees(dayNet), limit: rupees(-maxLoss) });
    const ratio = Math.max(0, -dayNet) / maxLoss;
    if (dayNet > -maxLoss) return pass(words, ratio);
    const seen = { ...words(), ratio };
    return refuse(
      'RMS_STRATEGY_LOSS',
      seen,
      `The day of ${name} stands at ${seen.value}, its limit is ${seen.limit}: it enters no more today unless its limit is raised. Exits pass.`,
      { dayNet, maxLoss },
    );
  },
};
