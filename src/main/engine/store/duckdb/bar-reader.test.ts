import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bar } from '../../../../contract/market.ts';
import { temporaryTickStore, tickColumns } from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore, TickRow } from '../../../../testing/temporary-tick-store.ts';
import { barStart } from '../../domain/intervals.ts';
import type { TickStore } from '../tick-store.ts';
import { TICK_FLAG } from '../tick-store.ts';

const at = (time: string, day = '2026-01-05') => Date.parse(`${day}T${time}+05:30`);
const END = at('23:59:59', '2026-02-01');

let place: TemporaryTickStore;
let store: TickStore;
beforeEach(async () => {
  place = temporaryTickStore();
  store = await place.open();
});
afterEach(() => place.remove());

const add = (source: string, rows: Omit<TickRow, 'instrumentId'>[]) =>
  store.append(source, tickColumns(rows.map((row) => ({ ...row, instrumentId: 1 }))));
const shape = ({ ts, open, high, low, close, volume }: Bar) => [ts, open, high, low, close, volume];

describe('bars', () => {
  it('take open, high, low and close in order of (ts, seq), and oi at the end, however the ticks arrived', async () => {
    await add('sim', [
      { ts: at('10:00:30'), seq: 3, ltp: 105, volume: 40, oi: 9 },
      { ts: at('10:00:00'), seq: 1, ltp: 100, volume: 10, oi: 5 },
      { ts: at('10:00:30'), seq: 2, ltp: 90, volume: 30, oi: 7 },
      { ts: at('10:01:00'), seq: 4, ltp: 95, volume: 45, oi: 8 },
    ]);
    const bars = await store.bars(1, '1m', END, 10, 'sim');
    expect(bars).toEqual([
      { ts: at('10:00:00'), open: 100, high: 105, low: 90, close: 105, volume: 30, oi: 9 },
      { ts: at('10:01:00'), open: 95, high: 95, low: 95, close: 95, volume: 5, oi: 8 },
    ]);
  });

  it('count the rises of the cumulative volume: a fall counts nothing, a new day begins anew', async () => {
    const next = '2026-01-06';
    await add('sim', [
      { ts: at('00:00:10'), ltp: 1, volume: 100 },
      { ts: at('00:00:20'), ltp: 1, volume: 90 },
      { ts: at('00:00:30'), ltp: 1, volume: 120 },
      // Nothing is known of what was traded before a recording that began late.
      { ts: at('11:00:00', next), ltp: 1, volume: 5000 },
      { ts: at('11:00:01', next), ltp: 1, volume: 5010 },
    ]);
    expect((await store.bars(1, '1d', END, 10, 'sim')).map(shape)).toEqual([
      [at('00:00:00'), 1, 1, 1, 1, 130],
      [at('00:00:00', next), 1, 1, 1, 1, 10],
    ]);
  });

  it('are counted from 00:00 for the round-the-clock market and from the session open for an imported day', async () => {
    const path = `${place.folder}/day.csv`;
    const lines = ['09:14:00', '09:15:00', '10:14:59', '10:15:00', '15:29:59', '15:30:00'].map(
      (time, index) => `A,2026-01-05 ${time},${1 + index},${100 + index}`,
    );
    writeFileSync(path, `symbol,ts,ltp,volume\n${lines.join('\n')}\n`);
    const { mapping } = await store.inspect(path);
    const signal = new AbortController().signal;
    const report = await store.importTicks(
      path,
      mapping!,
      () => [1],
      () => {},
      signal,
    );
    expect((await store.bars(1, '1h', END, 10, report.source)).map(shape)).toEqual([
      [at('09:15:00'), 200, 300, 200, 300, 2],
      [at('10:15:00'), 400, 400, 400, 400, 1],
      [at('15:15:00'), 500, 500, 500, 500, 1],
    ]);
    await add('sim', [{ ts: at('09:20:00'), ltp: 7 }]);
    expect((await store.bars(1, '1h', END, 10, 'sim')).map(({ ts }) => ts)).toEqual([at('09:00:00')]);
  });

  it('leave out what is marked as outside the session', async () => {
    await add('sim', [
      { ts: at('10:00:00'), ltp: 5 },
      { ts: at('10:00:01'), ltp: 9, flags: TICK_FLAG.OUTSIDE_SESSION },
    ]);
    expect((await store.bars(1, '1m', END, 10, 'sim')).map(({ high }) => high)).toEqual([5]);
  });

  it('are the newest before a moment, and the one under way there holds no later tick', async () => {
    const days = Array.from({ length: 9 }, (_, index) => `2026-01-${String(index + 5).padStart(2, '0')}`);
    await add(
      'sim',
      days.flatMap((day, index) => [
        { ts: at('10:00:00', day), ltp: 10 * index + 1 },
        { ts: at('10:00:40', day), ltp: 10 * index + 9 },
      ]),
    );
    const noon = at('10:00:30', days[6]);
    const bars = await store.bars(1, '1m', noon, 4, null);
    expect(bars.map(({ ts }) => ts)).toEqual(days.slice(3, 7).map((day) => at('10:00:00', day)));
    expect(bars.map(({ high }) => high)).toEqual([39, 49, 59, 61]);
    const older = await store.bars(1, '1m', bars[0]!.ts, 100, null);
    expect(older.map(({ high }) => high)).toEqual([9, 19, 29]);
    expect(await store.bars(2, '1m', noon, 4, null)).toEqual([]);
    expect(await store.bars(1, '1m', noon, 4, 'import:none.csv')).toEqual([]);
  });

  it.each(['1w', '1M'] as const)('of %s hold whole weeks from Monday and months from the 1st', async (interval) => {
    const days = Array.from({ length: 70 }, (_, index) =>
      new Date(Date.UTC(2025, 11, 1 + index)).toISOString().slice(0, 10),
    );
    await add(
      'sim',
      days.flatMap((day, index) => [
        { ts: at('00:00:10', day), ltp: 100 + index, volume: index },
        { ts: at('15:00:00', day), ltp: 200 - index, volume: index + 5, oi: index },
      ]),
    );
    const daily = await store.bars(1, '1d', Infinity, 100, 'sim');
    const expected = [...Map.groupBy(daily, ({ ts }) => barStart(ts, interval, 0))].map(([ts, own]) => ({
      ts,
      open: own[0]!.open,
      high: Math.max(...own.map(({ high }) => high)),
      low: Math.min(...own.map(({ low }) => low)),
      close: own.at(-1)!.close,
      volume: own.reduce((total, { volume }) => total + volume, 0),
      oi: own.at(-1)!.oi,
    }));
    expect(await store.bars(1, interval, Infinity, 100, 'sim')).toEqual(expected);
    expect(await store.bars(1, interval, Infinity, 2, null)).toEqual(expected.slice(-2));
  });

  it('of any source are, moment by moment, those written last', async () => {
    await add('first', [
      { ts: at('10:00:00'), ltp: 1 },
      { ts: at('10:01:00'), ltp: 1 },
    ]);
    await add('second', [{ ts: at('10:01:00'), ltp: 2 }]);
    expect((await store.bars(1, '1m', END, 10, null)).map(({ close }) => close)).toEqual([1, 2]);
    expect((await store.bars(1, '1m', END, 10, 'first')).map(({ close }) => close)).toEqual([1, 1]);
  });
});
