import { useConnection } from '../stores/connection.ts';
import { deskStore } from '../stores/desk.ts';
import { useRisk } from '../stores/values.ts';
import { Button } from '../ui/Button.tsx';
import { istTime } from '../ui/format.ts';
import { WarnIcon } from '../ui/icons.tsx';
import { useKeyOf } from '../commands/keys-store.ts';
import { runCommand } from '../commands/run-command.ts';
import { DrillBanner } from '../features/drill/DrillBanner.tsx';
import { EntriesWaitBanner } from '../features/reconciliation/EntriesWaitBanner.tsx';
import { FirstRunCard } from './first-run/FirstRunCard.tsx';

/** What concerns the whole window, between the top bar and the panels. */
export function Banners() {
  return (
    <div className="banners">
      <ConnectionBanner />
      <HaltBanner />
      <DrillBanner />
      <EntriesWaitBanner />
      <FirstRunCard />
    </div>
  );
}

function ConnectionBanner() {
  const connection = useConnection();
  const problem = deskStore((state) => state.problem);
  if (connection.kind === 'connected' && problem === null) return null;
  if (connection.kind === 'connecting') return null;
  return (
    <div className="halt" role="alert">
      <WarnIcon />
      {connection.kind === 'lost' ? (
        <>
          <b>CONNECTION LOST</b>
          <span>
            since {istTime(connection.since)}. Figures are as of then; nothing can be sent from here. Connecting again…
          </span>
          <span className="ell">{connection.reason}</span>
        </>
      ) : (
        <>
          <b>NOT CONNECTED</b>
          <span className="ell">{connection.kind === 'refused' ? connection.message : problem}</span>
        </>
      )}
    </div>
  );
}

function HaltBanner() {
  const risk = useRisk();
  const flattenKey = useKeyOf('flattenAll');
  if (!risk || risk.state === 'ACTIVE') return null;
  return (
    <div className={risk.state === 'HALTED' ? 'halt' : 'halt reducing'} role="alert">
      <b>{risk.state}</b>
      <span className="ell grow" title={risk.reason ?? undefined}>
        {risk.durable ? null : (
          <b>Not saved yet: the disk refuses it and it is tried again. A restart now would forget the halt. </b>
        )}
        {risk.reason}
      </span>
      <Button hotkey={flattenKey} onClick={() => runCommand('flattenAll')}>
        Flatten all
      </Button>
      <Button look="primary" onClick={() => runCommand('rearm')}>
        Re-arm…
      </Button>
    </div>
  );
}
