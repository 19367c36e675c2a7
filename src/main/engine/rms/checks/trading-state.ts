import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** O11: ACTIVE lets everything pass; REDUCING and HALTED let only what reduces the confirmed position pass. */
export const tradingState: RiskRule = {
  code: 'RMS_HALTED',
  name: 'Trading state',
  entriesOnly: true,
  check(order, { tradingState: state }) {
    const act = order.reduces ? 'exit' : 'entry';
    if (state === 'ACTIVE' || order.reduces)
      return pass(() => ({ value: `${act} while ${state}`, limit: 'ACTIVE for entries' }));
    const seen = { value: `${act} while ${state}`, limit: 'ACTIVE for entries' };
    return state === 'HALTED'
      ? refuse(
          'RMS_HALTED',
          seen,
          'Trading is HALTED: no entry is sent. Exits and cancels pass; re-arm to enter again.',
          {
            state,
          },
        )
      : refuse(
          'RMS_REDUCING',
          seen,
          'Trading is REDUCING: only orders that reduce a position pass. Re-arm to enter again.',
          { state },
        );
  },
};
