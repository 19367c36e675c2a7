import { describe, expect, it } from 'vitest';
import type { Bar } from '../contract/market.ts';
import type { Indicator, Values } from './indicator.ts';
import { indicatorOf } from './registry.ts';

const MINUTE = 60_000;
/** 09:15 IST of a Monday. */
const OPEN = Date.parse('2026-11-23T03:45:00Z');
const DAY = 86_400_000;

function bar(ts: number, high: number, low: number, close: number, volume = 1, oi = 0): Bar {
  return { ts, open: close, high, low, close, volume, oi };
}

const flat = (closes: number[]) => closes.map((close, index) => bar(OPEN + index * MINUTE, close, close, close));

function run(id: string, values: Partial<Values>, bars: Bar[]): number[][] {
  const state = (indicatorOf(id) as Indicator).create(values);
  return bars.map((each) => state.add(each));
}

const rounded = (rows: number[][], output = 0) =>
  rows
    .map((row) => row[output]!)
    .filter((value) => !Number.isNaN(value))
    .map((value) => Number(value.toFixed(2)));

describe('published tables', () => {
  it('SMA and EMA: StockCharts ChartSchool, "Moving Averages", 10 days of INTC', () => {
    const closes = [
      22.27, 22.19, 22.08, 22.17, 22.18, 22.13, 22.23, 22.43, 22.24, 22.29, 22.15, 22.39, 22.38, 22.61, 23.36, 24.05,
      23.75, 23.83, 23.95, 23.63, 23.82, 23.87, 23.65, 23.19, 23.1, 23.33, 22.68, 23.1, 22.4, 22.17,
    ];
    const sma = [
      22.22, 22.21, 22.23, 22.26, 22.31, 22.42, 22.61, 22.77, 22.91, 23.08, 23.21, 23.38, 23.53, 23.65, 23.71, 23.69,
      23.61, 23.51, 23.43, 23.28, 23.13,
    ];
    const ema = [
      22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.8, 22.97, 23.13, 23.28, 23.34, 23.43, 23.51, 23.54, 23.47, 23.4,
      23.39, 23.26, 23.23, 23.08, 22.92,
    ];
    // The table was made from closes with more decimals than it prints.
    for (const [id, published] of [
      ['sma', sma],
      ['ema', ema],
    ] as const) {
      const found = run(id, { length: 10 }, flat(closes)).slice(9);
      expect(found).toHaveLength(published.length);
      found.forEach((row, index) => expect(Math.abs(row[0]! - published[index]!)).toBeLessThan(0.0151));
    }
  });

  it('RSI: StockCharts ChartSchool, "Relative Strength Index", 14 days of QQQQ', () => {
    const closes = [
      44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328,
      45.614, 46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835,
      45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
    ];
    expect(rounded(run('rsi', { length: 14 }, flat(closes)))).toEqual([
      70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46,
      37.3, 33.08, 37.77,
    ]);
  });
});

describe('worked by hand', () => {
  it('VWAP with bands begins anew each day and skips bars without volume', () => {
    const bars = [
      bar(OPEN, 110, 100, 105, 0),
      bar(OPEN + MINUTE, 110, 90, 100, 30),
      bar(OPEN + 2 * MINUTE, 150, 130, 140, 10),
      bar(OPEN + DAY, 220, 200, 210, 5),
    ];
    // Mean (100 × 30 + 140 × 10) / 40 = 110, variance (30 × 10² + 10 × 30²) / 40 = 300.
    const width = 2 * Math.sqrt(300);
    const [empty, first, second, next] = run('vwap', { deviations: 2 }, bars);
    expect(empty).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(first).toEqual([100, 100, 100]);
    expect(second![0]).toBeCloseTo(110, 9);
    expect(second![1]).toBeCloseTo(110 + width, 9);
    expect(second![2]).toBeCloseTo(110 - width, 9);
    expect(next).toEqual([210, 210, 210]);
  });

  it('CPR and pivots come from the whole day before', () => {
    const bars = [bar(OPEN, 120, 100, 110), bar(OPEN + MINUTE, 130, 90, 125), bar(OPEN + DAY, 999, 1, 500)];
    // High 130, low 90, close 125: pivot 115, middle 110, mirrored 120.
    expect(run('cpr', {}, bars)[1]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(run('cpr', {}, bars)[2]).toEqual([115, 120, 110]);
    expect(run('pivots', {}, bars)[2]).toEqual([115, 140, 155, 180, 100, 75, 60]);
  });

  it('Supertrend turns with a close beyond its band and holds the band else', () => {
    // With length 1 the ATR is each bar's true range.
    const bars = [
      bar(OPEN, 101, 99, 100),
      bar(OPEN + 1, 102, 100, 101),
      bar(OPEN + 2, 112, 108, 111),
      bar(OPEN + 3, 100, 98, 99),
    ];
    const rows = run('supertrend', { length: 1, multiplier: 1 }, bars);
    // Upper 100 + 2, then the nearer of 101 + 2 and 102; the close at 111 passes it, lower 110 − 11; the close at 99 holds.
    expect(rows.slice(0, 3)).toEqual([
      [Number.NaN, 102],
      [Number.NaN, 102],
      [99, Number.NaN],
    ]);
    expect(rows[3]).toEqual([99, Number.NaN]);
    const broken = run('supertrend', { length: 1, multiplier: 1 }, [...bars, bar(OPEN + 4, 99, 95, 96)]);
    // The close at 96 breaks 99; upper is the nearer of 97 + 4 and 112.
    expect(broken[4]).toEqual([Number.NaN, 101]);
  });

  it('Ichimoku: middles of the ranges, the drawn shifts', () => {
    const bars = [bar(OPEN, 10, 4, 5), bar(OPEN + 1, 12, 6, 8), bar(OPEN + 2, 20, 8, 18)];
    const values = { conversion: 1, base: 2, span: 3, displacement: 26 };
    expect(run('ichimoku', values, bars)[2]).toEqual([14, 13, 13.5, 12, 18]);
    const ichimoku = indicatorOf('ichimoku')!;
    expect(ichimoku.outputs.map(({ id }) => ichimoku.shift(id, values))).toEqual([0, 0, 25, 25, -25]);
  });

  it('volume profile: fullest row and the area around it', () => {
    // Rows of ₹1: 100 → 10 units, 101 → 60, 102 → 25, 103 → 5.
    const bars = [
      bar(OPEN, 10_050, 10_050, 10_050, 10),
      bar(OPEN + 1, 10_150, 10_150, 10_150, 60),
      bar(OPEN + 2, 10_250, 10_250, 10_250, 25),
      bar(OPEN + 3, 10_350, 10_350, 10_350, 5),
    ];
    expect(run('volumeProfile', { row: 1, area: 70 }, bars)[3]).toEqual([10_150, 10_300, 10_100]);
    expect(run('volumeProfile', { row: 1, area: 100 }, bars)[3]).toEqual([10_150, 10_400, 10_000]);
  });

  it('OI: the change counts from the first known one of the day', () => {
    const bars = [
      bar(OPEN, 1, 1, 1, 1, 0),
      bar(OPEN + 1, 1, 1, 1, 1, 500),
      bar(OPEN + 2, 1, 1, 1, 1, 450),
      bar(OPEN + DAY, 1, 1, 1, 1, 700),
    ];
    expect(run('oi', {}, bars)).toEqual([
      [Number.NaN, Number.NaN],
      [500, 0],
      [450, -50],
      [700, 0],
    ]);
  });
});
