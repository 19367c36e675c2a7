import { expect, test } from 'vitest';
import { fromChartTime, toChartTime } from './chart-time.ts';

test('the chart reads the IST wall clock: 09:15 in India is 09:15 on its axis', () => {
  const opening = Date.parse('2026-11-23T09:15:00+05:30');
  expect(new Date(toChartTime(opening) * 1000).toISOString()).toBe('2026-11-23T09:15:00.000Z');
  expect(fromChartTime(toChartTime(opening))).toBe(opening);
});
