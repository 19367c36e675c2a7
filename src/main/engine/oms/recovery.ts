import { orderText } from './order-text.ts';
import type { OrderLedger } from './order-ledger.ts';

/**
 * The crash rule: what was being sent has no known outcome, a request that was out neither, and what still waited its
 * turn is not sent any more, its price being old.
 */
export function afterCrash(ledger: OrderLedger): void {
  ledger.write((draft) => {
    for (const { record } of ledger.book.live()) {
      const restarted = 'The terminal was restarted before the broker answered';
      if (record.state === 'SENDING') {
        const message = `${restarted}; its books will tell whether the order is there.`;
        draft.event(record.id, { type: 'lost', reason: { code: 'BROKER_UNKNOWN', message, details: {} } });
        draft.log('broker', `${orderText(record)}: ${message}`);
      }
      if (record.state === 'QUEUED' || record.state === 'DRAFT') {
        const message = 'The terminal was restarted before it was sent; it is not sent any more. Place it again.';
        if (record.state === 'DRAFT') draft.event(record.id, { type: 'passed' });
        draft.event(record.id, { type: 'dropped', reason: { code: 'RMS_RECONCILING', message, details: {} } });
        draft.log('order', `${orderText(record)}: ${message}`);
      }
      for (const request of record.requests) {
        if (request.state !== 'sent') continue;
        const reason = { code: 'BROKER_UNKNOWN' as const, message: `${restarted} the ${request.kind}.`, details: {} };
        draft.event(record.id, { type: 'requestEnded', requestId: request.id, state: 'unknown', reason });
      }
    }
  });
}
