import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { parseNumber } from './parse-number.ts';

interface NumberFieldProps {
  name: string;
  /** Shown behind the name, such as "= 65 qty". */
  hint?: ReactNode;
  value: number | null;
  onChange: (value: number | null) => void;
  /** One press of − or +, in the unit of `value`. */
  step: number;
  /** What a typed figure is rounded to; the step unless given. */
  grain?: number;
  min?: number;
  max?: number;
  /** 100 for a value in paise that is typed in rupees. */
  scale?: number;
  /** Decimals shown. */
  digits?: number;
  /** Tells each figure as it is typed, not only when the typing ends. */
  live?: boolean;
  /** May be empty, which is null. */
  optional?: boolean;
  placeholder?: string;
  /** Where stepping an empty field starts. */
  origin?: number | null;
  disabled?: boolean;
  id?: string;
}

/** A figure with − and +; arrow keys step, typing rounds to the step when it ends. */
export function NumberField(props: NumberFieldProps) {
  const { name, hint, value, onChange, step, min = 0, max = Number.MAX_SAFE_INTEGER, scale = 1, digits = 0 } = props;
  const print = (shown: number | null) => (shown === null ? '' : (shown / scale).toFixed(digits));
  // What is typed stands until it is settled, even while a followed price moves the value beneath.
  const [draft, setDraft] = useState<string | null>(null);
  // A figure that moves beneath the focus would lose the selection, and typing would add to it instead of replacing it.
  const [held, setHeld] = useState<string | null>(null);

  const bounded = (wanted: number, grain = step) => Math.min(max, Math.max(min, Math.round(wanted / grain) * grain));
  const stepBy = (steps: number) => {
    setDraft(null);
    setHeld(null);
    const typed = draft === null ? value : parseNumber(draft, scale);
    if (typed === null) onChange(bounded(props.origin ?? min));
    else onChange(bounded(typed + steps * step));
  };
  const settle = () => {
    setHeld(null);
    if (draft === null) return;
    const typed = parseNumber(draft, scale);
    setDraft(null);
    if (typed !== null) onChange(bounded(typed, props.grain));
    else if (props.optional && draft.trim() === '') onChange(null);
  };
  const type = (text: string) => {
    setDraft(text);
    if (!props.live) return;
    const typed = parseNumber(text, scale);
    if (typed !== null) onChange(bounded(typed, props.grain));
    else if (props.optional && text.trim() === '') onChange(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (steps) {
      event.preventDefault();
      event.stopPropagation();
      stepBy(event.shiftKey ? steps * 10 : steps);
    } else if (event.key === 'Enter') settle();
    else if (event.key === 'Escape') {
      setDraft(null);
      setHeld(null);
    }
  };
  const id = props.id ?? `field-${name.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return (
    <div className="field">
      <label htmlFor={id}>
        {name} {hint}
      </label>
      <div className="input stepper">
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${name} down`}
          disabled={props.disabled}
          onClick={() => stepBy(-1)}
        >
          −
        </button>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          disabled={props.disabled}
          placeholder={props.placeholder}
          value={draft ?? held ?? print(value)}
          onChange={(event) => type(event.target.value)}
          onBlur={settle}
          onFocus={(event) => {
            setHeld(event.target.value);
            event.target.select();
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${name} up`}
          disabled={props.disabled}
          onClick={() => stepBy(1)}
        >
          +
        </button>
      </div>
    </div>
  );
}
