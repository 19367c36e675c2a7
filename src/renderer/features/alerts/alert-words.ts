import type { Alert, AlertRepeat, AlertSubject } from '../../../contract/alerts.ts';
import { alertUnit } from '../../../indicators/alert-unit.ts';
import { inr, quantity } from '../../ui/format.ts';
import { decimal } from '../options/chain-figures.ts';

/** A figure of what an alert looks at, in its unit. */
export function alertValue(subject: AlertSubject, value: number | null): string {
  if (value === null) return '–';
  const unit = alertUnit(subject);
  if (unit === 'paise') return inr(value);
  if (unit === 'units') return quantity(value);
  return unit === 'percent' ? `${decimal(value, 2)} %` : decimal(value, 2);
}

/** How far the level is from where things stand. */
export function distanceText({ terms, value }: Pick<Alert, 'terms' | 'value'>): string {
  return value === null ? '–' : alertValue(terms.subject, Math.abs(terms.level - value));
}

export const STATE_WORDS: Record<Alert['state'], string> = {
  ACTIVE: 'watching',
  PAUSED: 'paused',
  FIRED: 'fired',
  EXPIRED: 'over',
};

export function repeatText(repeat: AlertRepeat): string {
  if (repeat.type === 'ONCE') return 'once';
  return repeat.type === 'ONCE_A_BAR'
    ? `once in each ${repeat.interval} bar`
    : `every time, ${repeat.coolDownMs / 1000} s apart`;
}

/** What is said when an alert has fired. */
export function firedText({ text, terms, lastValue }: Pick<Alert, 'text' | 'terms' | 'lastValue'>): string {
  const note = terms.note === '' ? '' : ` ${terms.note}.`;
  return `Alert: ${text}, now ${alertValue(terms.subject, lastValue)}.${note}`;
}
