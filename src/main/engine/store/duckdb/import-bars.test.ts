import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import type { ImportReport } from '../../../../contract/desk.ts';
import type { TickStore } from '../tick-store.ts';

const OPEN = Date.parse('2026-01-05T09:15:00+05:30');
const MINUTE = 60_000;

let place: TemporaryTickStore;
let store: TickStore;
beforeEach(async () => {
  place = temporaryTickStore();
  store = await place.open();
});
afterEach(() => place.remove());

async function importText(name: string, text: string): Promise<ImportReport> {
  const path = join(place.folder, name);
  writeFileSync(path, text);
  const { mapping, problem } = await store.inspect(path);
  expect(problem).toBeNull();
  return store.importTicks(
    path,
    mapping,
    (symbols) => symbols.map((_, at) => 7 + at),
    () => {},
    new AbortController().signal,
  );
}

const CANDLES = [
  ['2026-01-05T09:15:00+0530', 100, 104.5, 99, 103, 75, 1500],
  ['2026-01-05T09:16:00+0530', 103, 103.5, 98, 98.05, 150, 1650],
];

async function importCandles(answer: unknown): Promise<ImportReport> {
  const path = join(place.folder, 'candles.json');
  writeFileSync(path, JSON.stringify(answer));
  const { mapping, columns } = await store.inspect(path);
  expect(columns.map(({ name }) => name).slice(0, 5)).toEqual(['timestamp', 'open', 'high', 'low', 'close']);
  const signal = new AbortController().signal;
  return store.importTicks(
    path,
    { ...mapping, fixedSymbol: 'INFY' },
    () => [7],
    () => {},
    signal,
  );
}

describe("a broker's candles", () => {
  it.each([
    ['of Kite', { status: 'success', data: { candles: CANDLES } }],
    ['of Angel One', { status: true, message: 'SUCCESS', data: CANDLES }],
    ['a bare list', CANDLES],
  ])('%s are bars, with open interest', async (_, answer) => {
    const report = await importCandles(answer);
    expect(report).toMatchObject({ rowsRead: 2, rowsKept: 2, refused: [] });
    const bars = await store.bars(7, '1m', OPEN + 60 * MINUTE, 10, null);
    expect(bars.map(({ ts, open, close, volume, oi }) => [ts, open, close, volume, oi])).toEqual([
      [OPEN, 10_000, 10_300, 75, 1500],
      [OPEN + MINUTE, 10_300, 9_805, 150, 1650],
    ]);
  });

  it('what is no candle among them is refused with its row', async () => {
    const report = await importCandles([...CANDLES, [null, 1, 2, 1, 2], ['2026-01-05T09:18:00+0530', 'x', 2, 1, 2]]);
    expect(report.rowsKept).toBe(2);
    expect(report.refused.map(({ code }) => code).sort()).toEqual(['PRICE_UNREADABLE', 'TIME_MISSING']);
  });

  it.each([
    ['an error of the broker', '{"status":"error","message":"Invalid token","data":null}', 'holds no candles'],
    ['a cut file', '{"status":"success","data":{"candles":[[', 'is no JSON'],
    ['an empty answer', '{"status":"success","data":{"candles":[]}}', 'no rows'],
  ])('%s is refused with a sentence', async (_, text, sentence) => {
    const path = join(place.folder, 'bad.json');
    writeFileSync(path, text);
    const told = await store.inspect(path).then(
      ({ problem }) => problem,
      (error: Error) => error.message,
    );
    expect(told).toContain(sentence);
  });
});

describe('bars from a file', () => {
  it('are drawn as they were, with their volume, and replay as four ticks each', async () => {
    const report = await importText(
      'bars.csv',
      [
        'symbol,datetime,open,high,low,close,volume',
        'NIFTY,2026-01-05 09:15:00,100.00,104.50,99.00,103.00,75',
        'NIFTY,2026-01-05 09:16:00,103.00,103.50,98.00,98.05,150',
        'NIFTY,2026-01-05 09:17:00,98.05,98.05,98.05,98.05,0',
      ].join('\n'),
    );
    expect(report).toMatchObject({ rowsRead: 3, rowsKept: 3, refused: [], days: ['2026-01-05'] });
    const bars = await store.bars(7, '1m', OPEN + 60 * MINUTE, 10, null);
    expect(bars.map(({ ts, open, high, low, close, volume }) => [ts, open, high, low, close, volume])).toEqual([
      [OPEN, 10_000, 10_450, 9_900, 10_300, 75],
      [OPEN + MINUTE, 10_300, 10_350, 9_800, 9_805, 150],
      [OPEN + 2 * MINUTE, 9_805, 9_805, 9_805, 9_805, 0],
    ]);
    const ticks = await store.ticks('2026-01-05', report.source, OPEN, OPEN + 2 * MINUTE, 0, 100);
    expect(Array.from(ticks.ltp.subarray(0, ticks.length))).toEqual([
      10_000, 9_900, 10_450, 10_300, 10_300, 10_350, 9_800, 9_805,
    ]);
    expect(Array.from(ticks.ts.subarray(0, 4))).toEqual([OPEN, OPEN + 19_999, OPEN + 39_999, OPEN + 59_999]);
  });

  it('of three minutes span three, with date and time of day in columns of their own', async () => {
    await importText(
      'three.csv',
      [
        'Instrument,Date,Time,Open,High,Low,Close',
        'NIFTY,20260105,09:15,100,110,90,105',
        'NIFTY,20260105,09:18,105,106,104,104.5',
        'NIFTY,20260105,09:21,104.5,120,104,119',
      ].join('\n'),
    );
    const bars = await store.bars(7, '3m', OPEN + 60 * MINUTE, 10, null);
    expect(bars.map(({ ts, open, high, low, close }) => [ts, open, high, low, close])).toEqual([
      [OPEN, 10_000, 11_000, 9_000, 10_500],
      [OPEN + 3 * MINUTE, 10_500, 10_600, 10_400, 10_450],
      [OPEN + 6 * MINUTE, 10_450, 12_000, 10_400, 11_900],
    ]);
    const ticks = await store.ticks('2026-01-05', 'import:three.csv', OPEN, OPEN + 9 * MINUTE, 0, 100);
    expect(ticks.length).toBe(12);
    expect(ticks.ts[3]).toBe(OPEN + 3 * MINUTE - 1);
  });

  it('that contradict themselves are refused with their row, the rest is kept', async () => {
    const report = await importText(
      'wrong.csv',
      [
        'symbol,datetime,open,high,low,close',
        'NIFTY,2026-01-05 09:15:00,100,99,98,98.5',
        'NIFTY,2026-01-05 09:16:00,100,101,98,102',
        'NIFTY,2026-01-05 09:17:00,100,x,98,99',
        'NIFTY,2026-01-05 09:18:00,100,101,98,99',
      ].join('\n'),
    );
    expect(report.rowsRead).toBe(4);
    expect(report.rowsKept).toBe(1);
    expect(report.refused.map(({ code, rows }) => [code, rows])).toEqual([
      ['BAR_CONTRADICTS', 2],
      ['PRICE_UNREADABLE', 1],
    ]);
    expect(report.refused[0]!.example).toContain('high = 99');
  });
});
