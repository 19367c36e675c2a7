import type { ImportMapping, ImportReport } from '../../../../contract/desk.ts';
import { AppError } from '../../core/app-error.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { writeImportedBars } from './bar-writer.ts';
import { markImportCompacted } from './compact-day.ts';
import { dayText } from './day-number.ts';
import { FLAGGED, MARKED_ROWS } from './import-flags.ts';
import { SOURCE_TABLES } from './import-context.ts';
import type { ImportContext } from './import-context.ts';
import { importChain } from './import-chain.ts';
import { isOfChain } from './import-chain-mapping.ts';
import { barsToTicks, TICKS_A_BAR } from './import-bars.ts';
import { openImportFile, reading } from './import-file.ts';
import { checkMapping, isOfBars } from './import-mapping.ts';
import { noRows, refusedRows } from './import-refused-rows.ts';
import { REFUSED, rowsSql } from './import-rows.ts';
import { ImportRun } from './import-run.ts';

/**
 * Imports a file in one transaction: read and judge every row, mark the kept ones, write them, compare the sums of what
 * was written with those of what was read. Rows of an earlier import of the same file name are replaced.
 *
 * @throws AppError IMPORT_FILE, IMPORT_COLUMN, IMPORT_CANCELLED, STORE_FAILED
 */
export async function importTicks(context: ImportContext, path: string, mapping: ImportMapping): Promise<ImportReport> {
  const { connection, clock, signal, onProgress } = context;
  const started = clock.monotonic();
  const file = await openImportFile(connection.query, path);
  checkMapping(file.name, file.columns, mapping);
  if (isOfChain(mapping)) return importChain(context, file, mapping);
  const run = new ImportRun(connection, clock, signal, onProgress);
  await run.begin();
  await run.step(0, 0.45, `Reading ${file.name}`, () =>
    reading(file.name, file.path, () => run.run(`CREATE TEMP TABLE import_rows AS ${rowsSql(file, mapping)}`)),
  );
  const refusals = await refusedRows(run, file, REFUSED);
  if (isOfBars(mapping)) await barsToTicks(run);
  const read = await sumsOf(run, 'import_rows WHERE reason IS NULL');
  if (read.rows === 0) throw noRows(file, refusals);
  await run.step(0.45, 0.5, 'Looking up symbols and sessions', async () => {
    await lookUpSymbols(context, run);
    await lookUpSessions(context, run);
  });
  const source = `import:${file.name}`;
  const written = await write(context, run, source, read);
  const kept = isOfBars(mapping) ? read.rows / TICKS_A_BAR : read.rows;
  const refusedTotal = refusals.reduce((total, { rows }) => total + rows, 0);
  onProgress({ progress: 1, message: `${file.name} is imported` });
  return {
    file: file.name,
    source,
    rowsRead: kept + refusedTotal,
    rowsKept: kept,
    refused: refusals,
    seconds: (clock.monotonic() - started) / 1000,
    ...written,
    flagged: isOfBars(mapping) ? flaggedBars(written.flagged) : written.flagged,
  };
}

/** Of bars whether they lie in the session alone: the other marks are of ticks as they arrived. */
function flaggedBars(flagged: ImportReport['flagged']): ImportReport['flagged'] {
  return flagged
    .filter(({ code }) => code === 'OUTSIDE_SESSION')
    .map((mark) => ({ ...mark, rows: Math.ceil(mark.rows / TICKS_A_BAR) }));
}

async function lookUpSymbols({ ask, connection }: ImportContext, run: ImportRun): Promise<void> {
  const found = await run.rows(
    `SELECT symbol, arg_min(kind, rn) FROM import_rows WHERE reason IS NULL GROUP BY symbol ORDER BY symbol`,
  );
  const symbols = found.map(([symbol, kind]) => ({
    symbol: String(symbol),
    kind: kind === null ? null : String(kind),
  }));
  const ids = await ask('instruments', symbols);
  if (ids.length !== symbols.length || ids.some((id) => !Number.isInteger(id) || id <= 0)) {
    throw new AppError('INSTRUMENT_UNKNOWN', 'Not every symbol of the file has an instrument.', { ids });
  }
  await run.run('CREATE TEMP TABLE import_symbols (symbol VARCHAR, id INTEGER)');
  const appender = await connection.query.createAppender('import_symbols');
  symbols.forEach(({ symbol }, index) => {
    appender.appendVarchar(symbol);
    appender.appendInteger(ids[index]!);
    appender.endRow();
  });
  appender.closeSync();
}

