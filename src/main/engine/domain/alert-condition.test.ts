import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertTerms } from '../../../contract/alerts.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { conditionText, fires, valueText } from './alert-condition.ts';
import type { AlertMemory } from './alert-condition.ts';

const MINUTE = 60_000;
const barOf = (at: number) => Math.floor(at / MINUTE) * MINUTE;

function terms(fields: Partial<AlertTerms> = {}): AlertTerms {
  return {
    subject: { on: 'LTP', instrumentId: 7 },
    comparison: 'CROSSES_ABOVE',
    level: 100,
    repeat: { type: 'EVERY_TIME', coolDownMs: 1000 },
    expiresAt: null,
    note: '',
    ...fields,
  };
}

/** The numbers of the values at which an alert fires; they come `apart` ms from each other. */
function firings(of: AlertTerms, values: readonly number[], apart = 2000): number[] {
  let memory: AlertMemory = { previous: null, firedAt: null };
  return values.flatMap((value, number) => {
    const at = number * apart;
    const fired = fires(of, memory, { value, at }, barOf);
    memory = { previous: value, firedAt: fired ? at : memory.firedAt };
    return fired ? [number] : [];
  });
}

describe('a crossing', () => {
  test('fires once however wide the gap, and never on the first value', () => {
    expect(firings(terms(), [90, 99, 250, 260])).toEqual([2]);
    expect(firings(terms(), [150, 160, 90, 100])).toEqual([3]);
    expect(firings(terms({ comparison: 'CROSSES_BELOW' }), [110, 40, 30, 101, 100])).toEqual([1, 4]);
  });

  test('fires exactly when a value on one side is followed by one at or past the level', () => {
    const value = fc.integer({ min: 95, max: 105 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.boolean(), (values, above) => {
        const crossed = values.flatMap((now, number) => {
          const before = values[number - 1];
          if (before === undefined) return [];
          return (above ? before < 100 && now >= 100 : before > 100 && now <= 100) ? [number] : [];
        });
        const of = terms({ comparison: above ? 'CROSSES_ABOVE' : 'CROSSES_BELOW' });
        expect(firings(of, values)).toEqual(crossed);
        expect(firings({ ...of, repeat: { type: 'ONCE' } }, values)).toEqual(crossed.slice(0, 1));
      }),
      { numRuns: propertyRuns },
    );
  });
});

describe('a bound', () => {
  test('fires when it comes true, on the first value too, and again only after it was not', () => {
    expect(firings(terms({ comparison: 'AT_LEAST' }), [100, 101, 99, 100])).toEqual([0, 3]);
    expect(firings(terms({ comparison: 'AT_MOST' }), [101, 100, 99])).toEqual([1]);
  });

  test('fires once a bar in every bar in which it is true', () => {
    const of = terms({ comparison: 'AT_LEAST', repeat: { type: 'ONCE_A_BAR', interval: '1m' } });
    expect(firings(of, [100, 100, 100, 100, 99, 100], MINUTE / 2)).toEqual([0, 2, 5]);
  });

  test('that fired in an earlier run does not fire on the first value of the next', () => {
    const of = terms({ comparison: 'AT_LEAST' });
    expect(fires(of, { previous: null, firedAt: 0 }, { value: 120, at: 9_000_000 }, barOf)).toBe(false);
  });
});

test('a pause is kept between two firings', () => {
  const of = terms({ repeat: { type: 'EVERY_TIME', coolDownMs: 10_000 } });
  expect(firings(of, [90, 110, 90, 110, 90, 110, 90, 110], 2000)).toEqual([1, 7]);
});

test('it is told in words, in the unit of what is looked at', () => {
  expect(conditionText('NIFTY 50', terms({ level: 2_600_000 }))).toBe('NIFTY 50 price crosses above 26,000.00');
  expect(conditionText('', terms({ subject: { on: 'DAY_PNL' }, comparison: 'AT_MOST', level: -500_000 }))).toBe(
    'Day P&L is at most -5,000.00',
  );
  const ofExpiry = { on: 'PCR', underlying: 'NIFTY', expiry: '2026-11-23' } as const;
  expect(valueText({ on: 'IV', instrumentId: 7 }, 12.345)).toBe('12.35 %');
  expect(valueText({ on: 'OI', instrumentId: 7 }, 1234.5)).toBe('1235');
  expect(valueText(ofExpiry, 0.876)).toBe('0.88');
  const ofBars = { on: 'INDICATOR', instrumentId: 7, interval: '5m', values: {} } as const;
  const average = terms({ subject: { ...ofBars, indicator: 'sma', output: 'sma' }, level: 2_600_000 });
  expect(conditionText('NIFTY 50 SMA 5m', average)).toBe('NIFTY 50 SMA 5m crosses above 26,000.00');
});
