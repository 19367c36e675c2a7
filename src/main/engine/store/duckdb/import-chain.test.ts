import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { temporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import type { ImportReport } from '../../../../contract/desk.ts';
import { chainView } from '../../domain/chain-view.ts';
import type { ListedQuote } from '../../domain/chain-view.ts';
import { nseContracts } from '../../domain/contracts-nse.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';
import type { FileChain, RecordedChain, RecordedSide, TickStore } from '../tick-store.ts';

const AT = Date.parse('2025-08-29T10:00:00+05:30');
const EXPIRY = '2025-09-02';
const LOT = 75;

let place: TemporaryTickStore;
let store: TickStore;
let asked: FileChain[];
beforeAll(async () => {
  place = temporaryTickStore();
  store = await place.open();
});
afterAll(() => place.remove());
afterEach(async () => {
  for (const { day, source } of await store.dataDays())
    await store.deleteDay(day, source, { ticks: true, chain: true });
});

async function importPath(path: string, signal = new AbortController().signal): Promise<ImportReport> {
  const { mapping, problem } = await store.inspect(path);
  expect(problem).toBeNull();
  return store.importTicks(
    path,
    mapping,
    () => [],
    () => {},
    signal,
    (chains) => {
      asked = chains;
      return chains.map(({ underlying, lot }) => ({
        underlyingId: underlying === 'NIFTY' ? 1 : 2,
        lot: lot ?? (underlying === 'NIFTY' ? LOT : underlying === 'BANKNIFTY' ? 35 : null),
      }));
    },
  );
}

function importText(name: string, text: string | readonly string[]): Promise<ImportReport> {
  const path = join(place.folder, name);
  writeFileSync(path, typeof text === 'string' ? text : text.join('\n'));
  return importPath(path);
}

const WIDE = [
  'timestamp,underlying,expiry,strike,CE_ltp,CE_bid,CE_ask,CE_volume,CE_oi,CE_chg_oi,CE_iv,PE_ltp,PE_bid,PE_ask,PE_volume,PE_oi,PE_chg_oi,PE_iv',
  '2025-08-29 10:00:00,NIFTY,2025-09-02,24400,210.5,210,211,750,1500,75,12.5,80.2,80,80.4,1500,3000,-150,13',
  '2025-08-29 10:00:00,NIFTY,2025-09-02,24500,140.05,140,140.1,750,2250,0,12,110,109.5,110.5,750,1500,75,12.6',
];
const LONG = [
  'timestamp,symbol,expiry,strike,option_type,ltp,bid,ask,volume,oi,chg_oi',
  '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24400,CE,210.5,210,211,750,1500,75',
  '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24400,PE,80.2,80,80.4,1500,3000,-150',
  '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24500,CE,140.05,140,140.1,750,2250,0',
  '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24500,PE,110,109.5,110.5,750,1500,75',
];
const STRIKES = [
  {
    strike: 2_440_000,
    call: { ltp: 21_050, bid: 21_000, ask: 21_100, volume: 750, oi: 1500, prevOi: 1425 },
    put: { ltp: 8_020, bid: 8_000, ask: 8_040, volume: 1500, oi: 3000, prevOi: 3150 },
  },
  {
    strike: 2_450_000,
    call: { ltp: 14_005, bid: 14_000, ask: 14_010, volume: 750, oi: 2250, prevOi: 2250 },
    put: { ltp: 11_000, bid: 10_950, ask: 11_050, volume: 750, oi: 1500, prevOi: 1425 },
  },
];

const NSE_SIDE = (strike: number, lastPrice: number, oi: number, change: number, volume: number) => ({
  strikePrice: strike,
  expiryDate: '02-Sep-2025',
  underlying: 'NIFTY',
  openInterest: oi,
  changeinOpenInterest: change,
  totalTradedVolume: volume,
  impliedVolatility: 12.5,
  lastPrice,
  bidprice: lastPrice - 0.5,
  askPrice: lastPrice + 0.5,
  underlyingValue: 24_480.35,
});

describe('a file of option chains', () => {
  it.each([
    ['with both sides in a row', WIDE, 2],
    ['with a row a side', LONG, 4],
  ])('%s is the chain of its moment, its volatility ours', async (_, text, rows) => {
    const report = await importText('chain.csv', text);
    expect(report).toMatchObject({ rowsRead: rows, rowsKept: rows, refused: [], days: ['2025-08-29'], symbols: 4 });
    expect(await store.chainAt(report.source, 1, EXPIRY, AT)).toEqual({ ts: AT, spot: 0, strikes: STRIKES });
    const { rows: kept } = await store.sql(
      'SELECT call_iv, put_iv, call_chgoi, put_chgoi FROM option_chain ORDER BY strike',
      10,
      [],
    );
    expect(kept.map((row) => row.slice(2))).toEqual([
      [75, -150],
      [0, 75],
    ]);
    const ivs = kept.flatMap((row) => row.slice(0, 2)).map(Number);
    expect(Math.min(...ivs)).toBeGreaterThan(0.03);
    expect(Math.max(...ivs)).toBeLessThan(0.3);
    expect(ivs).not.toContain(0.125);
  });

  it('again replaces its rows, and leaves what else is kept', async () => {
    await importText('chain.csv', WIDE);
    await importText('other.csv', LONG);
    expect(await importText('chain.csv', WIDE.slice(0, 2))).toMatchObject({ replaced: true, rowsKept: 1 });
    const { rows } = await store.sql('SELECT count(*) FROM option_chain', 1, []);
    expect(rows).toEqual([[3]]);
  });

  it('cancelled leaves the import before it', async () => {
    const { source } = await importText('chain.csv', WIDE);
    const cancelled = new AbortController();
    const path = join(place.folder, 'chain.csv');
    const { mapping } = await store.inspect(path);
    const importing = store.importTicks(
      path,
      mapping,
      () => [],
      ({ message }) => {
        if (message.startsWith('Looking up')) cancelled.abort();
      },
      cancelled.signal,
      (chains) => chains.map(() => ({ underlyingId: 1, lot: LOT })),
    );
    await expect(importing).rejects.toMatchObject({ code: 'IMPORT_CANCELLED' });
    expect((await store.chainAt(source, 1, EXPIRY, AT))!.strikes).toEqual(STRIKES);
  });

  it('has each row that cannot be kept counted with its reason', async () => {
    const report = await importText('bad.csv', [
      LONG[0]!,
      '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24400,CE,1,1,2,750,1500,75',
      ...LONG.slice(1),
      ',NIFTY,02-Sep-2025,24400,CE,210.5,210,211,750,1500,75',
      '2025-08-29 10:00:00,,02-Sep-2025,24400,CE,210.5,210,211,750,1500,75',
      '2025-08-29 10:00:00,NIFTY,soon,24400,CE,210.5,210,211,750,1500,75',
      '2025-08-29 10:00:00,NIFTY,28-Aug-2025,24400,CE,210.5,210,211,750,1500,75',
      '2025-08-29 10:00:00,NIFTY,02-Sep-2025,-5,CE,210.5,210,211,750,1500,75',
      '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24400,XX,210.5,210,211,750,1500,75',
      '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24600,CE,x,210,211,750,1500,75',
      '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24600,CE,1.001,210,211,750,1500,75',
      '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24600,CE,210,210,211,750,-4,75',
      '2025-08-29 10:00:00,NIFTY,02-Sep-2025,24600,CE,210,210,211,many,4,75',
    ]);
    expect(report).toMatchObject({ rowsRead: 15, rowsKept: 4 });
    expect(Object.fromEntries(report.refused.map(({ code, rows }) => [code, rows]))).toEqual({
      REPEATED: 1,
      TIME_UNREADABLE: 1,
      SYMBOL_MISSING: 1,
      EXPIRY_UNREADABLE: 1,
      EXPIRY_PASSED: 1,
      STRIKE_INVALID: 1,
      SIDE_UNREADABLE: 1,
      PRICE_UNREADABLE: 1,
      PRICE_PRECISION: 1,
      OI_INVALID: 1,
      VOLUME_INVALID: 1,
    });
    expect((await store.chainAt(report.source, 1, EXPIRY, AT))!.strikes).toEqual(STRIKES);
  });

  it('of NSE counts contracts: units are lots of that day; a side of zeros is none', async () => {
    const answer = {
      records: {
        timestamp: '29-Aug-2025 10:00:00',
        data: [
          {
            strikePrice: 24_400,
            expiryDate: '02-Sep-2025',
            CE: NSE_SIDE(24_400, 210.5, 20, 1, 10),
            PE: NSE_SIDE(24_400, 80.2, 40, -2, 20),
          },
          { strikePrice: 24_500, expiryDate: '02-Sep-2025', PE: NSE_SIDE(24_500, 110, 20.5, 1, 10) },
        ],
      },
    };
    const report = await importText('nse.json', JSON.stringify(answer));
    expect(report).toMatchObject({ rowsRead: 2, rowsKept: 2, refused: [], symbols: 3 });
    expect(asked).toMatchObject([{ day: '2025-08-29', lot: null, calls: [2_440_000] }]);
    const chain = await store.chainAt(report.source, 1, EXPIRY, AT);
    expect(chain).toMatchObject({ ts: AT, spot: 2_448_035 });
    expect(chain!.strikes[0]!.call).toMatchObject({ ltp: 21_050, oi: 1500, prevOi: 1425, volume: 750 });
    expect(chain!.strikes[1]).toMatchObject({ call: null, put: { oi: Math.round(20.5 * LOT), ltp: 11_000 } });
  });

  it('is refused row by row where nobody knows the lot', async () => {
    const side = { ...NSE_SIDE(100, 5, 1, 0, 1), underlying: 'UNHEARD' };
    const answer = { records: { timestamp: '29-Aug-2025 10:00:00', data: [{ strikePrice: 100, CE: side }] } };
    await expect(importText('unheard.json', JSON.stringify(answer))).rejects.toMatchObject({
      code: 'IMPORT_FILE',
      message: expect.stringContaining('lot on that day is not known'),
    });
  });
});

const REAL = resolve(import.meta.dirname, '../../../../../../shared/marketdata/nse-option-chain-2025-08-29.parquet');

describe.skipIf(!existsSync(REAL))("the exchange's day of 2025-08-29", () => {
  it('is rebuilt, PCR and max pain as SQL has them', { timeout: 120_000 }, async () => {
    const report = await importPath(REAL);
    expect(report).toMatchObject({ rowsRead: 364_033, rowsKept: 364_033, refused: [], days: ['2025-08-29'] });
    const ts = Date.parse('2025-08-29T14:00:00+05:30');
    const chain = (await store.chainAt(report.source, 1, EXPIRY, ts))!;
    const { figures } = viewOf(chain);
    const at = `timestamp = make_timestamptz(${chain.ts * 1000}) AND expiry = DATE '${EXPIRY}'`;
    const { rows } = await store.sql(
      `WITH c AS (SELECT strike, coalesce(call_oi, 0) AS c, coalesce(put_oi, 0) AS p FROM option_chain WHERE ${at}),
            cost AS (SELECT k.strike, sum(greatest(k.strike - c.strike, 0) * c.c + greatest(c.strike - k.strike, 0) * c.p) AS cost
                     FROM c k, c GROUP BY k.strike)
       SELECT (SELECT sum(p) / sum(c) FROM c)::DOUBLE, (SELECT arg_min(strike, (cost, strike)) FROM cost)::DOUBLE`,
      10,
      [],
    );
    expect(figures.pcrOi).toBeCloseTo(Number(rows[0]![0]), 12);
    expect(figures.maxPain).toBe(Number(rows[0]![1]));
  });
});

function viewOf(chain: RecordedChain) {
  const side = (quote: RecordedSide | null): ListedQuote | null =>
    quote === null ? null : { ...quote, instrumentId: 1, prevClose: 0, prevOiReason: null };
  return chainView({
    underlying: 'NIFTY',
    expiry: EXPIRY,
    ts: chain.ts,
    expiresAt: tradingEnds({ expiry: EXPIRY }),
    spot: chain.spot,
    prevClose: 0,
    lotSize: LOT,
    rate: nseContracts.riskFreeRate('2025-08-29'),
    strikes: chain.strikes.map(({ strike, call, put }) => ({ strike, call: side(call), put: side(put) })),
  });
}
