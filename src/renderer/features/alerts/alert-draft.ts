import type { AlertOn, AlertSubject, AlertTerms, ALERT_ON } from '../../../contract/alerts.ts';
import type { Instrument } from '../../../contract/market.ts';
import { INDICATORS } from '../../../indicators/registry.ts';
import type { Indicator } from '../../../indicators/indicator.ts';

/** The terms as far as they are chosen, and what they can be about. */
export interface AlertDraft extends Omit<AlertTerms, 'level'> {
  level: number | null;
}

/** Of a new one, beside what it watches. */
export const NEW_TERMS: Omit<AlertTerms, 'subject' | 'level'> = {
  comparison: 'CROSSES_ABOVE',
  repeat: { type: 'ONCE' },
  expiresAt: null,
  note: '',
};

const ON_ANY: readonly AlertOn[] = ['LTP', 'CHANGE', 'INDICATOR', 'DAY_PNL'];
const ON_DERIVATIVE: readonly AlertOn[] = ['OI', 'POSITION_PNL'];
const ON_OPTION: readonly AlertOn[] = ['OI_CHANGE', 'IV', 'DELTA', 'PCR', 'STRADDLE', 'MAX_PAIN'];

/** What can be watched of an instrument; of a chain where it is an option of one. */
export function subjectsOf({ kind }: Pick<Instrument, 'kind'>): AlertOn[] {
  if (kind === 'INDEX' || kind === 'EQ') return [...ON_ANY];
  const isOption = kind === 'CE' || kind === 'PE';
  return [...ON_ANY, ...ON_DERIVATIVE, ...(isOption ? ON_OPTION : [])];
}

/** What is watched, of an instrument. */
export function subjectOf(
  on: AlertOn,
  { id, underlying, expiry }: Pick<Instrument, 'id' | 'underlying' | 'expiry'>,
): AlertSubject {
  if (on === 'DAY_PNL') return { on };
  if (on === 'INDICATOR') return indicatorSubject(id, INDICATORS[0]!);
  if (on === 'PCR' || on === 'STRADDLE' || on === 'MAX_PAIN') return { on, underlying, expiry: expiry! };
  return { on, instrumentId: id };
}

/** An indicator with its usual figures. */
export function indicatorSubject(
  instrumentId: number,
  { id, outputs, parameters }: Indicator,
): Extract<AlertSubject, { on: 'INDICATOR' }> {
  const values = Object.fromEntries(Object.entries(parameters).map(([name, { default: usual }]) => [name, usual]));
  return { on: 'INDICATOR', instrumentId, interval: '5m', indicator: id, output: outputs[0]!.id, values };
}

/** How a level is typed: in rupees with two decimals, in units, or as it is. */
export function levelStep(unit: (typeof ALERT_ON)[AlertOn]['unit']): {
  step: number;
  grain: number;
  scale: number;
  digits: number;
} {
  if (unit === 'paise') return { step: 500, grain: 1, scale: 100, digits: 2 };
  if (unit === 'units') return { step: 1000, grain: 1, scale: 1, digits: 0 };
  return { step: 0.1, grain: 0.01, scale: 1, digits: 2 };
}
