import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { TICK_FLAG } from '../tick-store.ts';

const { OUT_OF_ORDER, OUTSIDE_SESSION, REPEAT, VOLUME_DECREASE } = TICK_FLAG;

/** What each mark means to a reader of the report. */
export const FLAGGED = [
  {
    code: 'OUT_OF_ORDER',
    bit: OUT_OF_ORDER,
    label: 'Out of order: older than a tick of its symbol that came before',
    treatment: 'Kept; placed by time and sequence',
  },
  {
    code: 'OUTSIDE_SESSION',
    bit: OUTSIDE_SESSION,
    label: 'Outside the trading session',
    treatment: 'Kept; not drawn in session candles',
  },
  {
    code: 'REPEAT',
    bit: REPEAT,
    label: 'Repeats the last price and volume of its symbol',
    treatment: 'Kept; adds no volume',
  },
  {
    code: 'VOLUME_DECREASE',
    bit: VOLUME_DECREASE,
    label: "The day's volume fell",
    treatment: 'Kept; the fall counts as no volume',
  },
] as const;

/**
 * The rows to keep, with their marks, from the tables import_rows, import_symbols (symbol, id) and import_sessions
 * (day, open_ts, close_ts).
 *
 * The session is open ≤ ts < close; a tick outside it bears that mark alone. A tick inside is compared with the session
 * ticks of the same symbol and day that arrived before it, arrival being the file's sequence (its row order when it has
 * none): OUT_OF_ORDER when any of them is later; REPEAT when the last of them has the same price and volume;
 * VOLUME_DECREASE when the last of them has more volume. A tick may bear several of these.
 */
export const MARKED_ROWS = `
  SELECT rn, id AS instrument_id, day, ts, seq, ltp, bid, ask, volume, oi,
         CASE WHEN NOT inside THEN ${OUTSIDE_SESSION} ELSE
           CASE WHEN ts < max(ts) OVER (arrival ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN ${OUT_OF_ORDER} ELSE 0 END
           | CASE WHEN ltp = lag(ltp) OVER arrival AND volume = lag(volume) OVER arrival THEN ${REPEAT} ELSE 0 END
           | CASE WHEN volume < lag(volume) OVER arrival THEN ${VOLUME_DECREASE} ELSE 0 END
         END AS flags
  FROM (
    SELECT r.*, i.id, s.day, coalesce(r.ts >= s.open_ts AND r.ts < s.close_ts, false) AS inside
    FROM import_rows r
    JOIN import_symbols i ON i.symbol = r.symbol
    JOIN import_sessions s ON s.day = (r.ts + ${IST_OFFSET_MS}) // ${DAY_MS}
    WHERE r.reason IS NULL)
  WINDOW arrival AS (PARTITION BY symbol, day, inside ORDER BY seq, rn)`;
