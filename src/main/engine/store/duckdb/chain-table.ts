import { DuckDBDateValue } from '@duckdb/node-api';
import type { DuckDBAppender } from '@duckdb/node-api';
import type { ChainRow } from '../tick-store.ts';
import { dayOf } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';

/** Columns of the figures, the fields they come from, and their types in the table. */
const FIGURES = [
  ['call_oi', 'callOi', 'BIGINT'],
  ['call_chgoi', 'callChgOi', 'BIGINT'],
  ['call_iv', 'callIv', 'DOUBLE'],
  ['call_delta', 'callDelta', 'DOUBLE'],
  ['call_ltp', 'callLtp', 'INTEGER'],
  ['call_bid', 'callBid', 'INTEGER'],
  ['call_ask', 'callAsk', 'INTEGER'],
  ['call_volume', 'callVolume', 'BIGINT'],
  ['put_oi', 'putOi', 'BIGINT'],
  ['put_chgoi', 'putChgOi', 'BIGINT'],
  ['put_iv', 'putIv', 'DOUBLE'],
  ['put_delta', 'putDelta', 'DOUBLE'],
  ['put_ltp', 'putLtp', 'INTEGER'],
  ['put_bid', 'putBid', 'INTEGER'],
  ['put_ask', 'putAsk', 'INTEGER'],
  ['put_volume', 'putVolume', 'BIGINT'],
  ['spot', 'spot', 'INTEGER'],
] as const;

const CHAIN_STAGE = `CREATE TEMP TABLE IF NOT EXISTS chain_stage (
  source_id SMALLINT, underlying_id INTEGER, expiry DATE, strike INTEGER, ts BIGINT,
  ${FIGURES.map(([column]) => `${column} DOUBLE`).join(', ')})`;

const CHAIN_INSERT = `INSERT INTO chain_rows BY NAME
  SELECT source_id, underlying_id, expiry, strike, ts,
         ${FIGURES.map(([column, , type]) => `${column}::${type} AS ${column}`).join(', ')}
  FROM chain_stage`;

/** Appends rows of the option chain in one transaction; NaN becomes NULL. */
export async function appendChainRows(
  { query }: DuckDbConnection,
  sourceId: number,
  rows: readonly ChainRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await query.run(CHAIN_STAGE);
  // Left over when an insert failed.
  await query.run('TRUNCATE chain_stage');
  const stage = await query.createAppender('chain_stage');
  for (const row of rows) {
    stage.appendSmallInt(sourceId);
    stage.appendInteger(row.underlyingId);
    stage.appendDate(new DuckDBDateValue(dayOf(row.expiry)));
    stage.appendInteger(row.strike);
    stage.appendBigInt(BigInt(row.ts));
    for (const [, field] of FIGURES) appendFigure(stage, row[field]);
    stage.endRow();
  }
  stage.closeSync();
  await query.run(CHAIN_INSERT);
}

function appendFigure(appender: DuckDBAppender, value: number): void {
  if (Number.isFinite(value)) appender.appendDouble(value);
  else appender.appendNull();
}
