import { useEffect, useState } from 'react';
import { LIMIT_PARAMETERS } from '../../../contract/limit-parameters.ts';
import type { LimitParameter } from '../../../contract/limit-parameters.ts';
import type { Limits, Risk, SelfTradeMode } from '../../../contract/risk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';
import { useRisk } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { istTime } from '../../ui/format.ts';
import { changedLimits, limitChanges } from './limit-changes.ts';
import { limitSentence, limitText } from './limit-text.ts';

const REASON_FIELD = 'limits-reason';

const SELF_TRADE: Record<SelfTradeMode, string> = { BLOCK: 'Is refused', CANCEL_RESTING: 'Cancels that one first' };
const MODES = ['BLOCK', 'CANCEL_RESTING'] as const;

const GROUPS = [...new Set(LIMIT_PARAMETERS.map(({ group }) => group))];

/** Changes the limits: first the figures with what each does, then a look at what changes, with a reason. */
export function LimitsDialog({ onClose }: { onClose: () => void }) {
  const risk = useRisk();
  return risk === null ? null : <LimitsForm risk={risk} onClose={onClose} />;
}

function LimitsForm({ risk, onClose }: { risk: Risk; onClose: () => void }) {
  const [before] = useState(risk.limits);
  const [limits, setLimits] = useState(before);
  const [confirming, setConfirming] = useState(false);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const [selfTrade, setSelfTrade] = useState(risk.selfTrade);
  const [selfTradeBefore] = useState(selfTrade);
  const changes = limitChanges(before, limits);
  if (selfTrade !== selfTradeBefore) changes.push(`an entry into an own order ${SELF_TRADE[selfTrade].toLowerCase()}`);
  const save = async () => {
    const given = reason.trim();
    try {
      if (selfTrade !== selfTradeBefore) await client.call('rms.setSelfTrade', { mode: selfTrade });
      const after = await client.call('rms.setLimits', {
        ...changedLimits(before, limits),
        ...(given === '' ? {} : { reason: given }),
      });
      const waits = after.pending.length > 0 ? '; what is loosened waits' : '';
      announce('ok', `Limits changed: ${changes.join('; ')}${waits}`);
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
      title="Limits"
      width={620}
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
        <Confirmation changes={changes} reason={reason} onReason={setReason} />
      ) : (
        <div className="limit-groups">
          {GROUPS.map((group) => (
            <fieldset key={group} className="limit-group">
              <legend>{group}</legend>
              {LIMIT_PARAMETERS.filter((parameter) => parameter.group === group).map((parameter) => (
                <LimitField
                  key={parameter.key}
                  parameter={parameter}
                  limits={limits}
                  pending={risk.pending}
                  onChange={setLimits}
                />
              ))}
              {group === 'Order' ? <SelfTradeField mode={selfTrade} onChange={setSelfTrade} /> : null}
            </fieldset>
          ))}
        </div>
      )}
    </Dialog>
  );
}

function SelfTradeField({ mode, onChange }: { mode: SelfTradeMode; onChange: (mode: SelfTradeMode) => void }) {
  return (
    <div className="limit">
      <div className="field">
        <span className="label">Entry that would trade with an own order</span>
        <Segmented
          name="Entry that would trade with an own order"
          fill
          value={mode}
          segments={MODES.map((value) => ({ value, label: SELF_TRADE[value] }))}
          onChange={onChange}
        />
      </div>
      <p className="sub">
        {mode === 'BLOCK'
          ? 'It is refused while the own order rests on the other side.'
          : 'The own order on the other side is cancelled first; the entry leaves once that is confirmed.'}
      </p>
    </div>
  );
}

interface LimitFieldProps {
  parameter: LimitParameter;
  limits: Limits;
  pending: Risk['pending'];
  onChange: (limits: Limits) => void;
}

function LimitField({ parameter, limits, pending, onChange }: LimitFieldProps) {
  const { key, name, unit, min, max, step, origin } = parameter;
  const isMoney = unit === 'rupees';
  const waiting = pending.find((other) => other.key === key);
  return (
    <div className="limit">
      <NumberField
        name={isMoney ? `${name}, ₹` : name}
        hint={<span className="t3">empty = off</span>}
        value={limits[key]}
        onChange={(value) => onChange({ ...limits, [key]: value })}
        min={min}
        max={max}
        step={step}
        grain={isMoney ? 100 : 1}
        scale={isMoney ? 100 : 1}
        digits={isMoney ? 2 : 0}
        origin={origin}
        optional
        live
      />
      <p className={limits[key] === null ? 'sub off' : 'sub'}>{limitSentence(parameter, limits)}</p>
      {waiting === undefined ? null : (
        <p className="sub warn">
          {limitText(parameter, waiting.value)} from {istTime(waiting.from)} on.
        </p>
      )}
    </div>
  );
}

function Confirmation(props: { changes: string[]; reason: string; onReason: (reason: string) => void }) {
  useEffect(() => document.getElementById(REASON_FIELD)?.focus(), []);
  return (
    <>
      <ul className="limit-changes">
        {props.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <div className="field">
        <label htmlFor={REASON_FIELD}>Reason, kept in the log</label>
        <div className="input">
          <input
            id={REASON_FIELD}
            maxLength={200}
            autoComplete="off"
            value={props.reason}
            onChange={(event) => props.onReason(event.target.value)}
          />
        </div>
      </div>
      <p className="sub">
        What is tightened holds at once. What is loosened after the day’s first order needs a reason and waits, so that
        nobody talks himself out of a limit in the minute it bites.
      </p>
    </>
  );
}
