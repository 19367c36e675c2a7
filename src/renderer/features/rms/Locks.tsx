import { useEffect, useState } from 'react';
import type { RiskLock } from '../../../contract/risk.ts';
import { Button } from '../../ui/Button.tsx';
import { countdown, istTime } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { UnlockDialog } from './UnlockDialog.tsx';

const NAMES: Record<RiskLock['kind'], string> = {
  DAY_LOSS: 'Day’s loss',
  PROFIT: 'Profit lock',
  DRAWDOWN: 'Fall from the best',
  TRADE_COUNT: 'Trade count',
  LOSS_STREAK: 'Losing streak',
  COOLDOWN: 'Cooldown',
  REJECTS: 'Rejects',
  REPEATED_FILLS: 'Repeated fills',
  STRATEGY: 'Strategy stopped',
};

/** What keeps entries out now: why, when it ends, and from when it opens by hand. */
export function Locks({ locks }: { locks: readonly RiskLock[] }) {
  const [opening, setOpening] = useState<RiskLock | null>(null);
  const now = useSecond(locks.length > 0);
  if (locks.length === 0) return null;
  return (
    <>
      <ul className="locks" aria-label="Locks">
        {locks.map((lock) => (
          <li key={lock.id}>
            <Tag tone="warn">{NAMES[lock.kind]}</Tag>
            {lock.strategy === null ? null : <span className="whose">{lock.strategy}</span>}
            <span className="grow">{lock.reason}</span>
            <span className="t2">
              {lock.opensAt > now && lock.opensAt < lock.endsAt
                ? `opens by hand in ${countdown(lock.opensAt - now)}, `
                : ''}
              ends {istTime(lock.endsAt)}, in {countdown(Math.max(0, lock.endsAt - now))}
            </span>
            {lock.opensAt < lock.endsAt ? (
              <Button small disabled={lock.opensAt > now} onClick={() => setOpening(lock)}>
                Open…
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {opening === null ? null : <UnlockDialog lock={opening} onClose={() => setOpening(null)} />}
    </>
  );
}

/** Epoch ms, once a second while it is wanted. */
function useSecond(wanted: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = wanted ? setInterval(() => setNow(Date.now()), 1000) : undefined;
    return () => clearInterval(timer);
  }, [wanted]);
  return now;
}
