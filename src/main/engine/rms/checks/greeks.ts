import { rupees } from '../../core/money.ts';
import type { RiskSnapshot } from '../decision.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule, Verdict } from './risk-rule.ts';

/** Net delta of the order's underlying after the order, in units of it; an order that brings it down passes. */
export const netDelta: RiskRule = {
  code: 'RMS_DELTA',
  name: 'Net delta',
  entriesOnly: true,
  check(_order, { greeks }, { maxDelta: most }) {
    const text = (delta: number) => `${Math.round(delta)}`;
    return limited('RMS_DELTA', 'delta', most, text, greeks === null ? null : [greeks.deltaNow, greeks.deltaAfter]);
  },
};

/** Net vega of the order's underlying after the order, paise per point of volatility; an order that brings it down passes. */
export const netVega: RiskRule = {
  code: 'RMS_VEGA',
  name: 'Net vega',
  entriesOnly: true,
  check(_order, { greeks }, { maxVega: most }) {
    const text = (vega: number) => rupees(Math.round(vega));
    return limited('RMS_VEGA', 'vega', most, text, greeks === null ? null : [greeks.vegaNow, greeks.vegaAfter]);
  },
};

type Greeks = NonNullable<RiskSnapshot['greeks']>;

function limited(
  code: 'RMS_DELTA' | 'RMS_VEGA',
  name: string,
  most: number | null,
  text: (value: number) => string,
  values: [Greeks['deltaNow'], Greeks['deltaAfter']] | null,
): Verdict {
  if (most === null) return pass(() => ({ value: values === null ? 'not counted' : text(values[1]), limit: 'off' }));
  if (values === null) {
    return refuse(
      code,
      { value: 'not known', limit: text(most) },
      `The net ${name} cannot be counted without prices of the options and their underlying: entries pass with their next quotes.`,
      { most },
    );
  }
  const [now, after] = values;
  const seen = () => ({ value: text(after), limit: text(most) });
  const ratio = Math.abs(after) / most;
  if (Math.abs(after) <= most || Math.abs(after) < Math.abs(now)) return pass(seen, ratio);
  return refuse(
    code,
    { ...seen(), ratio },
    `The net ${name} would be ${text(after)} (${text(now)} now), the limit is ${text(most)} either way: send fewer, or an order that takes ${name} off.`,
    { now, after, most },
  );
}
