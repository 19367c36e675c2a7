import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ChainQuote } from '../main/engine/domain/chain-quote.ts';

/** One side as the exchange showed it. Quantities in contracts. */
export interface NseSide extends ChainQuote {
  volume: number;
  /** Per year, a fraction; NaN when the exchange gave none. */
  nseIv: number;
}

export interface NseSnapshot {
  underlying: string;
  expiry: string;
  /** When it was collected, epoch ms. */
  ts: number;
  strikes: { strike: number; call: NseSide; put: NseSide }[];
}

const FILE = 'nse-option-chain-2025-08-29.parquet';

/** Where the recorded chains of NSE lie (NSE_CHAIN, else beside the repository); null with the reason when they do not. */
export function nseChainFile(): { path: string; missing: null } | { path: null; missing: string } {
  const path = process.env['NSE_CHAIN'] ?? resolve(import.meta.dirname, '../../../shared/marketdata', FILE);
  if (existsSync(path)) return { path, missing: null };
  return { path: null, missing: `${path} is not there: set NSE_CHAIN to a copy of ${FILE}.` };
}

const SIDE = (side: 'CALLS' | 'PUTS') =>
  ['LTP', 'Bid_Price', 'Ask_Price', 'OI', 'Chng_in_OI', 'Volume', 'IV'].map((column) => `${side}_${column}::DOUBLE`);

/**
 * Every `nth` distinct snapshot of each chain of the file. A snapshot repeats when the exchange's stamp does: the first is
 * taken. Prices become paise, local times IST.
 */
export async function readNseChains(path: string, nth: number): Promise<NseSnapshot[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `WITH stamps AS (
       SELECT index_name, expiry, exchange_ts, min(collected_at) AS collected_at FROM read_parquet($path) GROUP BY ALL),
     moments AS (
       SELECT *, row_number() OVER (PARTITION BY index_name, expiry ORDER BY collected_at) AS place FROM stamps)
     SELECT index_name, expiry::VARCHAR, epoch_ms(collected_at)::DOUBLE - 19800000, strike::DOUBLE,
            ${[...SIDE('CALLS'), ...SIDE('PUTS')].join(', ')}
     FROM read_parquet($path) JOIN moments USING (index_name, expiry, exchange_ts, collected_at)
     WHERE (place - 1) % $nth = 0
     ORDER BY 1, 2, 3, 4`,
    { path, nth },
  );
  const snapshots = new Map<string, NseSnapshot>();
  for (const [underlying, expiry, ts, strike, ...sides] of reader.getRows()) {
    const key = `${String(underlying)} ${String(expiry)} ${String(ts)}`;
    const known = snapshots.get(key) ?? {
      underlying: String(underlying),
      expiry: String(expiry),
      ts: Number(ts),
      strikes: [],
    };
    const figures = sides.map(Number);
    known.strikes.push({
      strike: Math.round(Number(strike) * 100),
      call: sideOf(figures.slice(0, 7)),
      put: sideOf(figures.slice(7)),
    });
    snapshots.set(key, known);
  }
  connection.disconnectSync();
  return [...snapshots.values()];
}

function sideOf(figures: readonly number[]): NseSide {
  const [ltp, bid, ask, oi, change, volume, iv] = figures as [number, number, number, number, number, number, number];
  return {
    ltp: Math.round(ltp * 100),
    bid: Math.round(bid * 100),
    ask: Math.round(ask * 100),
    oi,
    prevOi: oi - change,
    volume,
    nseIv: iv > 0 ? iv / 100 : Number.NaN,
  };
}
