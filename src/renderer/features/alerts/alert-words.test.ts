import { expect, test } from 'vitest';
import type { AlertTerms } from '../../../contract/alerts.ts';
import { alertValue, distanceText, firedText, repeatText } from './alert-words.ts';

const terms: AlertTerms = {
  subject: { on: 'LTP', instrumentId: 7 },
  comparison: 'CROSSES_ABOVE',
  level: 2_600_000,
  repeat: { type: 'ONCE' },
  expiresAt: null,
  note: 'day high',
};

test('figures are in the unit of what is looked at', () => {
  expect(alertValue({ on: 'LTP', instrumentId: 7 }, 2_600_050)).toBe('26,000.50');
  expect(alertValue({ on: 'OI', instrumentId: 7 }, 1_234_500)).toBe('12,34,500');
  expect(alertValue({ on: 'IV', instrumentId: 7 }, 12.345)).toBe('12.35 %');
  expect(alertValue({ on: 'DAY_PNL' }, null)).toBe('–');
  const ofBars = { on: 'INDICATOR', instrumentId: 7, interval: '5m', values: {} } as const;
  expect(alertValue({ ...ofBars, indicator: 'sma', output: 'sma' }, 2_600_050)).toBe('26,000.50');
  expect(alertValue({ ...ofBars, indicator: 'rsi', output: 'rsi' }, 70.5)).toBe('70.50');
});

test('the distance and what is said when it fires', () => {
  expect(distanceText({ terms, value: 2_598_000 })).toBe('20.00');
  expect(firedText({ text: 'NIFTY 50 price crosses above 26,000.00', terms, lastValue: 2_600_100 })).toBe(
    'Alert: NIFTY 50 price crosses above 26,000.00, now 26,001.00. day high.',
  );
});

test('how often in words', () => {
  expect(repeatText({ type: 'ONCE_A_BAR', interval: '5m' })).toBe('once in each 5m bar');
  expect(repeatText({ type: 'EVERY_TIME', coolDownMs: 60_000 })).toBe('every time, 60 s apart');
});
