import { useState } from 'react';
import {
  ALERT_ON,
  type Alert,
  type AlertComparison,
  type AlertOn,
  type AlertRepeat,
} from '../../../contract/alerts.ts';
import type { Interval } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { alertUnit } from '../../../indicators/alert-unit.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useFocus } from '../../stores/focus.ts';
import { useQuote } from '../../stores/quotes.ts';
import { useStatus } from '../../stores/values.ts';
import { saveAlert } from './alert-actions.ts';
import { levelStep, NEW_TERMS, subjectOf, subjectsOf, type AlertDraft } from './alert-draft.ts';
import { IndicatorFields } from './IndicatorFields.tsx';
import './alerts.css';

const COMPARISONS: readonly { value: AlertComparison; label: string }[] = [
  { value: 'CROSSES_ABOVE', label: 'Crosses above' },
  { value: 'CROSSES_BELOW', label: 'Crosses below' },
  { value: 'AT_LEAST', label: 'At least' },
  { value: 'AT_MOST', label: 'At most' },
];

const REPEATS: readonly { value: AlertRepeat['type']; label: string }[] = [
  { value: 'ONCE', label: 'Once' },
  { value: 'ONCE_A_BAR', label: 'Once a bar' },
  { value: 'EVERY_TIME', label: 'Every time' },
];
const BARS: readonly Interval[] = ['1m', '5m', '15m', '1h', '1d'];
const SECOND = 1000;

interface AlertDialogProps {
  /** The one that is changed; null: a new one, on the symbol that has the focus. */
  alert: Alert | null;
  onClose: () => void;
}

/** An alert in its terms. */
export function AlertDialog({ alert, onClose }: AlertDialogProps) {
  const instrument = useFocus();
  const quote = useQuote(instrument?.id);
  if (alert !== null) return <AlertForm alert={alert} instrument={null} start={alert.terms} onClose={onClose} />;
  if (instrument === undefined) {
    return (
      <Dialog title="New alert" width={420} onClose={onClose}>
        <p className="t2">Focus a symbol first: an alert watches it, its chain, or your day.</p>
      </Dialog>
    );
  }
  const start: AlertDraft = { ...NEW_TERMS, subject: subjectOf('LTP', instrument), level: quote?.ltp ?? null };
  return <AlertForm key={instrument.id} alert={null} instrument={instrument} start={start} onClose={onClose} />;
}

interface AlertFormProps extends AlertDialogProps {
  /** What a new one is on. */
  instrument: Instrument | null;
  start: AlertDraft;
}

function AlertForm({ alert, instrument, start, onClose }: AlertFormProps) {
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (changed: Partial<AlertDraft>) => setDraft((before) => ({ ...before, ...changed }));
  const { subject, comparison, level, repeat, note } = draft;
  const unit = alertUnit(subject);
  const save = async () => {
    if (level === null) return setProblem('Give the level that it waits for.');
    const refusal = await saveAlert(alert?.id ?? null, { ...draft, level });
    if (refusal === null) return onClose();
    return setProblem(refusal);
  };
  return (
    <Dialog
      title={instrument === null ? `Alert · ${alert?.text ?? ''}` : `New alert · ${instrument.name}`}
      width={560}
      onClose={onClose}
      onEnter={() => void save()}
      foot={
        <>
          <Button onClick={onClose} hotkey="Esc">
            Leave
          </Button>
          <Button look="primary" hotkey="Enter" onClick={() => void save()}>
            {alert === null ? 'Set alert' : 'Set again'}
          </Button>
        </>
      }
    >
      {problem === null ? null : <p className="danger selectable">{problem}</p>}
      <div className="alert-form">
        {instrument !== null ? (
          <label className="wide">
            <span className="t3">Watch</span>
            <span className="input">
              <select
                aria-label="What the alert watches"
                value={subject.on}
                onChange={({ target }) =>
                  change({ subject: subjectOf(target.value as AlertOn, instrument), level: null })
                }
              >
                {subjectsOf(instrument).map((on) => (
                  <option key={on} value={on}>
                    {ALERT_ON[on].title}
                  </option>
                ))}
              </select>
            </span>
          </label>
        ) : null}
        {subject.on === 'INDICATOR' ? (
          <IndicatorFields
            subject={subject}
            onChange={(next) => change({ subject: next, level: alertUnit(next) === unit ? level : null })}
          />
        ) : null}
        <div className="wide">
          <Segmented
            fill
            name="Condition"
            value={comparison}
            segments={COMPARISONS}
            onChange={(value) => change({ comparison: value })}
          />
        </div>
        <NumberField
          id="alert-level"
          live
          optional
          name={unit === 'percent' ? 'Level, %' : 'Level'}
          value={level}
          origin={0}
          min={-1e12}
          max={1e12}
          {...levelStep(unit)}
          onChange={(value) => change({ level: value })}
        />
        <Expiry expiresAt={draft.expiresAt} onChange={(expiresAt) => change({ expiresAt })} />
        <Segmented
          fill
          name="How often it fires"
          value={repeat.type}
          segments={REPEATS}
          onChange={(type) => change({ repeat: repeatOf(type) })}
        />
        {repeat.type === 'ONCE_A_BAR' ? (
          <Segmented
            fill
            name="Bar of the alert"
            value={repeat.interval}
            segments={BARS.map((value) => ({ value, label: value }))}
            onChange={(interval) => change({ repeat: { type: 'ONCE_A_BAR', interval } })}
          />
        ) : null}
        {repeat.type === 'EVERY_TIME' ? (
          <NumberField
            id="alert-pause"
            name="Seconds between"
            value={repeat.coolDownMs / SECOND}
            min={1}
            max={86_400}
            step={30}
            grain={1}
            onChange={(seconds) => change({ repeat: { type: 'EVERY_TIME', coolDownMs: (seconds ?? 60) * SECOND } })}
          />
        ) : null}
        <label className="wide">
          <span className="t3">Note</span>
          <span className="input">
            <input
              aria-label="Note of the alert"
              placeholder="What to do then"
              maxLength={200}
              value={note}
              onChange={({ target }) => change({ note: target.value })}
            />
          </span>
        </label>
      </div>
    </Dialog>
  );
}

function repeatOf(type: AlertRepeat['type']): AlertRepeat {
  if (type === 'ONCE') return { type };
  return type === 'ONCE_A_BAR' ? { type, interval: '5m' } : { type, coolDownMs: 60 * SECOND };
}

const DAY_MS = 86_400_000;

function Expiry({ expiresAt, onChange }: { expiresAt: number | null; onChange: (at: number | null) => void }) {
  const now = useStatus()?.now ?? 0;
  const chosen = expiresAt === null ? 'never' : expiresAt - now <= DAY_MS ? 'day' : 'week';
  return (
    <Segmented
      fill
      name="How long it stands"
      value={chosen}
      segments={[
        { value: 'never', label: 'Until removed' },
        { value: 'day', label: 'A day' },
        { value: 'week', label: 'A week' },
      ]}
      onChange={(until) => onChange(until === 'never' ? null : now + (until === 'day' ? DAY_MS : 7 * DAY_MS))}
    />
  );
}
