import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '../../../../contract/market.ts';
import { INDICATORS } from '../../../../indicators/registry.ts';
import { walks } from '../../../../testing/bar-walks.ts';
import { propertyRuns } from '../../../../testing/property-runs.ts';
import { toChartTime } from '../chart-time.ts';
import { withIndicator } from './chosen-indicators.ts';
import { IndicatorRun } from './indicator-run.ts';
import { PRICE_PANE, type Study, type StudyPoint } from './study.ts';

const STEP = 900_000;
const chosenOf = (id: string) =>
  withIndicator(
    [],
    INDICATORS.find((one) => one.id === id)!,
  )![0]!;
const runOf = (id: string, values: Record<string, number> = {}) =>
  new IndicatorRun({ ...chosenOf(id), values: { ...chosenOf(id).values, ...values } }, STEP);
const bar = (index: number, close: number): Bar => ({
  ts: index * STEP,
  open: close,
  high: close + 10,
  low: close - 10,
  close,
  volume: 5,
  oi: 0,
});

/** The points that the chart holds after changes, as its series would: the newest is replaced or another follows it. */
function held(studies: readonly Study[]) {
  const series = new Map(studies.map(({ id, points }) => [id, [...points]]));
  const take = (id: string, point: StudyPoint) => {
    const points = series.get(id)!;
    const last = points.at(-1)?.time ?? -Infinity;
    // The library refuses what is older than the newest.
    if (point.time < last) throw new Error(`${id}: ${point.time} comes after ${last}`);
    if (point.time === last) points.pop();
    points.push(point);
  };
  return { series, take };
}

test.each(INDICATORS.map(({ id }) => id))('%s: bar by bar it draws what it draws of all bars at once', (id) => {
  const interrupted = fc.record({
    bars: walks({ minLength: 2, maxLength: 70 }),
    first: fc.nat(70),
    nights: fc.array(fc.nat(60), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(interrupted, ({ bars: walk, first, nights }) => {
      const all = walk.map((one, at) => ({
        ...one,
        ts: one.ts + nights.filter((night) => night < at).length * 10 * STEP,
      }));
      const bars = all.slice(0, first);
      const run = runOf(id);
      run.reset(bars);
      const { series, take } = held(run.studies());
      for (const next of all.slice(first)) {
        // It runs at another price before it is as it stays.
        for (const now of [{ ...next, close: next.low, volume: 1 }, next]) {
          if (bars.at(-1)?.ts === now.ts) bars.pop();
          bars.push(now);
          for (const { study, point } of run.update()) {
            if (point) take(study.id, point);
            else series.set(study.id, [...study.points]);
          }
        }
      }
      const anew = runOf(id);
      anew.reset(all);
      expect(new Map(anew.studies().map((study) => [study.id, study.points]))).toEqual(series);
      for (const index of bars.keys()) expect(run.valuesAt(index)).toEqual(anew.valuesAt(index));
    }),
    { numRuns: Math.ceil(propertyRuns / 10) },
  );
});

test('a tick takes the running bar anew and folds no closed one again', () => {
  const bars = [bar(0, 1000), bar(1, 1100), bar(2, 1200)];
  const run = runOf('sma', { length: 3 });
  run.reset(bars);
  // Were the history read again, this would show.
  bars[0]!.close = 9_000_000;
  bars[2] = bar(2, 1500);
  expect(run.update().map(({ point }) => point?.values)).toEqual([[12]]);
  bars.push(bar(3, 1300));
  expect(run.update().map(({ point }) => point?.values)).toEqual([[13]]);
});

test('prices are drawn in rupees and told in paise, plain figures as they are', () => {
  const bars = [bar(0, 1000), bar(1, 1100)];
  const average = runOf('sma', { length: 2 });
  average.reset(bars);
  expect(average.studies()[0]!.points.at(-1)).toEqual({ time: toChartTime(STEP), values: [10.5] });
  expect(average.valuesAt(1)).toEqual([1050]);
  const strength = runOf('rsi', { length: 1 });
  strength.reset(bars);
  expect(strength.studies()[0]!.points.at(-1)!.values).toEqual([100]);
});

test('overlays share the pane of the candles, the others have their own', () => {
  for (const [id, pane] of [
    ['supertrend', PRICE_PANE],
    ['rsi', 'rsi-1'],
  ] as const) {
    expect(
      runOf(id)
        .studies()
        .map((study) => study.pane),
    ).toEqual([pane]);
  }
});

test('Ichimoku: the spans are drawn ahead of the newest bar, the close behind it', () => {
  const bars = Array.from({ length: 8 }, (_, index) => bar(index, 1000 + index * 100));
  const run = runOf('ichimoku', { conversion: 1, base: 2, span: 3, displacement: 4 });
  run.reset(bars);
  const [now, ahead, behind] = run.studies();
  expect([now, ahead, behind].map((study) => study!.points.at(-1)!.time)).toEqual(
    [7, 10, 4].map((at) => toChartTime(at * STEP)),
  );
  expect(behind!.points[0]).toEqual({ time: toChartTime(0), values: [13] });
  expect(ahead!.ahead).toBe(3);
  // After a night the bars ahead of it are dated anew, all others only at their end.
  bars.push({ ...bar(8, 2000), ts: 100 * STEP });
  const changes = run.update();
  expect(changes.map(({ point }) => point === null)).toEqual([false, true, false]);
  expect(changes[1]!.study.points.slice(-4).map(({ time }) => time)).toEqual(
    [100, 101, 102, 103].map((at) => toChartTime(at * STEP)),
  );
});
