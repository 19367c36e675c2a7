import { useState } from 'react';
import { REARM_WORD } from '../../../contract/risk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';
import { useRisk } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { REASON_LENGTH, ReasonField } from './ReasonField.tsx';

/** Takes trading back to ACTIVE in two steps: a written reason, and a word typed by hand. */
export function RearmDialog({ onClose }: { onClose: () => void }) {
  const risk = useRisk();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const given = reason.trim();
  const isComplete = given.length >= REASON_LENGTH && typed.trim().toUpperCase() === REARM_WORD;
  const rearm = async () => {
    if (!isComplete) return;
    try {
      const after = await client.call('rms.rearm', { reason: given, typed });
      announce('ok', `Trading is ${after.state}. Reason: ${given}`);
      onClose();
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <Dialog
      title="Re-arm trading"
      width={440}
      onClose={onClose}
      onEnter={() => void rearm()}
      foot={
        <>
          <span className="danger grow" role="alert">
            {refusal}
          </span>
          <Button look="primary" disabled={!isComplete} onClick={() => void rearm()}>
            Re-arm
          </Button>
        </>
      }
    >
      <p>{risk?.reason ?? 'Trading is active.'}</p>
      <ReasonField id="rearm-reason" value={reason} onChange={setReason} />
      <div className="field">
        <label htmlFor="rearm-word">Type {REARM_WORD} to confirm</label>
        <div className="input">
          <input
            id="rearm-word"
            maxLength={20}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      </div>
    </Dialog>
  );
}
