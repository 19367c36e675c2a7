import { useId } from 'react';
import type { StrategyParameter, StrategyParams } from '../../../contract/strategies.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { InstrumentField } from './InstrumentField.tsx';

interface ParamFieldsProps {
  parameters: readonly StrategyParameter[];
  params: StrategyParams;
  onChange: (params: StrategyParams) => void;
  disabled?: boolean;
}

/** A form made from the parameters of a kind: label, unit, bounds, and what each does. */
export function ParamFields({ parameters, params, onChange, disabled = false }: ParamFieldsProps) {
  return (
    <div className="strategy-fields">
      {parameters.map((parameter) => (
        <div key={parameter.name} className={parameter.kind === 'INSTRUMENT' ? 'wide' : ''}>
          <ParamField
            parameter={parameter}
            value={params[parameter.name] ?? null}
            disabled={disabled}
            onChange={(value) => onChange({ ...params, [parameter.name]: value })}
          />
          <p className="sub">{parameter.help}</p>
        </div>
      ))}
    </div>
  );
}

interface ParamFieldProps {
  parameter: StrategyParameter;
  value: StrategyParams[string];
  disabled: boolean;
  onChange: (value: StrategyParams[string]) => void;
}

function ParamField({ parameter, value, disabled, onChange }: ParamFieldProps) {
  const { kind, name, label, unit, options } = parameter;
  const id = `${useId()}-${name}`;
  if (kind === 'INSTRUMENT') {
    return <InstrumentField name={label} value={value as number | null} disabled={disabled} onChange={onChange} />;
  }
  if (kind === 'FLAG') {
    return (
      <label className="row">
        <input
          type="checkbox"
          checked={value === true}
          disabled={disabled}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label}
      </label>
    );
  }
  if (kind === 'CHOICE') {
    return (
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <div className="input">
          <select id={id} value={String(value)} disabled={disabled} onChange={({ target }) => onChange(target.value)}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      </div>
    );
  }
  if (kind === 'TIME') {
    return (
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <div className="input">
          <input
            id={id}
            type="time"
            value={(value as string | null) ?? ''}
            disabled={disabled}
            onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
          />
        </div>
      </div>
    );
  }
  const isMoney = kind === 'PRICE';
  return (
    <NumberField
      id={id}
      live
      name={unit === '' ? label : `${label}, ${unit}`}
      value={value as number | null}
      min={parameter.min}
      max={parameter.max}
      step={isMoney ? 100 : 1}
      grain={isMoney ? 5 : 1}
      scale={isMoney ? 100 : 1}
      digits={isMoney ? 2 : 0}
      optional={parameter.optional}
      disabled={disabled}
      onChange={onChange}
    />
  );
}
