import { orderText } from './order-text.ts';
import type { LedgerDraft } from './ledger-draft.ts';
import type { OrderLedger } from './order-ledger.ts';

/**
 * The crash rule: what was being sent has no known outcome, a request that was out neither, and what still waited its
 * turn is not sent any more, its price being old.
 */
export function afterCrash(ledger: OrderLedger): void {
  ledger.write((draft) => {
    loseWhatIsOut(ledger, draft, 'The terminal was restarted before the broker answered');
    for (const { record } of ledger.book.live()) {
      if (record.state !== 'QUEUED' && record.state !== 'DRAFT') continue;
      const message = 'The terminal was restarted before it was sent; it is not sent any more. Place it again.';
      if (record.state === 'DRAFT') draft.event(record.id, { type: 'passed' });
      draft.event(record.id, { type: 'dropped', reason: { code: 'RMS_RECONCILING', message, details: {} } });
      draft.log('order', `${orderText(record)}: ${message}`);
    }
  });
}

/** A machine that slept, or whose clock jumped, may have missed an answer: what was out has no known outcome (T6). */
export function afterSuspend(ledger: OrderLedger): void {
  ledger.write((draft) =>
    loseWhatIsOut(ledger, draft, 'The machine slept, or its clock jumped, before the broker answered'),
  );
}

function loseWhatIsOut(ledger: OrderLedger, draft: LedgerDraft, why: string): void {
  for (const { record } of ledger.book.live()) {
    if (record.state === 'SENDING') {
      const message = `${why}; its books will tell whether the order is there.`;
      draft.event(record.id, { type: 'lost', reason: { code: 'BROKER_UNKNOWN', message, details: {} } });
      draft.log('broker', `${orderText(record)}: ${message}`);
    }
    for (const request of record.requests) {
      if (request.state !== 'sent') continue;
      const reason = { code: 'BROKER_UNKNOWN' as const, message: `${why} the ${request.kind}.`, details: {} };
      draft.event(record.id, { type: 'requestEnded', requestId: request.id, state: 'unknown', reason });
    }
  }
}
