import { useEffect, useRef } from 'react';
import type { Indicator } from '../../../../indicators/indicator.ts';
import { INDICATORS, indicatorOf } from '../../../../indicators/registry.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { NumberField } from '../../../ui/NumberField.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { MOST_INDICATORS, type ChosenIndicator } from './chosen-indicators.ts';
import { addIndicator, changeIndicator, removeIndicator, useIndicators } from './indicator-store.ts';
import { chosenName, usesPen } from './indicator-words.ts';
import { PENS, penToken } from './pens.ts';
import './indicators.css';

const isOverlay = ({ outputs }: Indicator) => outputs[0]!.pane === 'price';
const OFFERS = [
  { title: 'Over the candles', indicators: INDICATORS.filter(isOverlay) },
  { title: 'In a pane below', indicators: INDICATORS.filter((one) => !isOverlay(one)) },
];

interface IndicatorsDialogProps {
  /** The indicator whose parameters have the focus. */
  first: string | null;
  onClose: () => void;
}

/** What indicators the chart shows: add, change, colour and remove. Each change is drawn at once. */
export function IndicatorsDialog({ first, onClose }: IndicatorsDialogProps) {
  const chosen = useIndicators();
  const full = chosen.length >= MOST_INDICATORS;
  const forms = useRef<HTMLDivElement>(null);
  const before = useRef(chosen.length);
  useEffect(() => {
    if (chosen.length > before.current) forms.current!.scrollTo({ top: forms.current!.scrollHeight });
    before.current = chosen.length;
  }, [chosen.length]);
  return (
    <Dialog
      title="Indicators"
      width={660}
      onClose={onClose}
      onEnter={onClose}
      foot={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="indicator-choice">
        <div className="indicator-offers">
          {OFFERS.map(({ title, indicators }) => (
            <fieldset key={title} aria-label={title}>
              <span className="t3">{title}</span>
              {indicators.map((indicator) => (
                <button
                  key={indicator.id}
                  type="button"
                  disabled={full}
                  aria-label={`Add ${indicator.title}`}
                  onClick={() => addIndicator(indicator)}
                >
                  <span className="grow">{indicator.title}</span>
                  <PlusIcon />
                </button>
              ))}
            </fieldset>
          ))}
        </div>
        <div ref={forms} className="indicator-forms">
          {chosen.length === 0 ? (
            <p className="t3">
              Nothing is on the chart yet. Choose at the left; the same one may be there more than once.
            </p>
          ) : null}
          {chosen.map((one) => (
            <IndicatorForm key={one.key} chosen={one} focused={one.key === first} />
          ))}
          {full ? <p className="t3">A chart holds {MOST_INDICATORS} indicators. Remove one to add another.</p> : null}
        </div>
      </div>
    </Dialog>
  );
}

function IndicatorForm({ chosen, focused }: { chosen: ChosenIndicator; focused: boolean }) {
  const { key, id, values, pen, filled } = chosen;
  const indicator = indicatorOf(id)!;
  const { title, parameters } = indicator;
  const name = chosenName(chosen);
  return (
    <fieldset className="indicator-form" aria-label={name} data-autofocus={focused ? '' : undefined} tabIndex={-1}>
      <header>
        <b className="grow">{title}</b>
        {indicator.outputs.some(({ kind }) => kind === 'band') ? (
          <label className="t2">
            <input
              type="checkbox"
              checked={filled}
              onChange={(event) => changeIndicator(key, { filled: event.target.checked })}
            />
            Filled
          </label>
        ) : null}
        {usesPen(indicator) ? (
          <Segmented
            name={`Colour of ${name}`}
            value={pen}
            onChange={(value) => changeIndicator(key, { pen: value })}
            segments={PENS.map((value) => ({
              value,
              name: value,
              label: (
                <>
                  <i className="pen" style={{ background: `var(${penToken(value)})` }} />
                  <span className="visually-hidden">{value}</span>
                </>
              ),
            }))}
          />
        ) : null}
        <IconButton name={`Remove ${name}`} onClick={() => removeIndicator(key)}>
          <CloseIcon />
        </IconButton>
      </header>
      <div className="indicator-parameters">
        {Object.entries(parameters).map(([parameter, { title: label, min, max, step, default: usual }]) => {
          const digits = step === 1 ? 0 : String(step).split('.')[1]!.length;
          return (
            <NumberField
              key={parameter}
              id={`${key}-${parameter}`}
              name={label}
              value={values[parameter] ?? usual}
              min={min}
              max={max}
              step={step}
              digits={digits}
              // Steps of a fraction add up to a little off it.
              onChange={(value) =>
                changeIndicator(key, { values: { ...values, [parameter]: Number((value ?? usual).toFixed(digits)) } })
              }
            />
          );
        })}
      </div>
    </fieldset>
  );
}
