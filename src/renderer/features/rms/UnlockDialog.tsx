import { useState } from 'react';
import type { RiskLock } from '../../../contract/risk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { REASON_LENGTH, ReasonField } from './ReasonField.tsx';

/** Opens a lock whose time has come, with a written reason. */
export function UnlockDialog({ lock, onClose }: { lock: RiskLock; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const given = reason.trim();
  const open = async () => {
    if (given.length < REASON_LENGTH) return;
    try {
      await client.call('rms.unlock', { lockId: lock.id, reason: given });
      announce('ok', `Lock opened. Reason: ${given}`);
      onClose();
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <Dialog
      title="Open the lock"
      width={440}
      onClose={onClose}
      onEnter={() => void open()}
      foot={
        <>
          <span className="danger grow" role="alert">
            {refusal}
          </span>
          <Button look="primary" disabled={given.length < REASON_LENGTH} onClick={() => void open()}>
            Open
          </Button>
        </>
      }
    >
      <p>{lock.reason}</p>
      <ReasonField id="unlock-reason" value={reason} onChange={setReason} />
    </Dialog>
  );
}
