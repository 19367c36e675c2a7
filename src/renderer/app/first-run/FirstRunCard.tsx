import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';
import './first-run.css';
import { dismissFirstRun, firstRunStore } from './first-run.ts';

/** Shown until it is closed once: how to begin, in three steps. */
export function FirstRunCard() {
  const dismissed = firstRunStore((state) => state.dismissed);
  const sheetKey = useKeyOf('keySheet');
  const armKey = useKeyOf('arm');
  if (dismissed) return null;
  return (
    <section className="first-run" aria-label="First steps">
      <ol>
        <li>
          <b>1</b>
          <span className="stack">
            <span className="b">Paper trading is on</span>
            <span className="sub">Simulated market and money. {armKey} arms entries.</span>
          </span>
          <Button small onClick={() => runCommand('arm')}>
            Arm
          </Button>
        </li>
        <li>
          <b>2</b>
          <span className="stack">
            <span className="b">Learn the keys</span>
            <span className="sub">Every action has one, and each can be changed.</span>
          </span>
          <Button small hotkey={sheetKey} onClick={() => runCommand('keySheet')}>
            Keys
          </Button>
        </li>
        <li>
          <b>3</b>
          <span className="stack">
            <span className="b">Import a real day</span>
            <span className="sub">Read a file of ticks, then replay and trade it.</span>
          </span>
          <Button small onClick={() => runCommand('import')}>
            Import history
          </Button>
        </li>
      </ol>
      <IconButton name="Close first steps" onClick={dismissFirstRun}>
        <CloseIcon />
      </IconButton>
    </section>
  );
}
