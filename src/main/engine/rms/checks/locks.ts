import { istTime } from '../../core/ist.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** What the day, a streak or a breaker has locked stays locked until its time. */
export const locks: RiskRule = {
  code: 'RMS_LOCKED',
  name: 'Locks',
  entriesOnly: true,
  check({ strategyId }, snapshot) {
    const lock = snapshot.locks.find(
      (other) => other.endsAt > snapshot.now && (other.strategyId === null || other.strategyId === strategyId),
    );
    if (lock === undefined) return pass(() => ({ value: 'open', limit: 'open' }));
    const byHand =
      lock.opensAt < lock.endsAt ? `it can be opened with a reason from ${istTime(lock.opensAt)} IST, and ` : '';
    return refuse(
      'RMS_LOCKED',
      { value: 'locked', limit: 'open' },
      `Entries are locked: ${lock.reason.replace(/\.$/, '')}; ${byHand}it ends at ${istTime(lock.endsAt)} IST. Exits pass.`,
      { kind: lock.kind, opensAt: lock.opensAt, endsAt: lock.endsAt },
    );
  },
};
