import type { DuckDBConnection } from '@duckdb/node-api';
import { TICK_FLAG } from '../tick-store.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';

/** After a silence this long a feed has something to catch up with. */
const SILENCE_MS = 60_000;
/** So many ticks of one instrument within a second are no trading: brokers send a handful at most. */
const BURST_TICKS = 20;
const BURST_MS = 1000;

/**
 * Marks the ticks of feeds that caught up after a stall, of one source within [`from`, `to`) epoch ms: those that came after a minute's silence of
 * their instrument, twenty a second at least for as long as it lasted, all but the last. They bear the time they were received at, so
 * a candle of them would show minutes of trading as one moment. Their bars count as out of date.
 */
export async function markCaughtUp(
  connection: DuckDBConnection,
  sourceId: number,
  from: number,
  to: number,
): Promise<number> {
  const ofSpan = `source_id = ${sourceId} AND ts >= ${from} AND ts < ${to}`;
  const real = `flags & ${TICK_FLAG.BACKFILLED | TICK_FLAG.OUTSIDE_SESSION} = 0`;
  await connection.run('BEGIN');
  try {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE caught_up AS
       WITH steps AS (
         SELECT id, instrument_id, ts, seq, ts - lag(ts) OVER (PARTITION BY instrument_id ORDER BY ts, seq, id) AS step,
                count(*) OVER (PARTITION BY instrument_id ORDER BY ts RANGE BETWEEN CURRENT ROW AND ${BURST_MS - 1} FOLLOWING) AS burst
         FROM tick_rows WHERE ${ofSpan} AND ${real}),
       starts AS (SELECT instrument_id, ts AS start FROM steps WHERE step >= ${SILENCE_MS} AND burst >= ${BURST_TICKS}),
       after AS (
         SELECT t.*, s.start, (t.ts - s.start) // ${BURST_MS} AS second FROM steps t JOIN starts s
           ON s.instrument_id = t.instrument_id AND t.ts >= s.start AND t.ts < s.start + ${SILENCE_MS}),
       -- Second after second, as long as each is one of catching up.
       seconds AS (
         SELECT * FROM (SELECT instrument_id, start, second FROM after GROUP BY ALL HAVING count(*) >= ${BURST_TICKS})
         QUALIFY second = row_number() OVER (PARTITION BY instrument_id, start ORDER BY second) - 1)
       SELECT id FROM after JOIN seconds USING (instrument_id, start, second)
       QUALIFY row_number() OVER (PARTITION BY instrument_id, start ORDER BY ts DESC, seq DESC, id DESC) > 1`,
    );
    const unmarked = `FROM tick_rows t JOIN caught_up c ON c.id = t.id
      WHERE ${ofSpan} AND t.flags & ${TICK_FLAG.CAUGHT_UP} = 0`;
    const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE ${unmarked}`);
    const marked = Number(reader.getRows()[0]![0]);
    if (marked > 0) {
      await connection.run(
        `INSERT INTO bar_stale SELECT ${sourceId}, (t.ts + ${IST_OFFSET_MS}) // ${DAY_MS}, t.instrument_id,
           min(t.ts // 60000 * 60000) ${unmarked} GROUP BY ALL`,
      );
      await connection.run(
        `UPDATE tick_rows SET flags = flags | ${TICK_FLAG.CAUGHT_UP}
         WHERE ${ofSpan} AND flags & ${TICK_FLAG.CAUGHT_UP} = 0 AND id IN (SELECT id FROM caught_up)`,
      );
    }
    await connection.run('DROP TABLE caught_up');
    await connection.run('COMMIT');
    return marked;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => {});
    throw error;
  }
}
