import { useEffect, useState } from 'react';
import { useArmed } from '../../stores/armed.ts';
import { MAX_LOTS } from '../../stores/draft-order.ts';
import { useFocus } from '../../stores/focus.ts';
import { usePositions } from '../../stores/tables.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { moveToTarget } from './actions.ts';
import { closeTradingDialog } from './trading-dialogs.ts';
import { moveText } from './trading-words.ts';

const FIELD = 'target-lots';

/** Asks for the net lots wanted of the focused instrument and sends the difference. */
export function TargetDialog() {
  const instrument = useFocus();
  const netQty = usePositions().find((row) => row.instrumentId === instrument?.id)?.netQty ?? 0;
  const held = instrument === undefined ? 0 : netQty / instrument.lotSize;
  const [lots, setLots] = useState(held);
  const armed = useArmed();
  useEffect(() => document.getElementById(FIELD)?.focus(), []);
  if (instrument === undefined) return null;
  const send = async () => {
    if (lots === held || (await moveToTarget(instrument, lots))) closeTradingDialog();
  };
  const confirm = () => void send();
  return (
    <Dialog
      title={`Target position · ${instrument.name}`}
      onClose={closeTradingDialog}
      onEnter={confirm}
      foot={
        <>
          <Button onClick={closeTradingDialog} hotkey="Esc">
            Leave
          </Button>
          <Button look="primary" hotkey="Enter" disabled={!armed} onClick={confirm}>
            {armed ? 'Send the difference' : 'Arm to send'}
          </Button>
        </>
      }
    >
      <NumberField
        name="Net lots, − for short"
        id={FIELD}
        value={lots}
        onChange={(wanted) => setLots(wanted ?? 0)}
        step={1}
        min={-MAX_LOTS}
        max={MAX_LOTS}
        live
      />
      <p>{moveText(held, lots)}</p>
    </Dialog>
  );
}
