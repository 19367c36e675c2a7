import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instrument } from '../contract/market.ts';
import { istMidnight } from '../main/engine/core/ist.ts';
import { SystemClock } from '../main/engine/core/system-clock.ts';
import { openTickStore } from '../main/engine/store/duckdb/open-tick-store.ts';
import type { TickStoreOptions } from '../main/engine/store/duckdb/open-tick-store.ts';
import type { TickColumns, TickStore } from '../main/engine/store/tick-store.ts';

export const tickStoreWorkerUrl = new URL('../main/engine/store/duckdb/tick-store-worker.ts', import.meta.url);

/** A folder of one test that holds a tick database and the files to import. */
export interface TemporaryTickStore {
  folder: string;
  file: string;
  open(options?: Partial<TickStoreOptions>): Promise<TickStore>;
  remove(): Promise<void>;
}

export function temporaryTickStore(): TemporaryTickStore {
  const folder = mkdtempSync(join(tmpdir(), 'tick-store-'));
  const file = join(folder, 'ticks.duckdb');
  const opened: TickStore[] = [];
  return {
    folder,
    file,
    async open(options = {}) {
      const store = await openTickStore({
        file,
        workerUrl: tickStoreWorkerUrl,
        clock: new SystemClock(),
        sessionOf: normalSession,
        ...options,
      });
      opened.push(store);
      return store;
    },
    async remove() {
      await Promise.all(opened.map((store) => store.close().catch(() => {})));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** 09:15 to 15:30 on every day. */
export function normalSession(day: string): { from: number; to: number } {
  const midnight = istMidnight(day);
  return { from: midnight + 555 * 60_000, to: midnight + 930 * 60_000 };
}

/** An index of NSE as it is listed. */
export function indexInstrument(id: number, symbol: string): Instrument {
  return {
    id,
    exchange: 'NSE',
    symbol,
    name: 'NIFTY 50',
    underlying: 'NIFTY',
    kind: 'INDEX',
    expiry: null,
    strike: null,
    lotSize: 1,
    tickSize: 5,
    freezeQty: null,
  };
}

export type TickRow = { instrumentId: number; ts: number } & Partial<
  Record<'seq' | 'ltp' | 'bid' | 'ask' | 'bidQty' | 'askQty' | 'volume' | 'oi' | 'flags', number>
>;

/** Columns of rows; `seq` counts, what is not given is 0. */
export function tickColumns(rows: readonly TickRow[]): TickColumns {
  const of = (field: Exclude<keyof TickRow, 'seq'>) => rows.map((row) => row[field] ?? 0);
  return {
    length: rows.length,
    instrumentId: Int32Array.from(of('instrumentId')),
    ts: Float64Array.from(of('ts')),
    seq: Float64Array.from(rows, (row, index) => row.seq ?? index),
    ltp: Int32Array.from(of('ltp')),
    bid: Int32Array.from(of('bid')),
    ask: Int32Array.from(of('ask')),
    bidQty: Int32Array.from(of('bidQty')),
    askQty: Int32Array.from(of('askQty')),
    volume: Float64Array.from(of('volume')),
    oi: Float64Array.from(of('oi')),
    flags: Uint8Array.from(of('flags')),
  };
}

/** The rows of columns, every field given. */
export function tickRows(columns: TickColumns): Required<TickRow>[] {
  return Array.from({ length: columns.length }, (_, row) => ({
    instrumentId: columns.instrumentId[row]!,
    ts: columns.ts[row]!,
    seq: columns.seq[row]!,
    ltp: columns.ltp[row]!,
    bid: columns.bid[row]!,
    ask: columns.ask[row]!,
    bidQty: columns.bidQty[row]!,
    askQty: columns.askQty[row]!,
    volume: columns.volume[row]!,
    oi: columns.oi[row]!,
    flags: columns.flags[row]!,
  }));
}
