import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { MINUTE_MS } from './bar-sql.ts';
import type { ImportRun } from './import-run.ts';

/** A bar is as many ticks. */
export const TICKS_A_BAR = 4;

/**
 * Makes four ticks of each bar in import_rows: open, the nearer extreme, the other one, close, evenly over its length, which is
 * the usual step from bar to bar. Volume is shared in equal parts and adds up over the day. What lay between is not invented.
 */
export async function barsToTicks(run: ImportRun): Promise<void> {
  const [step] = await run.rows(
    `SELECT mode(step)::DOUBLE FROM (
       SELECT ts - lag(ts) OVER (PARTITION BY symbol ORDER BY ts) AS step FROM import_rows WHERE reason IS NULL)
     WHERE step > 0`,
  );
  const length = Number(step?.[0] ?? 0) || MINUTE_MS;
  const last = TICKS_A_BAR - 1;
  await run.run('CREATE TEMP TABLE import_bars AS SELECT * FROM import_rows');
  await run.run(`
    CREATE OR REPLACE TEMP TABLE import_rows AS
    SELECT rn, symbol, kind, ts, ltp,
           sum(part) OVER (PARTITION BY symbol, (ts + ${IST_OFFSET_MS}) // ${DAY_MS} ORDER BY ts, rn)::BIGINT AS volume,
           seq, bid, ask, oi, reason, shown
    FROM (
      SELECT b.rn * ${TICKS_A_BAR} + place AS rn, symbol, kind, ts + place * ${length - 1} // ${last} AS ts,
             CASE place WHEN 0 THEN open WHEN ${last} THEN ltp
                        WHEN 1 THEN CASE WHEN ltp >= open THEN low ELSE high END
                        ELSE CASE WHEN ltp >= open THEN high ELSE low END END AS ltp,
             volume // ${TICKS_A_BAR} + CASE WHEN place = ${last} THEN volume % ${TICKS_A_BAR} ELSE 0 END AS part,
             b.rn * ${TICKS_A_BAR} + place AS seq, 0 AS bid, 0 AS ask, oi, reason, shown
      FROM import_bars b, range(${TICKS_A_BAR}) p(place)
      WHERE b.reason IS NULL)`);
}
