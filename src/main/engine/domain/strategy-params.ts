import type { StrategyKind, StrategyParameter, StrategyParams, StrategyValue } from '../../../contract/strategies.ts';
import { AppError } from '../core/app-error.ts';
import { rupees } from '../core/money.ts';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The parameters of a kind, each of them there and within its bounds. Throws STRATEGY_PARAMS with what to change. */
export function paramsOf(kind: StrategyKind, given: StrategyParams): StrategyParams {
  const unknown = Object.keys(given).find((name) => !kind.parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined) refuse(`${kind.title} has no parameter “${unknown}”. Leave it out.`);
  return Object.fromEntries(
    kind.parameters.map((parameter) => {
      const value = given[parameter.name] ?? null;
      const problem = problemOf(parameter, value);
      if (problem !== null) refuse(problem);
      return [parameter.name, value];
    }),
  );
}

function refuse(sentence: string): never {
  throw new AppError('STRATEGY_PARAMS', sentence);
}

function problemOf(parameter: StrategyParameter, value: StrategyValue): string | null {
  const { kind, label, unit, optional, min, max, options } = parameter;
  if (value === null) return optional ? null : `${label} is missing. Choose one.`;
  const isWhole = typeof value === 'number' && Number.isInteger(value);
  const text = (figure: number) => (kind === 'PRICE' ? rupees(figure) : String(figure));
  const fits = {
    COUNT: () => isWhole && value >= min && value <= max,
    PRICE: () => isWhole && value >= min && value <= max,
    CHOICE: () => options.some((option) => option.value === value),
    FLAG: () => typeof value === 'boolean',
    TIME: () => typeof value === 'string' && TIME.test(value),
    INSTRUMENT: () => isWhole && value > 0,
  };
  if (fits[kind]()) return null;
  const must = {
    COUNT: `a whole figure from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`,
    PRICE: `from ${rupees(min)} to ${rupees(max)}`,
    CHOICE: `one of ${options.map((option) => option.label).join(', ')}`,
    FLAG: 'yes or no',
    TIME: 'a time of day such as 15:15',
    INSTRUMENT: 'a contract',
  };
  const shown = typeof value === 'number' ? text(value) : `“${value}”`;
  return `${label} is ${shown}; it must be ${must[kind]}. Choose another.`;
}
