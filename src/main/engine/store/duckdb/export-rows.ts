import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { DataExport } from '../../../../contract/data.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import { IST_OFFSET_MS } from '../../core/ist.ts';
import type { ImportProgress } from '../tick-store.ts';
import { dayOf, dayStart } from './day-number.ts';
import { ImportRun } from './import-run.ts';
import type { DuckDbConnection } from './open-duckdb.ts';
import { sqlText } from './sql-text.ts';
import type { TickArchive } from './tick-archive.ts';

export interface Exporting {
  /** The work's own. */
  connection: DuckDbConnection;
  clock: Clock;
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
  archive: TickArchive;
}

/**
 * Where an export goes: an absolute path as it is, a name into `exports` beside the database.
 *
 * @throws AppError DATA_REFUSED when there is such a file, or its ending is not the format's
 */
export function exportPath(databaseFile: string, { path, format }: DataExport): string {
  if (!path.endsWith(`.${format}`)) {
    throw new AppError('DATA_REFUSED', `${path} does not end in .${format}. Give the file that ending.`, { path });
  }
  const chosen = isAbsolute(path) ? path : join(dirname(databaseFile), 'exports', path);
  if (!existsSync(chosen)) return chosen;
  throw new AppError('DATA_REFUSED', `${chosen} exists and is not overwritten. Choose another name.`, { path: chosen });
}

/**
 * Writes rows in the order of symbol and time, prices in rupees; CSV has times in IST. It is written beside and renamed, so that a file
 * of that name is whole. Gives how many rows it has.
 *
 * @throws AppError IMPORT_CANCELLED, STORE_FAILED
 */
export async function exportRows(
  exporting: Exporting,
  sourceId: number,
  wanted: DataExport,
  path: string,
): Promise<number> {
  const { connection, clock, signal, onProgress, archive } = exporting;
  const run = new ImportRun(connection, clock, signal, onProgress, 'The export was cancelled; no file was written.');
  await run.begin();
  const unfinished = `${path}.tmp`;
  const format = wanted.format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd';
  try {
    return await run.step(0, 1, `Writing ${wanted.what}`, async () => {
      await mkdir(dirname(path), { recursive: true });
      const query = selectOf(archive, sourceId, wanted);
      const [count] = await run.rows(`COPY (${query}) TO ${sqlText(unfinished)} (${format})`);
      run.throwIfCancelled();
      const handle = await open(unfinished, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(unfinished, path);
      return Number(count![0]);
    });
  } catch (error) {
    await rm(unfinished, { force: true });
    if ((error as NodeJS.ErrnoException).code === undefined || error instanceof AppError) throw error;
    throw new AppError(
      'DATA_REFUSED',
      `${path} cannot be written: ${(error as Error).message}. Choose another place.`,
      {
        path,
      },
    );
  }
}

function selectOf(archive: TickArchive, sourceId: number, { what, format, symbols, from, to }: DataExport): string {
  const first = dayStart(dayOf(from));
  const last = dayStart(dayOf(to) + 1) - 1;
  const time = (column: string) =>
    format === 'csv'
      ? `strftime(make_timestamp((${column} + ${IST_OFFSET_MS}) * 1000), '%Y-%m-%d %H:%M:%S.%g')`
      : `make_timestamptz(${column} * 1000)`;
  const rupees = (column: string) => `(r.${column} / 100)::DECIMAL(12, 2) AS ${column}`;
  const absent = (column: string) => `(nullif(r.${column}, 0) / 100)::DECIMAL(12, 2) AS ${column}`;
  const named = symbols.length === 0 ? 'true' : `i.symbol IN (${symbols.map(sqlText).join(', ')})`;
  const symbol = (id: string) => `coalesce(i.symbol, '#' || r.${id}) AS symbol`;
  const of = (id: string, column: string) =>
    `LEFT JOIN instruments i ON i.id = r.${id}
     WHERE r.source_id = ${sourceId} AND r.${column} >= ${first} AND r.${column} <= ${last} AND ${named}`;
  if (what === 'bars') {
    return `SELECT ${symbol('instrument_id')}, ${time('r.start')} AS timestamp, ${['open', 'high', 'low', 'close'].map(rupees).join(', ')},
              r.volume, r.oi
            FROM bars_1m r ${of('instrument_id', 'start')} AND r.open IS NOT NULL ORDER BY symbol, r.start`;
  }
  const rows = archive.from(what, first, last, sourceId);
  if (what === 'ticks') {
    return `SELECT ${symbol('instrument_id')}, i.kind, ${time('r.ts')} AS timestamp, r.seq, ${rupees('ltp')}, ${absent('bid')}, ${absent('ask')},
              r.volume, r.oi, r.flags
            FROM ${rows} AS r ${of('instrument_id', 'ts')} ORDER BY symbol, r.ts, r.seq, r.id`;
  }
  const side = (name: 'call' | 'put') =>
    [
      ...['oi', 'chgoi', 'iv', 'delta'].map((figure) => `r.${name}_${figure}`),
      ...['ltp', 'bid', 'ask'].map((figure) => rupees(`${name}_${figure}`)),
      `r.${name}_volume`,
    ].join(', ');
  return `SELECT ${symbol('underlying_id')}, r.expiry, ${rupees('strike')}, ${time('r.ts')} AS timestamp, ${rupees('spot')}, ${side('call')}, ${side('put')}
          FROM ${rows} AS r ${of('underlying_id', 'ts')} ORDER BY symbol, r.expiry, r.strike, r.ts, r.id`;
}
