import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDesk } from '../../../testing/desk-records.ts';
import { indexInstrument, temporaryTickStore, tickColumns } from '../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import { AppError } from '../core/app-error.ts';
import { SystemClock } from '../core/system-clock.ts';
import { AskBySql } from './ask-by-sql.ts';

const OPEN = Date.parse('2026-01-05T09:15:00.250+05:30');

let place: TemporaryTickStore;
let desk: AskBySql;
let store: ReturnType<typeof openTestDesk>;

beforeEach(async () => {
  place = temporaryTickStore();
  store = openTestDesk(':memory:');
  const ticks = await place.open();
  desk = new AskBySql({ clock: new SystemClock(), store, ticks });
  await ticks.saveInstruments([indexInstrument(7, 'NIFTY 50')]);
  await ticks.append(
    'sim',
    tickColumns([1, 2, 3].map((step) => ({ instrumentId: 7, ts: OPEN + step * 1000, ltp: 2_400_000 + step }))),
  );
});
afterEach(async () => {
  await place.remove();
  store.close();
});

/** Why a query was refused: its code and its sentence. */
async function refusal(sql: string): Promise<string> {
  const error: unknown = await desk.run(sql, 10).catch((reason: unknown) => reason);
  return error instanceof AppError ? `${error.code} ${error.message}` : `passed ${JSON.stringify(error)}`;
}

describe('SQL over the desk', () => {
  it('gives figures, times in IST and what is absent', async () => {
    const { columns, rows, cut } = await desk.run('SELECT symbol, ltp, bid, timestamp FROM ticks ORDER BY ltp', 2);
    expect(columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'symbol text',
      'ltp number',
      'bid number',
      'timestamp time',
    ]);
    expect(rows).toEqual([
      ['NIFTY 50', 2_400_001, null, '2026-01-05 09:15:01.250'],
      ['NIFTY 50', 2_400_002, null, '2026-01-05 09:15:02.250'],
    ]);
    expect(cut).toBe(true);
  });

  it('joins the market with the books as they stand now', async () => {
    store.transaction((tx) => {
      for (let line = 0; line < 4_500; line += 1) tx.log('system', `line ${line}`);
    });
    const { rows } = await desk.run(
      'WITH last AS (SELECT max(ltp) AS ltp FROM ticks) SELECT count(*), max(message), max(last.ltp) FROM logs, last',
      10,
    );
    expect(rows).toEqual([[store.logs(null, 10_000).length, 'line 999', 2_400_003]]);
    const [[id, margin]] = (await desk.run('SELECT id, margin FROM accounts', 1)).rows as [[string, number]];
    expect(store.account(id).margin).toBe(margin);
  });

  it('names its tables without what would give a secret away', async () => {
    const tables = await desk.tables();
    const users = tables.find(({ name }) => name === 'users')!;
    expect(users.of).toBe('books');
    expect(users.columns.map(({ name }) => name)).not.toContain('password_hash');
    expect(await refusal('SELECT password_hash FROM users')).toMatch(/^SQL_INVALID .*password_hash/);
    expect(tables.find(({ name }) => name === 'ticks')!.columns).toContainEqual({ name: 'ltp', type: 'INTEGER' });
  });

  it.each([
    ['DROP TABLE ticks', 'SQL_REFUSED Only a SELECT'],
    ['INSERT INTO sources VALUES (9, $$x$$)', 'SQL_REFUSED Only a SELECT'],
    ["COPY (SELECT 1) TO 'x.csv'", 'SQL_REFUSED Only a SELECT'],
    ["ATTACH 'x.db'", 'SQL_REFUSED Only a SELECT'],
    ['SET memory_limit = $$9GB$$', 'SQL_REFUSED Only a SELECT'],
    ['SELECT 1; SELECT 2', 'SQL_REFUSED One statement at a time: this text has 2'],
    ['SELECT * FROM tick_rows', 'SQL_REFUSED There is no table “tick_rows”'],
    ['SELECT * FROM information_schema.tables', 'SQL_REFUSED There is no table “tables”'],
    ["SELECT * FROM query('SELECT 1')", 'SQL_REFUSED query() is not offered'],
    ['SELECT (SELECT count(*) FROM duckdb_settings())', 'SQL_REFUSED duckdb_settings() is not offered'],
    ["SELECT nextval('chain_id')", 'SQL_INVALID The query failed'],
    ['SELEC 1', 'SQL_INVALID The query cannot be read: syntax error'],
    ['SELECT nothing FROM ticks', 'SQL_INVALID The query failed'],
  ])('refuses %s with a sentence', async (sql, sentence) => {
    expect(await refusal(sql)).toContain(sentence);
    expect((await desk.run('SELECT count(*) FROM ticks', 1)).rows).toEqual([[3]]);
  });

  it('reads no file, by whatever name', async () => {
    const file = join(place.folder, 'secret.csv');
    writeFileSync(file, 'a\n1\n');
    for (const from of [`'${file}'`, `read_csv('${file}')`, `read_text('${file}')`, `glob('${place.folder}/*')`]) {
      expect(await refusal(`SELECT * FROM ${from}`)).toContain('SQL_REFUSED');
      expect(await refusal(`WITH x AS (SELECT * FROM ${from}) SELECT * FROM x`)).toContain('SQL_REFUSED');
      expect(await refusal(`SELECT 1 WHERE EXISTS (FROM ${from})`)).toContain('SQL_REFUSED');
    }
  });

  it('a table of WITH does not open the file of that name elsewhere', async () => {
    const file = join(place.folder, 'secret.csv');
    writeFileSync(file, 'a\n1\n');
    expect(await refusal(`SELECT * FROM "${file}", (WITH "${file}" AS (SELECT 2) SELECT 3)`)).toContain('SQL_REFUSED');
  });
});
