import { ALERT_ON, type AlertSubject } from '../contract/alerts.ts';
import { indicatorOf } from './registry.ts';

/** What the figure of an alert counts; that of an indicator as its output declares it. */
export function alertUnit(subject: AlertSubject): (typeof ALERT_ON)[keyof typeof ALERT_ON]['unit'] {
  if (subject.on !== 'INDICATOR') return ALERT_ON[subject.on].unit;
  const outputs = indicatorOf(subject.indicator)?.outputs ?? [];
  return outputs.find(({ id }) => id === subject.output)?.unit ?? 'plain';
}
