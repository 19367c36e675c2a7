import { ALERT_ON } from '../../../contract/alerts.ts';
import type { AlertComparison, AlertSubject, AlertTerms } from '../../../contract/alerts.ts';
import type { Interval } from '../../../contract/enums.ts';
import { alertUnit } from '../../../indicators/alert-unit.ts';
import { priceText } from '../core/money.ts';

/** What an alert remembers between two looks. */
export interface AlertMemory {
  /** The value at the look before; null before the first of a run. */
  previous: number | null;
  /** When it fired last, epoch ms. */
  firedAt: number | null;
}

export interface AlertReading {
  value: number;
  /** Epoch ms. */
  at: number;
}

/** Start of the bar that an instant falls in, epoch ms. */
type BarOf = (at: number, interval: Interval) => number;

/**
 * Whether an alert fires on a reading. A crossing needs a value on one side and then one at or past the level: never the
 * first value seen, and once however wide the gap. What is a bound fires when it comes true, on the first value too
 * unless it fired in an earlier run; once a bar it fires in every bar in which it is true.
 */
export function fires(terms: AlertTerms, memory: AlertMemory, reading: AlertReading, barOf: BarOf): boolean {
  const { comparison, level, repeat } = terms;
  const { previous, firedAt } = memory;
  const { value, at } = reading;
  if (!isMet(comparison, value, level)) return false;
  if (repeat.type === 'ONCE' && firedAt !== null) return false;
  if (
    repeat.type === 'ONCE_A_BAR' &&
    firedAt !== null &&
    barOf(at, repeat.interval) <= barOf(firedAt, repeat.interval)
  ) {
    return false;
  }
  if (repeat.type === 'EVERY_TIME' && firedAt !== null && at - firedAt < repeat.coolDownMs) return false;
  if (isBound(comparison)) {
    if (repeat.type !== 'EVERY_TIME') return true;
    return previous === null ? firedAt === null : !isMet(comparison, previous, level);
  }
  return previous !== null && !isMet(comparison, previous, level);
}

function isBound(comparison: AlertComparison): boolean {
  return comparison === 'AT_LEAST' || comparison === 'AT_MOST';
}

function isMet(comparison: AlertComparison, value: number, level: number): boolean {
  return comparison === 'CROSSES_ABOVE' || comparison === 'AT_LEAST' ? value >= level : value <= level;
}

const COMPARISON_WORDS: Record<AlertComparison, string> = {
  CROSSES_ABOVE: 'crosses above',
  CROSSES_BELOW: 'crosses below',
  AT_LEAST: 'is at least',
  AT_MOST: 'is at most',
};

/** The condition in words. `of` is what it looks at by name, such as NIFTY or "NIFTY 26000 CE RSI on 5m". */
export function conditionText(of: string, { subject, comparison, level }: AlertTerms): string {
  const { title } = ALERT_ON[subject.on];
  // PCR and P&L stay as they are written.
  const named = of !== '' && /^[A-Z][a-z]/.test(title) ? title[0]!.toLowerCase() + title.slice(1) : title;
  const what = subject.on === 'INDICATOR' ? of : `${of} ${named}`.trim();
  return `${what} ${COMPARISON_WORDS[comparison]} ${valueText(subject, level)}`;
}

/** A value in its unit. */
export function valueText(subject: AlertSubject, value: number): string {
  const unit = alertUnit(subject);
  if (unit === 'paise') return priceText(Math.round(value));
  if (unit === 'percent') return `${value.toFixed(2)} %`;
  return unit === 'units' ? String(Math.round(value)) : value.toFixed(2);
}
