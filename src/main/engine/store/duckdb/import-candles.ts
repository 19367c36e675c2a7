import { readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { nseChainOf, openNseChain } from './import-chain-json.ts';
import { refused } from './import-refusal.ts';
import type { ImportFile } from './import-source.ts';

/** A larger answer of a broker is none. */
const MOST_BYTES = 256 * 1024 * 1024;
const COLUMNS = ['timestamp', 'open', 'high', 'low', 'close', 'volume', 'oi'] as const;
const TABLE = 'import_candles';

/**
 * NSE's option chain as a file of strikes, or the candles of a broker's answer as a file of bars: `data.candles` of Kite, `data` of Angel One, or a bare list, each candle a list of
 * time, open, high, low, close and, where there are any, volume and oi. The symbol is not in them.
 *
 * @throws AppError IMPORT_FILE
 */
export async function openJson(connection: DuckDBConnection, path: string, name: string): Promise<ImportFile> {
  const answer = parsed(path, name);
  const chain = nseChainOf(answer);
  if (chain !== null) return openNseChain(connection, path, name, chain);
  const candles = candlesOf(answer);
  if (candles === null) {
    throw refused(
      path,
      `${name} holds no candles and no option chain: data.candles of Kite, data of Angel One, a list of lists, or records.data of NSE is read.`,
    );
  }
  const given = Math.max(0, ...candles.map((candle) => (Array.isArray(candle) ? candle.length : 0)));
  const columns = COLUMNS.slice(0, Math.max(5, Math.min(given, COLUMNS.length)));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${TABLE} (rn BIGINT, ${columns.map((column) => `"${column}" VARCHAR`).join(', ')})`,
  );
  const appender = await connection.createAppender(TABLE, null, 'temp');
  for (const [place, candle] of candles.entries()) {
    appender.appendBigInt(BigInt(place + 1));
    columns.forEach((_, column) => {
      const value: unknown = Array.isArray(candle) ? candle[column] : null;
      if (typeof value === 'string' || typeof value === 'number') appender.appendVarchar(String(value));
      else appender.appendNull();
    });
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

function parsed(path: string, name: string): unknown {
  const text = readFileSync(path);
  if (text.length > MOST_BYTES)
    throw refused(path, `${name} has more than 256 MB: no answer of a broker is that long.`);
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw refused(path, `${name} is no JSON: it ends early or is damaged. Save the broker's answer as it came.`);
  }
}

function candlesOf(answer: unknown): unknown[] | null {
  if (Array.isArray(answer)) return answer.every(Array.isArray) ? answer : null;
  if (typeof answer !== 'object' || answer === null || !('data' in answer)) return null;
  const { data } = answer;
  if (typeof data === 'object' && data !== null && 'candles' in data) return candlesOf(data.candles);
  return candlesOf(data);
}
