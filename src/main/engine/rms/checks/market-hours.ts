import { istTime } from '../../core/ist.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** Nothing is sent outside the session; the simulated market is open round the clock. */
export const marketHours: RiskRule = {
  code: 'RMS_MARKET_CLOSED',
  name: 'Market hours',
  entriesOnly: false,
  check(_order, { phase, capabilities }) {
    if (phase.open) return pass(() => ({ value: phase.label, limit: 'in session' }));
    const change = phase.until === null ? '' : ` until ${istTime(phase.until)} IST`;
    const after = capabilities.amo ? '' : ` ${capabilities.name} takes no after-market orders.`;
    return refuse(
      'RMS_MARKET_CLOSED',
      { value: phase.label, limit: 'in session' },
      `The market is not in session: ${phase.label}${change}. Orders pass once it opens.${after}`,
      { phase: phase.label, until: phase.until },
    );
  },
};
