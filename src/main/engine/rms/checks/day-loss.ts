import { rupees } from '../../core/money.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** rms_rules.max_loss: the day's net, realised + unrealised − charges, stays above −max_loss. */
export const dayLoss: RiskRule = {
  code: 'RMS_MAX_LOSS',
  name: "Day's loss",
  entriesOnly: true,
  check(_order, { dayNet }, { maxLoss }) {
    if (maxLoss === null) return pass(() => ({ value: rupees(dayNet), limit: 'off' }));
    const words = () => ({ value: rupees(dayNet), limit: rupees(-maxLoss) });
    const ratio = Math.max(0, -dayNet) / maxLoss;
    if (dayNet > -maxLoss) return pass(words, ratio);
    const seen = { ...words(), ratio };
    return refuse(
      'RMS_MAX_LOSS',
      seen,
      `The day's net is ${seen.value}, the max loss of the day is ${rupees(maxLoss)}: no entry is sent today. Exits pass.`,
      { dayNet, maxLoss },
    );
  },
};
