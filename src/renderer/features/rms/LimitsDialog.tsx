import { useState } from 'react';
import type { Limits } from '../../../contract/risk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';
import { riskStore } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { limitChanges } from './limit-changes.ts';

const OFF: Limits = { maxLoss: null, maxLots: null };

/** Changes the day's limits: first the figures, then a look at what changes. */
export function LimitsDialog({ onClose }: { onClose: () => void }) {
  const [before] = useState(() => riskStore.getState().value?.limits ?? OFF);
  const [limits, setLimits] = useState(before);
  const [confirming, setConfirming] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const changes = limitChanges(before, limits);
  const save = async () => {
    try {
      await client.call('rms.setLimits', limits);
      announce('ok', `Limits changed: ${changes.join('; ')}`);
      onClose();
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  const proceed = () => {
    if (changes.length === 0) return;
    if (confirming) void save();
    else setConfirming(true);
  };
  return (
    <Dialog
      title="Limits of the day"
      width={420}
      onClose={onClose}
      onEnter={proceed}
      foot={
        <>
          <span className="danger grow" role="alert">
            {refusal}
          </span>
          {confirming ? <Button onClick={() => setConfirming(false)}>Back</Button> : null}
          <Button look="primary" disabled={changes.length === 0} onClick={proceed}>
            {confirming ? 'Change the limits' : 'Continue'}
          </Button>
        </>
      }
    >
      {confirming ? (
        <ul className="limit-changes">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      ) : (
        <>
          <NumberField
            name="Max loss of the day, ₹"
            hint={<span className="t2">empty = off</span>}
            value={limits.maxLoss}
            onChange={(maxLoss) => setLimits({ ...limits, maxLoss })}
            step={50_000}
            grain={100}
            min={100}
            scale={100}
            digits={2}
            origin={1_500_000}
            optional
            live
          />
          <NumberField
            name="Max open lots"
            hint={<span className="t2">empty = off</span>}
            value={limits.maxLots}
            onChange={(maxLots) => setLimits({ ...limits, maxLots })}
            step={1}
            min={1}
            origin={20}
            optional
            live
          />
        </>
      )}
      <p className="sub">
        When the day’s net (booked + open − charges) reaches the max loss, entries are cancelled, positions are squared
        off and trading halts. Open lots count working and unknown entries too.
      </p>
    </Dialog>
  );
}
