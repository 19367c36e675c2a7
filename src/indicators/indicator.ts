import type { Bar } from '../contract/market.ts';

/** A number that the user may choose, declared so that a form can be made of it. */
export interface Parameter {
  title: string;
  default: number;
  min: number;
  max: number;
  /** 1 for whole numbers. */
  step: number;
}

/** One number a bar. `price` outputs are drawn over the candles, `own` ones have a pane to themselves. */
export interface Output {
  id: string;
  title: string;
  /** `band`: an edge of an area. */
  kind: 'line' | 'histogram' | 'band';
  pane: 'price' | 'own';
  /** What it counts: prices and their distances in paise, quantities in units, or a plain number such as 0–100. */
  unit: 'paise' | 'units' | 'plain';
  /** `self`: of another size than the outputs beside it, drawn on a scale of its own. */
  scale: 'shared' | 'self';
  /** Speaks for a rise or a fall, and has the colour of it. */
  tone: 'up' | 'down' | null;
}

/** Parameters by their ids. */
export type Values<Id extends string = string> = Readonly<Record<Id, number>>;

/** Whether a bar is closed and kept, or running and only looked at. */
export type Step = 'add' | 'peek';

/** A calculation along the bars of one instrument and interval, oldest first. NaN stands for "no value yet". */
export interface IndicatorState {
  /** Takes a closed bar; the outputs in their declared order. */
  add(closed: Bar): number[];
  /** The outputs if the running bar closed as it stands; changes nothing. */
  peek(running: Bar): number[];
}

/** A technical indicator as declared data and a factory. */
export interface Indicator {
  id: string;
  title: string;
  /** Its name where there is little room. */
  short: string;
  parameters: Readonly<Record<string, Parameter>>;
  outputs: readonly Output[];
  /** Figures of its pane that are looked at, such as 30 and 70. */
  guides: readonly number[];
  /** Begins anew each day: its lines do not run on from one day to the next. */
  daily: boolean;
  /** Bars until every output has a value, the bar that gives it included; with `needsDay`, counted from the second day. */
  warmUp(values?: Partial<Values>): number;
  /** Has no value before a whole day has passed. */
  needsDay: boolean;
  /** Bars by which an output is drawn later (negative: earlier) than the bar it came with. */
  shift(output: string, values?: Partial<Values>): number;
  /** Throws a RangeError when a value lies outside its bounds. */
  create(values?: Partial<Values>): IndicatorState;
}

interface Definition<Id extends string> {
  id: string;
  title: string;
  /** The title unless given. */
  short?: string;
  parameters: Readonly<Record<Id, Parameter>>;
  outputs: readonly Output[];
  guides?: readonly number[];
  warmUp(values: Values<Id>): number;
  needsDay?: boolean;
  daily?: boolean;
  shift?(output: string, values: Values<Id>): number;
  /** Makes the calculation of one bar: it must change nothing when `step` is `peek`. */
  start(values: Values<Id>): (bar: Bar, step: Step) => number[];
}

/** Makes an indicator of its definition: fills in defaults and holds parameters to their bounds. */
export function defineIndicator<Id extends string = never>(definition: Definition<Id>): Indicator {
  const { id, title, short = title, parameters, outputs, guides = [], needsDay = false, daily = false } = definition;
  const complete = (chosen: Partial<Values> = {}) => completeValues(title, parameters, chosen) as Values<Id>;
  return {
    id,
    title,
    short,
    parameters,
    outputs,
    guides,
    needsDay,
    daily,
    warmUp: (values) => definition.warmUp(complete(values)),
    shift: (output, values) => definition.shift?.(output, complete(values)) ?? 0,
    create(values) {
      const calculate = definition.start(complete(values));
      return { add: (bar) => calculate(bar, 'add'), peek: (bar) => calculate(bar, 'peek') };
    },
  };
}

function completeValues(title: string, parameters: Readonly<Record<string, Parameter>>, chosen: Partial<Values>) {
  return Object.fromEntries(
    Object.entries(parameters).map(([id, parameter]) => {
      const value = chosen[id] ?? parameter.default;
      const whole = parameter.step !== 1 || Number.isInteger(value);
      if (!(value >= parameter.min && value <= parameter.max) || !whole) {
        throw new RangeError(
          `${title}: ${parameter.title} is ${value}; choose a ${parameter.step === 1 ? 'whole ' : ''}number from ${parameter.min} to ${parameter.max}.`,
        );
      }
      return [id, value];
    }),
  );
}

/** A length in bars. */
export function bars(title: string, length: number): Parameter {
  return { title, default: length, min: 1, max: 500, step: 1 };
}

/** A factor of a deviation or a range. */
export function factor(title: string, value: number): Parameter {
  return { title, default: value, min: 0.1, max: 20, step: 0.1 };
}

/** A line over the candles. */
export function overlay(id: string, title: string, kind: Output['kind'] = 'line'): Output {
  return { id, title, kind, pane: 'price', unit: 'paise', scale: 'shared', tone: null };
}

/** A line or histogram in a pane of its own. */
export function below(id: string, title: string, unit: Output['unit'], kind: Output['kind'] = 'line'): Output {
  return { id, title, kind, pane: 'own', unit, scale: 'shared', tone: null };
}
