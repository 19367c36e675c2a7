import { runCommand } from '../../commands/run-command.ts';
import { useReconciliation } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { WarnIcon } from '../../ui/icons.tsx';

/** Says over every layout why entries wait for the broker's books, and leads to both of them. */
export function EntriesWaitBanner() {
  const books = useReconciliation();
  if (books === null || (books.state !== 'differs' && books.state !== 'unread')) return null;
  return (
    <div className="halt reducing" role="alert">
      <WarnIcon />
      <b>ENTRIES WAIT</b>
      <span className="ell grow" title={books.reason ?? undefined}>
        {books.reason}
      </span>
      <Button onClick={() => runCommand('reconciliation')}>Compare books…</Button>
    </div>
  );
}
