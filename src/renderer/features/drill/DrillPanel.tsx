import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';
import { hidePanel } from '../../stores/layouts-store.ts';
import { useDrill } from '../../stores/drill.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { activeText } from './drill-words.ts';
import { DrillPlanForm } from './DrillPlanForm.tsx';
import { DrillReportView } from './DrillReportView.tsx';
import './drill.css';

/** The fault drill: the plan, what is on while it runs, and the report of the last one. */
export function DrillPanel() {
  const drill = useDrill();
  return (
    <Panel
      name="Fault drill"
      tools={
        <IconButton name="Close the fault drill" onClick={() => hidePanel('drill')}>
          <CloseIcon />
        </IconButton>
      }
    >
      <div className="scroll drill">
        {drill?.run ? <Running /> : null}
        {drill && !drill.run ? (
          drill.refusal === null ? (
            <DrillPlanForm last={drill.last?.plan} />
          ) : (
            <EmptyState>{drill.refusal}</EmptyState>
          )
        ) : null}
        {drill?.last ? (
          <DrillReportView report={drill.last} />
        ) : (
          <p className="sub drill-none">
            A drill breaks the paper session on purpose and counts what stayed protected, 0 to 100.
          </p>
        )}
      </div>
    </Panel>
  );
}

function Running() {
  const run = useDrill()?.run;
  const stopKey = useKeyOf('stopDrill');
  if (!run) return null;
  const isOn = run.state === 'running';
  return (
    <section className="drill-plan" aria-label="Drill that is on">
      <p>{isOn ? `Now: ${activeText(run.active)}.` : 'Every fault is off. The books are read until they agree.'}</p>
      <p className="sub">
        {run.plan.faults.length} faults in {run.plan.seconds} s, seed {run.plan.seed}.
      </p>
      {isOn ? (
        <Button look="danger" hotkey={stopKey} onClick={() => runCommand('stopDrill')}>
          Stop now
        </Button>
      ) : null}
    </section>
  );
}
