import { useState } from 'react';
import type { CandidateRow, UnknownAnswer as Answer, UnknownOrder } from '../../../contract/reconciliation.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { announce } from '../../stores/toasts.ts';
import { reconciliationStore } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { inr, istTimeMs, quantity } from '../../ui/format.ts';

/** Shortest reason the contract takes. */
const REASON_LENGTH = 3;

async function answer(orderId: string, said: Answer): Promise<void> {
  try {
    reconciliationStore.setState({ value: await client.call('reconcile.answer', { orderId, answer: said }) });
  } catch (error) {
    announce('danger', sentenceOf(error));
  }
}

/** Asks what became of an order that no proof was found for: a row of the broker's book, never placed, or wait on. */
export function UnknownAnswer({ unknown }: { unknown: UnknownOrder }) {
  const { orderId, asked, candidates } = unknown;
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <>
      {candidates.map((row) => (
        <div className="row sub" key={row.brokerOrderId}>
          <span>{rowText(row)}</span>
          <Button small onClick={() => void answer(orderId, { is: 'row', brokerOrderId: row.brokerOrderId })}>
            It is this row
          </Button>
        </div>
      ))}
      {asked ? (
        <div className="row sub">
          <b className="warn">What became of it?</b>
          <span>{candidates.length === 0 ? 'No row of the broker’s book looks like it.' : null}</span>
          <input
            className="lane-reason"
            aria-label="Why it was never placed"
            placeholder="How do you know? Kept in the log"
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button
            small
            look="danger"
            disabled={given.length < REASON_LENGTH}
            onClick={() => void answer(orderId, { is: 'never', reason: given })}
          >
            It was never placed
          </Button>
          <Button small onClick={() => void answer(orderId, { is: 'wait' })}>
            Keep waiting
          </Button>
        </div>
      ) : null}
    </>
  );
}

function rowText({ brokerOrderId, side, quantity: units, price, product, status, filled, ts }: CandidateRow): string {
  return `${brokerOrderId}: ${side} ${quantity(units)} at ${inr(price)} ${product}, ${status}, ${quantity(filled)} filled, ${istTimeMs(ts)}`;
}
