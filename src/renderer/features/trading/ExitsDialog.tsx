import { useEffect, useState } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import type { Position } from '../../../contract/trading.ts';
import { useFocus } from '../../stores/focus.ts';
import { usePositions } from '../../stores/tables.ts';
import { useLockOf } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { inr } from '../../ui/format.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { setExits } from './actions.ts';
import { exitDraft, type ExitDraft } from './exit-terms.ts';
import { closeTradingDialog } from './trading-dialogs.ts';

const STOP_FIELD = 'exits-stop';
const HUNDRED_RUPEES = 10_000;

/** Stop, trail, target and profit lock of the position in focus. */
export function ExitsDialog() {
  const instrument = useFocus();
  const position = usePositions().find((row) => row.instrumentId === instrument?.id);
  const isHeld = position !== undefined && position.netQty !== 0;
  useEffect(() => {
    if (!isHeld) closeTradingDialog();
  }, [isHeld]);
  if (instrument === undefined || !isHeld) return null;
  return <PositionExits instrument={instrument} position={position} />;
}

interface PositionExitsProps {
  instrument: Instrument;
  position: Position;
}

function PositionExits({ instrument, position }: PositionExitsProps) {
  const held = useLockOf(instrument.id);
  const [before] = useState(() => exitDraft(position, held, instrument.tickSize));
  const [draft, setDraft] = useState(before);
  const change = (part: Partial<ExitDraft>) => setDraft((known) => ({ ...known, ...part }));
  useEffect(() => document.getElementById(STOP_FIELD)?.focus(), []);
  const send = async () => {
    if (await setExits(instrument.id, before, draft)) closeTradingDialog();
  };
  const confirm = () => void send();
  return (
    <Dialog
      title={`Exits · ${instrument.name}`}
      onClose={closeTradingDialog}
      onEnter={confirm}
      foot={
        <>
          <Button onClick={closeTradingDialog} hotkey="Esc">
            Leave
          </Button>
          <Button look="primary" hotkey="Enter" onClick={confirm}>
            Set the exits
          </Button>
        </>
      }
    >
      <StopFields draft={draft} change={change} position={position} tickSize={instrument.tickSize} />
      <LockFields draft={draft} change={change} />
    </Dialog>
  );
}

interface FieldsProps {
  draft: ExitDraft;
  change: (part: Partial<ExitDraft>) => void;
}

function StopFields({ draft, change, position, tickSize }: FieldsProps & { position: Position; tickSize: number }) {
  const paise = { scale: 100, digits: 2, step: tickSize, live: true };
  const price = { ...paise, min: tickSize, optional: true, origin: position.ltp };
  const length = { ...paise, min: tickSize };
  return (
    <fieldset className="exits-part">
      <legend className="b">
        Stop and target{' '}
        <span className="sub">
          {position.netQty > 0 ? 'bought' : 'sold'} at {inr(position.cost / position.netQty)}
        </span>
      </legend>
      <div className="exits-fields">
        <NumberField {...price} name="Stop" id={STOP_FIELD} value={draft.stop} onChange={(stop) => change({ stop })} />
        <NumberField {...price} name="Target" value={draft.target} onChange={(target) => change({ target })} />
      </div>
      {draft.stop === null ? null : (
        <>
          <Segmented
            fill
            name="Trail"
            value={draft.follow}
            onChange={(follow) => change({ follow })}
            segments={[
              { value: 'OFF', label: 'Stays', name: 'The stop does not follow the price' },
              { value: 'STEP', label: 'Steps', name: 'For every so much gained, the stop moves by so much' },
              { value: 'DISTANCE', label: 'Distance', name: 'So far behind the best price' },
              { value: 'PERCENT', label: 'Per cent', name: 'That part of the best price behind it' },
            ]}
          />
          <div className="exits-fields">
            {draft.follow === 'STEP' ? (
              <>
                <NumberField
                  {...length}
                  name="For every"
                  value={draft.every}
                  onChange={(every) => change({ every: every ?? tickSize })}
                />
                <NumberField
                  {...length}
                  name="Trail by"
                  value={draft.by}
                  onChange={(by) => change({ by: by ?? tickSize })}
                />
              </>
            ) : null}
            {draft.follow === 'DISTANCE' ? (
              <NumberField
                {...length}
                name="Behind the best price"
                value={draft.distance}
                onChange={(distance) => change({ distance: distance ?? tickSize })}
              />
            ) : null}
            {draft.follow === 'PERCENT' ? (
              <NumberField
                name="% behind the best price"
                value={draft.percent}
                onChange={(percent) => change({ percent: percent ?? 1 })}
                scale={100}
                digits={2}
                step={50}
                grain={1}
                min={1}
                max={9_900}
                live
              />
            ) : null}
            {draft.follow === 'OFF' ? null : (
              <NumberField
                {...paise}
                name="Once gained"
                hint={<span className="t2">0 = at once</span>}
                value={draft.after}
                onChange={(after) => change({ after: after ?? 0 })}
              />
            )}
            <NumberField
              {...length}
              optional
              placeholder="off"
              name="Break-even once gained"
              value={draft.breakEvenAfter}
              onChange={(breakEvenAfter) => change({ breakEvenAfter })}
            />
          </div>
        </>
      )}
    </fieldset>
  );
}

function LockFields({ draft, change }: FieldsProps) {
  const amount = { scale: 100, digits: 2, step: HUNDRED_RUPEES, grain: 1, min: 1, live: true };
  return (
    <fieldset className="exits-part">
      <legend className="b">
        Profit lock <span className="sub">of what is booked today and open, in ₹</span>
      </legend>
      <Segmented
        fill
        name="Profit lock"
        value={draft.lock}
        onChange={(lock) => change({ lock })}
        segments={[
          { value: 'OFF', label: 'Off' },
          { value: 'LOCK', label: 'Lock', name: 'Once a profit is reached, so much of it is kept' },
          { value: 'TRAIL', label: 'Lock and trail', name: 'What is kept rises with the profit' },
        ]}
      />
      {draft.lock === 'OFF' ? null : (
        <>
          <div className="exits-fields">
            <NumberField
              {...amount}
              name="Once the profit is"
              value={draft.trigger}
              onChange={(trigger) => change({ trigger: trigger ?? 1 })}
            />
            <NumberField
              {...amount}
              name="Keep at least"
              value={draft.floor}
              onChange={(floor) => change({ floor: floor ?? 1 })}
            />
            {draft.lock === 'LOCK' ? null : (
              <>
                <NumberField
                  {...amount}
                  name="For every further"
                  value={draft.lockEvery}
                  onChange={(lockEvery) => change({ lockEvery: lockEvery ?? 1 })}
                />
                <NumberField
                  {...amount}
                  name="Keep more"
                  value={draft.lockBy}
                  onChange={(lockBy) => change({ lockBy: lockBy ?? 1 })}
                />
              </>
            )}
          </div>
          <label className="row">
            <input type="checkbox" checked={draft.net} onChange={(event) => change({ net: event.target.checked })} />
            Net of charges
          </label>
        </>
      )}
    </fieldset>
  );
}
