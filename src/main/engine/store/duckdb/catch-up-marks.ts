import type { DuckDBConnection } from '@duckdb/node-api';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { TICK_FLAG } from '../tick-store.ts';
import { MINUTE_MS } from './bar-sql.ts';

/** After a silence this long a feed has something to catch up with. */
const SILENCE_MS = 60_000;
/** So many ticks of one instrument within a second are no trading: brokers send a handful at most. */
const BURST_TICKS = 20;
const BURST_MS = 1000;

/** A source's ticks within [`from`, `to`), epoch ms. */
export interface SourceSpan {
  sourceId: number;
  from: number;
  to: number;
}

/**
 * The ids of unmarked ticks of feeds that caught up after a stall: those that came after a minute's silence of their instrument, twenty a
 * second at least for as long as it lasted, all but the last. They bear the time they were received at, so a candle of
 * them would show minutes of trading as one moment.
 */
export async function caughtUpIn(connection: DuckDBConnection, { sourceId, from, to }: SourceSpan): Promise<bigint[]> {
  const reader = await connection.runAndReadAll(
    `WITH steps AS (
       SELECT id, instrument_id, ts, seq, flags,
              ts - lag(ts) OVER (PARTITION BY instrument_id ORDER BY ts, seq, id) AS step
       FROM tick_rows WHERE source_id = ${sourceId} AND ts >= ${from} AND ts < ${to}
         AND flags & ${TICK_FLAG.BACKFILLED | TICK_FLAG.OUTSIDE_SESSION} = 0),
     starts AS (SELECT instrument_id, ts AS start FROM steps WHERE step >= ${SILENCE_MS}),
     after AS (
       SELECT t.*, s.start, (t.ts - s.start) // ${BURST_MS} AS second FROM steps t JOIN starts s
         ON s.instrument_id = t.instrument_id AND t.ts >= s.start AND t.ts < s.start + ${SILENCE_MS}),
     -- Second after second, as long as each is one of catching up.
     seconds AS (
       SELECT * FROM (SELECT instrument_id, start, second FROM after GROUP BY ALL HAVING count(*) >= ${BURST_TICKS})
       QUALIFY second = row_number() OVER (PARTITION BY instrument_id, start ORDER BY second) - 1)
     SELECT id FROM (
       SELECT id, flags FROM after JOIN seconds USING (instrument_id, start, second)
       QUALIFY row_number() OVER (PARTITION BY instrument_id, start ORDER BY ts DESC, seq DESC, id DESC) > 1)
     WHERE flags & ${TICK_FLAG.CAUGHT_UP} = 0`,
  );
  return reader.getRows().map(([id]) => id as bigint);
}

/** Marks these ticks CAUGHT_UP and their bars as out of date, in one transaction; in the order of writes. */
export async function markCaughtUp(
  connection: DuckDBConnection,
  { sourceId, from, to }: SourceSpan,
  ids: readonly bigint[],
): Promise<void> {
  const chosen = `source_id = ${sourceId} AND ts >= ${from} AND ts < ${to} AND id IN (SELECT id FROM caught_up)`;
  await connection.run('BEGIN');
  try {
    await connection.run('CREATE OR REPLACE TEMP TABLE caught_up (id BIGINT)');
    const stage = await connection.createAppender('caught_up', null, 'temp');
    for (const id of ids) {
      stage.appendBigInt(id);
      stage.endRow();
    }
    stage.closeSync();
    await connection.run(
      `INSERT INTO bar_stale SELECT source_id, (ts + ${IST_OFFSET_MS}) // ${DAY_MS}, instrument_id,
         min(ts // ${MINUTE_MS} * ${MINUTE_MS}) FROM tick_rows WHERE ${chosen} GROUP BY ALL`,
    );
    await connection.run(`UPDATE tick_rows SET flags = flags | ${TICK_FLAG.CAUGHT_UP} WHERE ${chosen}`);
    await connection.run('DROP TABLE caught_up');
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => {});
    throw error;
  }
}
