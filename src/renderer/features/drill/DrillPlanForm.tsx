import { useState } from 'react';
import {
  DRILL_FAULTS,
  DRILL_FAULT_NAMES,
  DRILL_SECONDS,
  type DrillFault,
  type DrillPlan,
} from '../../../contract/drill.ts';
import { Button } from '../../ui/Button.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { DrillDialog } from './DrillDialog.tsx';
import { cellsOf } from './drill-words.ts';

const FIRST_SECONDS = 60;
const SEED_MOST = 9999;

/** Which faults, how long and by which seed, as the last time; then the dialog that says what will happen. */
export function DrillPlanForm({ last }: { last: DrillPlan | undefined }) {
  const [chosen, setChosen] = useState<ReadonlySet<DrillFault>>(() => new Set(last?.faults ?? DRILL_FAULT_NAMES));
  const [seconds, setSeconds] = useState(last?.seconds ?? FIRST_SECONDS);
  const [seed, setSeed] = useState(() => last?.seed ?? newSeed());
  const [asking, setAsking] = useState(false);
  const faults = DRILL_FAULT_NAMES.filter((fault) => chosen.has(fault));
  const toggle = (fault: DrillFault) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(fault)) after.add(fault);
      return after;
    });
  return (
    <section className="drill-plan" aria-label="Plan of the drill">
      <div className="drill-head">
        <span>What breaks</span>
        <Button
          small
          look="ghost"
          onClick={() => setChosen(new Set(chosen.size === DRILL_FAULT_NAMES.length ? [] : DRILL_FAULT_NAMES))}
        >
          {chosen.size === DRILL_FAULT_NAMES.length ? 'None' : 'All'}
        </Button>
      </div>
      <ul className="drill-faults">
        {DRILL_FAULT_NAMES.map((fault) => (
          <li key={fault}>
            <label title={DRILL_FAULTS[fault].does}>
              <input type="checkbox" checked={chosen.has(fault)} onChange={() => toggle(fault)} />
              {DRILL_FAULTS[fault].title}
              <span className="sub mono">{cellsOf(fault)}</span>
            </label>
          </li>
        ))}
      </ul>
      <div className="drill-numbers">
        <NumberField
          name="Seconds"
          value={seconds}
          step={10}
          grain={1}
          min={DRILL_SECONDS.least}
          max={DRILL_SECONDS.most}
          onChange={(value) => setSeconds(value ?? FIRST_SECONDS)}
        />
        <NumberField name="Seed" value={seed} step={1} max={2_147_483_647} onChange={(value) => setSeed(value ?? 0)} />
      </div>
      <Button look="primary" disabled={faults.length === 0} onClick={() => setAsking(true)}>
        Start a drill…
      </Button>
      {asking ? <DrillDialog plan={{ faults, seconds, seed }} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! % SEED_MOST;
}
