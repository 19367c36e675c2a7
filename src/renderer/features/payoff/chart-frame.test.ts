import { expect, test } from 'vitest';
import type { Payoff } from '../../../contract/payoff.ts';
import { axisRupees, chartFrame, curvePath, roundFigures } from './chart-frame.ts';

const payoff = {
  curves: { spot: [2_400_000, 2_450_000, 2_500_000], expiry: [-100_000, 60_000, -100_000], now: null, whatIf: null },
  marked: { spot: 2_450_000, ts: 0, value: 70_000 },
} as Payoff;

test('everything lies inside the drawing, and more is higher', () => {
  const frame = chartFrame(payoff, 450, 300);
  expect([frame.x(2_400_000), frame.x(2_500_000)]).toEqual([frame.left, frame.right]);
  for (const result of [-100_000, 0, 70_000]) {
    expect(frame.y(result)).toBeGreaterThan(frame.top);
    expect(frame.y(result)).toBeLessThan(frame.bottom);
  }
  expect(frame.y(70_000)).toBeLessThan(frame.y(60_000));
  expect(curvePath(frame, [2_400_000], [0])).toBe(`M52.0 ${frame.y(0).toFixed(1)}`);
});

test('axes have round figures, no more than have room', () => {
  expect(roundFigures(2_395_000, 2_510_000, 6)).toEqual([
    2_400_000, 2_420_000, 2_440_000, 2_460_000, 2_480_000, 2_500_000,
  ]);
  expect(roundFigures(-30, 30, 3)).toEqual([-20, 0, 20]);
  expect(roundFigures(0, 0, 5)).toEqual([0]);
});

test('rupees in few letters, with their sign', () => {
  expect([0, 1_000_000, -1_550_000, 15_000_000, 20_000, -2_500_000_000].map(axisRupees)).toEqual([
    '0',
    '+10 k',
    '−15.5 k',
    '+1.5 L',
    '+200',
    '−2.5 Cr',
  ]);
});
