import { useState } from 'react';
import type { HeldLock } from '../../../contract/protection.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { strategyLockSentence } from './limit-text.ts';
import { REASON_LENGTH, ReasonField } from './ReasonField.tsx';

/** Takes the profit lock of a strategy off, with a written reason. */
export function RemoveLockDialog({ lock, onClose }: { lock: HeldLock; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const given = reason.trim();
  const remove = async () => {
    if (given.length < REASON_LENGTH) return;
    try {
      await client.call('exits.lock', { scope: lock.scope, terms: null, reason: given });
      announce('ok', `Profit lock of ${lock.name} removed. Reason: ${given}`);
      onClose();
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <Dialog
      title={`Profit lock of ${lock.name}`}
      width={440}
      onClose={onClose}
      onEnter={() => void remove()}
      foot={
        <>
          <span className="danger grow" role="alert">
            {refusal}
          </span>
          <Button look="primary" disabled={given.length < REASON_LENGTH} onClick={() => void remove()}>
            Remove
          </Button>
        </>
      }
    >
      <p>{strategyLockSentence(lock)} Without it nothing of that profit is kept.</p>
      <ReasonField id="remove-lock-reason" value={reason} onChange={setReason} />
    </Dialog>
  );
}
