import { TICK_FLAG } from '../tick-store.ts';
import type { BackfillTick } from '../tick-store.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import type { BarMarks } from './bar-marks.ts';
import { MINUTE_MS } from './bar-sql.ts';
import { dayStart } from './day-number.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import type { TickArchive } from './tick-archive.ts';
import type { TickIds } from './tick-ids.ts';

export interface BackfillParts {
  connection: DuckDbConnection;
  archive: TickArchive;
  ids: TickIds;
  marks: BarMarks;
}

/**
 * Puts ticks from elsewhere where none was recorded, marked BACKFILLED. A minute of an instrument in which there is any tick takes none,
 * so that what was recorded is never altered, and the same ticks given again add nothing. Cumulative volume goes on from the tick
 * before and never beyond the one after. One transaction; gives how many were kept.
 */
export async function backfillRows(
  { connection, archive, ids, marks }: BackfillParts,
  sourceId: number,
  day: number,
  ticks: readonly BackfillTick[],
): Promise<number> {
  const { query } = connection;
  const inDay = ticks.filter(({ ts }) => ts >= dayStart(day) && ts < dayStart(day + 1));
  if (inDay.length === 0) return 0;
  const firstId = ids.take(inDay.length);
  const known = `(SELECT instrument_id, ts, volume FROM ${archive.from('ticks', dayStart(day), dayStart(day), sourceId)} AS r
    WHERE r.source_id = ${sourceId} AND r.ts >= ${dayStart(day)} AND r.ts < ${dayStart(day + 1)})`;
  await query.run('BEGIN');
  try {
    await query.run(
      'CREATE OR REPLACE TEMP TABLE backfill (place INTEGER, instrument_id INTEGER, ts BIGINT, ltp INTEGER, traded BIGINT, oi BIGINT)',
    );
    const stage = await query.createAppender('backfill', null, 'temp');
    for (const [place, { instrumentId, ts, ltp, traded, oi }] of inDay.entries()) {
      stage.appendInteger(place);
      stage.appendInteger(instrumentId);
      stage.appendBigInt(BigInt(ts));
      stage.appendInteger(ltp);
      stage.appendBigInt(BigInt(traded));
      stage.appendBigInt(BigInt(oi));
      stage.endRow();
    }
    stage.closeSync();
    await query.run(
      `DELETE FROM backfill b WHERE EXISTS (
         SELECT 1 FROM ${known} k WHERE k.instrument_id = b.instrument_id AND k.ts // ${MINUTE_MS} = b.ts // ${MINUTE_MS})`,
    );
    const reader = await query.runAndReadAll('SELECT count(*)::DOUBLE, min(ts)::DOUBLE, max(ts)::DOUBLE FROM backfill');
    const [kept, first, last] = reader.getRows()[0]!.map(Number) as [number, number, number];
    if (kept > 0) {
      await query.run(
        `INSERT INTO tick_rows
         SELECT ${firstId} + place, ${sourceId}, instrument_id, ts, place, ltp, 0, 0, 0, 0,
                least(coalesce(before, 0) + sum(traded) OVER (PARTITION BY instrument_id, before_ts ORDER BY ts, place),
                      coalesce(after, ${Number.MAX_SAFE_INTEGER}))::BIGINT, oi, ${TICK_FLAG.BACKFILLED}
         FROM (SELECT b.*, p.volume AS before, p.ts AS before_ts, n.volume AS after
               FROM backfill b
               ASOF LEFT JOIN ${known} p ON p.instrument_id = b.instrument_id AND b.ts >= p.ts
               ASOF LEFT JOIN ${known} n ON n.instrument_id = b.instrument_id AND b.ts <= n.ts)`,
      );
      await query.run(`INSERT INTO tick_batches VALUES (${sourceId}, ${day}, ${kept}, ${first}, ${last})`);
      await query.run(
        `INSERT INTO day_instruments SELECT DISTINCT ${sourceId}, ${day}, instrument_id FROM backfill b
         WHERE NOT EXISTS (SELECT 1 FROM day_instruments d
                           WHERE d.source_id = ${sourceId} AND d.day = ${day} AND d.instrument_id = b.instrument_id)`,
      );
      await query.run(
        `INSERT INTO bar_stale SELECT ${sourceId}, (ts + ${IST_OFFSET_MS}) // ${DAY_MS}, instrument_id,
           min(ts // ${MINUTE_MS} * ${MINUTE_MS}) FROM backfill GROUP BY ALL`,
      );
    }
    await query.run('DROP TABLE backfill');
    await query.run('COMMIT');
    if (kept > 0) await marks.read(query, sourceId);
    return kept;
  } catch (error) {
    await query.run('ROLLBACK').catch(() => {});
    throw error;
  }
}
