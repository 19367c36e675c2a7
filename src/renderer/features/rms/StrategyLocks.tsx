import { useState } from 'react';
import type { HeldLock } from '../../../contract/protection.ts';
import { locksStore } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { strategyLockSentence } from './limit-text.ts';
import { RemoveLockDialog } from './RemoveLockDialog.tsx';

/** The profit locks of strategies and of all by hand: what each keeps, and how it is taken off. */
export function StrategyLocks() {
  const held = locksStore(({ value }) => value);
  const [removing, setRemoving] = useState<HeldLock | null>(null);
  const locks = held?.filter(({ scope }) => scope.type === 'STRATEGY') ?? [];
  if (locks.length === 0) return null;
  return (
    <>
      <ul className="locks" aria-label="Profit locks">
        {locks.map((lock) => (
          <li key={lock.id}>
            <Tag tone={lock.phase === 'HIT' ? 'danger' : lock.phase === 'LOCKED' ? 'ok' : 'plain'}>Profit lock</Tag>
            <span className="whose">{lock.name}</span>
            <span className="grow">{strategyLockSentence(lock)}</span>
            {lock.phase === 'HIT' ? null : (
              <Button small onClick={() => setRemoving(lock)}>
                Remove…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {removing === null ? null : <RemoveLockDialog lock={removing} onClose={() => setRemoving(null)} />}
    </>
  );
}
