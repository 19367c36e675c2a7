import { useState } from 'react';
import { sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { announce } from '../../stores/toasts.ts';
import { reconciliationStore } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';

/** Shortest reason the contract takes. */
const REASON_LENGTH = 3;

/** Takes a written reason, and opens entries though the books differ by exactly what is shown. */
export function AcceptDifference({ token }: { token: string }) {
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const given = reason.trim();
  const accept = async () => {
    try {
      reconciliationStore.setState({ value: await client.call('reconcile.accept', { reason: given, token }) });
      announce('ok', `The difference is accepted. Reason: ${given}`);
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <div className="field">
      <label htmlFor="accept-reason">
        Accept exactly these differences, with a reason that the log keeps; any other difference makes entries wait
        again
      </label>
      <div className="books-accept">
        <div className="input">
          <input
            id="accept-reason"
            maxLength={200}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <Button look="danger" disabled={given.length < REASON_LENGTH} onClick={() => void accept()}>
          Accept the difference
        </Button>
      </div>
      <span className="danger" role="alert">
        {refusal}
      </span>
    </div>
  );
}
