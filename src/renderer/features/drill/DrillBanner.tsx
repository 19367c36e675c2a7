import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';
import { useDrill } from '../../stores/drill.ts';
import { useStatus } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { WarnIcon } from '../../ui/icons.tsx';
import { activeText } from './drill-words.ts';

/** Over everything while faults are on: what is broken now, how long still, and the way out. */
export function DrillBanner() {
  const run = useDrill()?.run;
  const status = useStatus();
  const stopKey = useKeyOf('stopDrill');
  if (!run) return null;
  const left = status?.mode === 'PAPER' ? Math.max(0, Math.ceil((run.endsAt - status.now) / 1000)) : null;
  return (
    <section className="halt reducing" aria-label="Fault drill is on">
      <WarnIcon />
      <b>FAULT DRILL</b>
      {run.state === 'running' ? (
        <>
          <span className="ell grow">
            {left === null ? 'In the paper session behind this replay' : `${left} s left`}: {activeText(run.active)}.
          </span>
          <Button hotkey={stopKey} onClick={() => runCommand('stopDrill')}>
            Stop now
          </Button>
        </>
      ) : (
        <span className="ell grow">Every fault is off. The books are read until they agree; the report follows.</span>
      )}
    </section>
  );
}
