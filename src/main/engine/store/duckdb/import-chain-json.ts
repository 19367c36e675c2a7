import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportFile } from './import-source.ts';

const TABLE = 'import_nse_chain';
const ROW = ['timestamp', 'underlying', 'expiryDate', 'strikePrice', 'underlyingValue'] as const;
const SIDE = [
  'lastPrice',
  'bidprice',
  'askPrice',
  'totalTradedVolume',
  'openInterest',
  'changeinOpenInterest',
  'impliedVolatility',
] as const;

interface Strike {
  strikePrice?: unknown;
  expiryDate?: unknown;
  CE?: Record<string, unknown>;
  PE?: Record<string, unknown>;
}
interface NseChain {
  timestamp: unknown;
  data: readonly (Strike | null)[];
}

/** The records of NSE's option chain as its site answers with them; null when the answer is of another kind. */
export function nseChainOf(answer: unknown): NseChain | null {
  if (!isObject(answer) || !isObject(answer['records'])) return null;
  const { data, timestamp } = answer['records'];
  return Array.isArray(data) ? { data: data as (Strike | null)[], timestamp } : null;
}

/** NSE's option chain as a file of strikes: both sides in one row, `CE_` and `PE_` before the names that NSE gives. */
export async function openNseChain(
  connection: DuckDBConnection,
  path: string,
  name: string,
  { timestamp, data }: NseChain,
): Promise<ImportFile> {
  const columns = [...ROW, ...['CE_', 'PE_'].flatMap((side) => SIDE.map((field) => side + field))];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${TABLE} (rn BIGINT, ${columns.map((column) => `"${column}" VARCHAR`).join(', ')})`,
  );
  const appender = await connection.createAppender(TABLE, null, 'temp');
  for (const [place, strike] of data.entries()) {
    appender.appendBigInt(BigInt(place + 1));
    const of = (field: string) => strike?.CE?.[field] ?? strike?.PE?.[field];
    const values = [
      timestamp,
      of('underlying'),
      strike?.expiryDate ?? of('expiryDate'),
      strike?.strikePrice ?? of('strikePrice'),
      of('underlyingValue'),
      ...[strike?.CE, strike?.PE].flatMap((side) => SIDE.map((field) => side?.[field])),
    ];
    for (const value of values) {
      if (typeof value === 'string' || typeof value === 'number') appender.appendVarchar(String(value));
      else appender.appendNull();
    }
    appender.endRow();
  }
  appender.closeSync();
  return {
    path,
    name,
    columns: columns.map((column) => ({ name: column, type: 'VARCHAR' })),
    textual: false,
    relation: TABLE,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
