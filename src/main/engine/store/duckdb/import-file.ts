import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { openJson } from './import-candles.ts';
import { guessMapping } from './import-mapping.ts';
import { refused } from './import-refusal.ts';
import type { FileColumn, ImportFile } from './import-source.ts';
import { sqlText } from './sql-text.ts';
import { firstLine, messageOf } from './store-failure.ts';

/** Where a CSV read notes the lines it cannot split into columns. */
export const REJECTS_TABLE = 'import_rejects';

const PARQUET_MARK = 'PAR1';
const GZIP_MARK = '\u001f\u008b';
const CSV_NAME = /\.(csv|tsv|txt)(\.gz)?$/i;
const HEAD_BYTES = 65_536;

/**
 * Looks at a local file and says how DuckDB shall read it. The path never reaches SQL unescaped, and DuckDB never
 * sees an address or a pattern.
 *
 * @throws AppError IMPORT_FILE
 */
export async function openImportFile(connection: DuckDBConnection, given: string): Promise<ImportFile> {
  const path = localPath(given);
  const name = basename(path);
  const head = readHead(path);
  if (head.startsWith(PARQUET_MARK)) return openParquet(connection, path, name);
  if (/\.(parquet|pq)$/i.test(name)) throw refused(given, `${name} is no Parquet file: its first bytes are not PAR1.`);
  if (/\.json$/i.test(name)) return openJson(connection, path, name);
  if (!CSV_NAME.test(name)) {
    throw refused(
      given,
      `${name} is neither CSV, Parquet nor JSON. Files named .csv, .csv.gz, .tsv, .txt, .parquet or .json are read.`,
    );
  }
  if (/\.gz$/i.test(name) !== head.startsWith(GZIP_MARK)) {
    throw refused(given, `${name} is damaged: its name and its first bytes disagree on whether it is compressed.`);
  }
  if (!head.startsWith(GZIP_MARK) && head.includes('\0')) throw refused(given, `${name} is no text file.`);
  return openCsv(connection, path, name);
}

function localPath(given: string): string {
  if (given.trim() === '') throw refused(given, 'No file was named. Choose a CSV or Parquet file.');
  if (/^[a-z][a-z0-9+.-]+:/i.test(given)) {
    throw refused(given, `${given} is an address. Only files on this machine are imported: download it first.`);
  }
  if (/[*?[\]{}\0]/.test(given)) {
    throw refused(
      given,
      `${given} holds one of * ? [ ] { }, which stand for many files. Rename the file, or name one file.`,
    );
  }
  const path = resolve(given);
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT';
    throw refused(given, missing ? `There is no file ${path}.` : `${path} cannot be read: ${messageOf(error)}.`);
  }
  if (stats.isDirectory()) throw refused(given, `${path} is a folder. Choose one CSV or Parquet file in it.`);
  if (!stats.isFile()) throw refused(given, `${path} is no ordinary file.`);
  if (stats.size === 0) throw refused(given, `${basename(path)} is empty.`);
  return realpathSync(path);
}

function readHead(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(HEAD_BYTES);
      return bytes.toString('latin1', 0, readSync(file, bytes, 0, HEAD_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw refused(path, `${basename(path)} cannot be read: ${messageOf(error)}.`);
  }
}

async function openParquet(connection: DuckDBConnection, path: string, name: string): Promise<ImportFile> {
  const scan = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  const columns = await reading(name, path, async () => {
    const reader = await connection.runAndReadAll(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${scan}`);
    return reader.getRows().map(([column, type]) => ({ name: String(column), type: String(type) }));
  });
  const relation = `(SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS rn FROM ${scan})`;
  return { path, name, columns, textual: false, relation };
}

interface Dialect {
  delimiter: string;
  quote: string;
  escape: string;
  skip: number;
  header: boolean;
  columns: FileColumn[];
}

async function openCsv(connection: DuckDBConnection, path: string, name: string): Promise<ImportFile> {
  const dialect = await reading(name, path, async () => {
    const sniffed = await sniff(connection, path, '');
    if (sniffed.header) return sniffed;
    // A header over nothing but text looks like a row; usual names give it away.
    const named = await sniff(connection, path, ', header = true');
    return guessMapping(named.columns).problem === null ? named : sniffed;
  });
  const types = dialect.columns.map((column) => `${sqlText(column.name)}: 'VARCHAR'`).join(', ');
  const scan = `read_csv(${sqlText(path)}, auto_detect = false, delim = ${sqlText(dialect.delimiter)},
    quote = ${sqlText(dialect.quote)}, escape = ${sqlText(dialect.escape)}, skip = ${dialect.skip},
    header = ${dialect.header}, columns = {${types}}, null_padding = true,
    store_rejects = true, rejects_table = ${sqlText(REJECTS_TABLE)}, rejects_scan = 'import_scans', rejects_limit = 0)`;
  const relation = `(SELECT *, row_number() OVER () AS rn FROM ${scan})`;
  return { path, name, columns: dialect.columns, textual: true, relation };
}

async function sniff(connection: DuckDBConnection, path: string, options: string): Promise<Dialect> {
  const reader = await connection.runAndReadAll(
    `SELECT Delimiter, Quote, Escape, SkipRows::INTEGER, HasHeader,
            list_transform(Columns, lambda c: c.name), list_transform(Columns, lambda c: c.type)
     FROM sniff_csv(${sqlText(path)}, ignore_errors = true${options})`,
  );
  const [delimiter, quote, escape, skip, header, names, types] = reader.getRowsJson()[0]!;
  const typeList = types as string[];
  return {
    delimiter: character(delimiter),
    quote: character(quote),
    escape: character(escape),
    skip: Number(skip),
    header: header === true,
    columns: (names as string[]).map((name, index) => ({ name, type: typeList[index]! })),
  };
}

/** The sniffer writes "(empty)" where there is none. */
function character(value: unknown): string {
  return value === '(empty)' ? '' : String(value);
}

/** Runs a read of the file; what goes wrong is said of the file. */
export async function reading<T>(name: string, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw refused(path, `${name} cannot be read: ${firstLine(messageOf(error))}`);
  }
}
