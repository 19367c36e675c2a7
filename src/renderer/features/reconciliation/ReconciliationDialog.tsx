import { useEffect } from 'react';
import type { Reconciliation } from '../../../contract/reconciliation.ts';
import { isConnected } from '../../stores/connection.ts';
import { useReconciliation } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { istTime } from '../../ui/format.ts';
import { AcceptDifference } from './AcceptDifference.tsx';
import { askBroker } from './ask-broker.ts';
import { BookLines } from './BookLines.tsx';
import './reconciliation.css';

/** Our books beside the broker's, which is asked when the dialog opens. Entries wait until they agree, or until the difference is accepted with a reason. */
export function ReconciliationDialog({ onClose }: { onClose: () => void }) {
  const books = useReconciliation();
  useEffect(() => {
    if (isConnected()) void askBroker();
  }, []);
  return (
    <Dialog
      title="Own and broker books"
      width={760}
      onClose={onClose}
      foot={
        <>
          <span className="sub grow">{books === null ? null : readText(books)}</span>
          <Button disabled={books?.reading ?? true} onClick={() => void askBroker()}>
            Ask the broker now
          </Button>
        </>
      }
    >
      {books === null ? null : (
        <>
          <p>{books.reason ?? openText(books)}</p>
          <div className="scroll books-both">
            <BookLines books={books} />
          </div>
          {books.state === 'differs' && books.token !== null ? (
            <AcceptDifference key={books.token} token={books.token} />
          ) : null}
        </>
      )}
    </Dialog>
  );
}

function openText({ accepted }: Reconciliation): string {
  if (accepted === null) return 'Both books agree. Entries are open.';
  return `Entries are open. The difference was accepted at ${istTime(accepted.at)}: ${accepted.reason}`;
}

function readText({ readAt, reading }: Reconciliation): string {
  if (reading) return 'The broker is being asked…';
  return readAt === null ? 'The broker’s books were not read yet.' : `The broker’s books as of ${istTime(readAt)}`;
}
