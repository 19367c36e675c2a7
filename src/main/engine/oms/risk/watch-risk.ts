import { RiskWatch } from '../../rms/risk-watch.ts';
import type { RiskWatchParts } from '../../rms/risk-watch.ts';
import type { DayCounts } from '../ledger/day-counts.ts';
import type { OmsParts } from '../oms-context.ts';

/** The watch over one account's day, its finds kept in the desk's store. */
export function watchRisk(
  { clock, ids, store, account, portfolio }: OmsParts,
  counts: DayCounts,
  acts: Pick<RiskWatchParts, 'halt' | 'changed'>,
): RiskWatch {
  return new RiskWatch({
    clock,
    accountId: account.id,
    newId: () => ids.uuid(),
    limits: () => store.limits(account.userId),
    dayNet: () => portfolio.dayNet(),
    today: () => counts.trades.today(clock.now()),
    loadDay: (day) => store.riskDay(account.id, day),
    saveDay: (day) => store.transaction((tx) => tx.saveRiskDay(day)),
    loadLocks: () => store.riskLocks(account.id),
    saveLock: (lock, line) =>
      store.transaction((tx) => {
        tx.saveRiskLock(lock);
        tx.log('rms', line);
      }),
    ...acts,
  });
}
