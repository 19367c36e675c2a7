import type { AlertSubject } from '../../../contract/alerts.ts';
import { intervalSchema } from '../../../contract/enums.ts';
import { INDICATORS, indicatorOf } from '../../../indicators/registry.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { indicatorSubject } from './alert-draft.ts';

type IndicatorSubject = Extract<AlertSubject, { on: 'INDICATOR' }>;

interface IndicatorFieldsProps {
  subject: IndicatorSubject;
  onChange: (subject: IndicatorSubject) => void;
}

/** Which indicator, which of its lines, on which bars, with which figures. */
export function IndicatorFields({ subject, onChange }: IndicatorFieldsProps) {
  const { instrumentId, interval, values } = subject;
  const indicator = indicatorOf(subject.indicator) ?? INDICATORS[0]!;
  const { outputs, parameters } = indicator;
  return (
    <>
      <Choice
        name="Indicator"
        value={indicator.id}
        options={INDICATORS.map(({ id, title }) => [id, title])}
        onChange={(id) => onChange({ ...indicatorSubject(instrumentId, indicatorOf(id)!), interval })}
      />
      <Choice
        name="Line of it"
        value={subject.output}
        options={outputs.map(({ id, title }) => [id, title])}
        onChange={(output) => onChange({ ...subject, output })}
      />
      <Choice
        name="Bars"
        value={interval}
        options={intervalSchema.options.map((one) => [one, one])}
        onChange={(one) => onChange({ ...subject, interval: intervalSchema.parse(one) })}
      />
      {Object.entries(parameters).map(([parameter, { title, min, max, step, default: usual }]) => (
        <NumberField
          key={parameter}
          id={`alert-${parameter}`}
          name={title}
          value={values[parameter] ?? usual}
          min={min}
          max={max}
          step={step}
          digits={step === 1 ? 0 : 2}
          onChange={(value) => onChange({ ...subject, values: { ...values, [parameter]: value ?? usual } })}
        />
      ))}
    </>
  );
}

interface ChoiceProps {
  name: string;
  value: string;
  options: readonly (readonly [value: string, title: string])[];
  onChange: (value: string) => void;
}

function Choice({ name, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      <span className="t3">{name}</span>
      <span className="input">
        <select aria-label={name} value={value} onChange={({ target }) => onChange(target.value)}>
          {options.map(([one, title]) => (
            <option key={one} value={one}>
              {title}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
