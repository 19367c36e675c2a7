import { useState } from 'react';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { disarm } from '../../stores/armed.ts';
import { useOrders, usePositions } from '../../stores/tables.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { closeTradingDialog } from './trading-dialogs.ts';

/** The kill switch: one Enter halts trading at once, and squares off too when that is ticked. */
export function KillDialog() {
  const [squareOff, setSquareOff] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const working = useOrders().filter(({ status }) => status === 'PENDING').length;
  const open = usePositions().filter(({ netQty }) => netQty !== 0).length;
  const kill = async () => {
    try {
      await client.call('rms.kill', { reason: 'Kill switch by hand', squareOff });
      disarm();
      closeTradingDialog();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const confirm = () => void kill();
  return (
    <Dialog
      title="Kill switch"
      onClose={closeTradingDialog}
      onEnter={confirm}
      foot={
        <>
          <Button onClick={closeTradingDialog} hotkey="Esc">
            Leave
          </Button>
          <Button look="danger" hotkey="Enter" data-autofocus onClick={confirm}>
            {squareOff ? 'Halt and square off' : 'Halt trading'}
          </Button>
        </>
      }
    >
      {problem ? <p className="danger">{problem}</p> : null}
      <ol className="kill-steps">
        <li>No entry is sent from this moment on, by key or by ticket.</li>
        <li>{working === 0 ? 'No order is live.' : `Live entry orders are cancelled (${working} live now).`}</li>
        <li>
          {open === 0
            ? 'No position is open.'
            : squareOff
              ? `${open} open ${open === 1 ? 'position is' : 'positions are'} closed at market, shorts first.`
              : `${open} open ${open === 1 ? 'position stays' : 'positions stay'}; targets, stops and exits by hand go on.`}
        </li>
        <li>Trading stays halted, through a restart too, until it is re-armed with a reason.</li>
      </ol>
      <label className="row">
        <input type="checkbox" checked={squareOff} onChange={(event) => setSquareOff(event.target.checked)} />
        Square off too
      </label>
    </Dialog>
  );
}
