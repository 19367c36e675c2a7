import { useState } from 'react';
import { DRILL_FAULTS, type DrillPlan } from '../../../contract/drill.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { useKeyOf } from '../../commands/keys-store.ts';
import { useOrders, usePositions } from '../../stores/tables.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Keycap } from '../../ui/Keycap.tsx';

/** Says what a drill will do to the paper session before it does it. */
export function DrillDialog({ plan, onClose }: { plan: DrillPlan; onClose: () => void }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const working = useOrders().filter(({ status }) => status === 'PENDING').length;
  const open = usePositions().filter(({ netQty }) => netQty !== 0).length;
  const stopKey = useKeyOf('stopDrill');
  const start = async () => {
    try {
      await client.call('drill.start', plan);
      onClose();
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <Dialog
      title="Start a fault drill"
      width={520}
      onClose={onClose}
      onEnter={() => void start()}
      foot={
        <>
          <span className="danger grow" role="alert">
            {refusal}
          </span>
          <Button onClick={onClose} hotkey="Esc">
            Leave
          </Button>
          <Button look="primary" hotkey="Enter" data-autofocus onClick={() => void start()}>
            Start for {plan.seconds} s
          </Button>
        </>
      }
    >
      <ol className="drill-steps">
        <li>
          For {plan.seconds} s these break, one by one and together, by seed {plan.seed}:
          <ul>
            {plan.faults.map((fault) => (
              <li key={fault}>
                <b>{DRILL_FAULTS[fault].title}.</b> {DRILL_FAULTS[fault].does}
              </li>
            ))}
          </ul>
        </li>
        <li>
          Only the paper account: {open} open {open === 1 ? 'position' : 'positions'} and {working} live{' '}
          {working === 1 ? 'order' : 'orders'} go through it. A stop that is reached closes at its price, and the max
          loss of the day halts as ever.
        </li>
        <li>
          It ends by itself. {stopKey ? <Keycap>{stopKey}</Keycap> : null} or the banner stops it at once; what was held
          back is delivered.
        </li>
        <li>Start, faults, end and score are in the log; recorded ticks are those the desk saw.</li>
      </ol>
    </Dialog>
  );
}
