import { DuckDBDateValue } from '@duckdb/node-api';
import type { DuckDBAppender } from '@duckdb/node-api';
import type { Instrument } from '../../../../contract/market.ts';
import { dayOf } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';

/** Saves instruments under their ids, replacing what was known of them, in one transaction. */
export async function saveInstrumentRows(
  { query }: DuckDbConnection,
  instruments: readonly Instrument[],
): Promise<void> {
  if (instruments.length === 0) return;
  await query.run('CREATE OR REPLACE TEMP TABLE instrument_stage AS FROM instruments LIMIT 0');
  const stage = await query.createAppender('instrument_stage');
  for (const instrument of instruments) {
    stage.appendInteger(instrument.id);
    for (const field of ['exchange', 'symbol', 'name', 'underlying', 'kind'] as const) {
      stage.appendVarchar(instrument[field]);
    }
    if (instrument.expiry === null) stage.appendNull();
    else stage.appendDate(new DuckDBDateValue(dayOf(instrument.expiry)));
    appendInteger(stage, instrument.strike);
    stage.appendInteger(instrument.lotSize);
    stage.appendInteger(instrument.tickSize);
    appendInteger(stage, instrument.freezeQty);
    stage.endRow();
  }
  stage.closeSync();
  await query.run('BEGIN');
  try {
    await query.run('DELETE FROM instruments WHERE id IN (SELECT id FROM instrument_stage)');
    await query.run('INSERT INTO instruments FROM instrument_stage');
    await query.run('COMMIT');
  } catch (error) {
    await query.run('ROLLBACK').catch(() => {});
    throw error;
  }
  await query.run('DROP TABLE instrument_stage');
}

function appendInteger(appender: DuckDBAppender, value: number | null): void {
  if (value === null) appender.appendNull();
  else appender.appendInteger(value);
}
