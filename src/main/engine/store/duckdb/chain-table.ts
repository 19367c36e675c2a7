import { DuckDBDateValue } from '@duckdb/node-api';
import type { DuckDBAppender } from '@duckdb/node-api';
import type { ChainRow } from '../tick-store.ts';
import { dayOf } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';

const CHAIN_STAGE = `CREATE OR REPLACE TEMP TABLE chain_stage (
  underlying_id INTEGER, expiry DATE, strike INTEGER, ts BIGINT,
  call_oi DOUBLE, call_chgoi DOUBLE, call_iv DOUBLE, call_delta DOUBLE, call_ltp DOUBLE,
  put_oi DOUBLE, put_chgoi DOUBLE, put_iv DOUBLE, put_delta DOUBLE, put_ltp DOUBLE)`;

const CHAIN_INSERT = `INSERT INTO chain_rows BY NAME
  SELECT underlying_id, expiry, strike, ts,
         call_oi::BIGINT AS call_oi, call_chgoi::BIGINT AS call_chgoi, call_iv, call_delta, call_ltp::INTEGER AS call_ltp,
         put_oi::BIGINT AS put_oi, put_chgoi::BIGINT AS put_chgoi, put_iv, put_delta, put_ltp::INTEGER AS put_ltp
  FROM chain_stage`;

const CHAIN_FIGURES = [
  'callOi',
  'callChgOi',
  'callIv',
  'callDelta',
  'callLtp',
  'putOi',
  'putChgOi',
  'putIv',
  'putDelta',
  'putLtp',
] as const;

/** Appends rows of the option chain in one transaction; NaN becomes NULL. */
export async function appendChainRows({ query }: DuckDbConnection, rows: readonly ChainRow[]): Promise<void> {
  if (rows.length === 0) return;
  await query.run(CHAIN_STAGE);
  const stage = await query.createAppender('chain_stage');
  for (const row of rows) {
    stage.appendInteger(row.underlyingId);
    stage.appendDate(new DuckDBDateValue(dayOf(row.expiry)));
    stage.appendInteger(row.strike);
    stage.appendBigInt(BigInt(row.ts));
    for (const figure of CHAIN_FIGURES) appendFigure(stage, row[figure]);
    stage.endRow();
  }
  stage.closeSync();
  await query.run(CHAIN_INSERT);
  await query.run('DROP TABLE chain_stage');
}

function appendFigure(appender: DuckDBAppender, value: number): void {
  if (Number.isFinite(value)) appender.appendDouble(value);
  else appender.appendNull();
}