async function lookUpSessions({ ask, connection }: ImportContext, run: ImportRun): Promise<void> {
  const found = await run.rows(
    `SELECT DISTINCT (ts + ${IST_OFFSET_MS}) // ${DAY_MS} AS day FROM import_rows WHERE reason IS NULL ORDER BY day`,
  );
  const days = found.map(([day]) => Number(day));
  const sessions = await ask('sessions', days.map(dayText));
  await run.run('CREATE TEMP TABLE import_sessions (day INTEGER, open_ts BIGINT, close_ts BIGINT)');
  const appender = await connection.query.createAppender('import_sessions');
  days.forEach((day, index) => {
    const session = sessions[index] ?? null;
    appender.appendInteger(day);
    for (const at of [session?.from, session?.to]) {
      if (at === undefined) appender.appendNull();
      else appender.appendBigInt(BigInt(at));
    }
    appender.endRow();
  });
  appender.closeSync();
}

type Written = Pick<ImportReport, 'days' | 'symbols' | 'flagged' | 'replaced'>;

async function write(context: ImportContext, run: ImportRun, source: string, read: Sums): Promise<Written> {
  const { sources, ids, connection } = context;
  const { id: sourceId, fresh } = sources.reserve(source);
  try {
    await run.run('BEGIN');
    if (fresh) await run.run('INSERT INTO sources VALUES ($sourceId, $source)', { sourceId, source });
    const [before] = await run.rows('SELECT count(*)::DOUBLE FROM tick_rows WHERE source_id = $sourceId', { sourceId });
    for (const table of SOURCE_TABLES) await run.run(`DELETE FROM ${table} WHERE source_id = ${sourceId}`);
    await run.step(0.5, 0.9, 'Writing', () => run.run(insertSql(sourceId, ids.take(read.lastRow + 1))));
    await run.step(0.9, 1, 'Comparing sums', async () => {
      await run.run(`
        INSERT INTO tick_batches SELECT ${sourceId}, (ts + ${IST_OFFSET_MS}) // ${DAY_MS}, count(*), min(ts), max(ts)
        FROM tick_rows WHERE source_id = ${sourceId} GROUP BY ALL`);
      await run.run(`
        INSERT INTO day_instruments SELECT DISTINCT ${sourceId}, (ts + ${IST_OFFSET_MS}) // ${DAY_MS}, instrument_id
        FROM tick_rows WHERE source_id = ${sourceId}`);
      await run.run(`
        INSERT INTO sessions SELECT ${sourceId}, day, open_ts, close_ts FROM import_sessions WHERE open_ts IS NOT NULL`);
      await writeImportedBars(connection.query, sourceId);
      await markImportCompacted(connection, sourceId);
      compare(read, await sumsOf(run, `tick_rows WHERE source_id = ${sourceId}`));
    });
    const counted = await countWritten(run, sourceId);
    await run.run('COMMIT');
    return { ...counted, replaced: Number(before![0]) > 0 };
  } catch (error) {
    if (fresh) sources.forget(source);
    await connection.query.run('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Stored by symbol and time, as a closed day is read by charts. */
function insertSql(sourceId: number, firstId: number): string {
  return `INSERT INTO tick_rows
    SELECT ${firstId} + rn, ${sourceId}, instrument_id, ts, seq, ltp, bid, ask, 0, 0, volume, oi, flags
    FROM (${MARKED_ROWS}) ORDER BY instrument_id, ts, seq, rn`;
}

async function countWritten(run: ImportRun, sourceId: number): Promise<Omit<Written, 'replaced'>> {
  const counts = FLAGGED.map(({ bit }) => `count(*) FILTER (flags & ${bit} <> 0)::DOUBLE`);
  const [marks] = await run.rows(
    `SELECT count(DISTINCT instrument_id)::DOUBLE, ${counts.join(', ')} FROM tick_rows WHERE source_id = ${sourceId}`,
  );
  const days = await run.rows(`SELECT day FROM tick_batches WHERE source_id = ${sourceId} ORDER BY day`);
  return {
    days: days.map(([day]) => dayText(Number(day))),
    symbols: Number(marks![0]),
    flagged: FLAGGED.map(({ code, label, treatment }, index) => ({
      code,
      label,
      rows: Number(marks![index + 1]),
      treatment,
    })),
  };
}

interface Sums {
  rows: number;
  ltp: string;
  volume: string;
  lastRow: number;
}

async function sumsOf(run: ImportRun, from: string): Promise<Sums> {
  const place = from.startsWith('import_rows') ? 'max(rn)' : '0';
  const [sums] = await run.rows(
    `SELECT count(*)::DOUBLE, sum(ltp)::VARCHAR, sum(volume)::VARCHAR, coalesce(${place}, 0)::DOUBLE FROM ${from}`,
  );
  return { rows: Number(sums![0]), ltp: String(sums![1]), volume: String(sums![2]), lastRow: Number(sums![3]) };
}

function compare(read: Sums, stored: Sums): void {
  if (read.rows === stored.rows && read.ltp === stored.ltp && read.volume === stored.volume) return;
  throw new AppError(
    'STORE_FAILED',
    `The sums of the stored rows differ from those read (rows ${read.rows} read, ${stored.rows} stored). Nothing was kept; import the file again.`,
    { read, stored },
  );
}
