import duckdb from '@duckdb/node-bindings';
import type { Connection, DataChunk } from '@duckdb/node-bindings';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tickStoreTables } from '../migrations/duckdb/0001-tick-store.ts';
import { silentLog } from '../src/main/engine/core/operator-log.ts';
import { SystemClock } from '../src/main/engine/core/system-clock.ts';
import { emptyTick } from '../src/main/engine/domain/tick.ts';
import type { Tick } from '../src/main/engine/domain/tick.ts';
import { Recorder } from '../src/main/engine/market-data/recorder.ts';
import { openTickStore } from '../src/main/engine/store/duckdb/open-tick-store.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';

const ROWS = 500_000;
const BATCH = 10_000;
const CHUNK = 2048;
const ROUNDS = 5;
const INSTRUMENTS = 500;
const START = Date.parse('2026-01-05T09:15:00+05:30');

/**
 * Decoded ticks handed to the recorder until all are durable, against the same rows copied by DuckDB's typed chunks in
 * this thread, committed in the same batches. Interleaved rounds, median of their rates.
 */
export async function bench(): Promise<BenchResult> {
  const ticks = makeTicks();
  const columns = nativeColumns(ticks);
  const ours: number[] = [];
  const reference: number[] = [];
  // The first round warms both up.
  for (let round = 0; round <= ROUNDS; round++) {
    const copied = await inFolder((folder) => copyChunks(join(folder, 'reference.duckdb'), columns));
    const recorded = await inFolder((folder) => recordTicks(join(folder, 'ticks.duckdb'), ticks));
    if (round === 0) continue;
    reference.push(copied);
    ours.push(recorded);
  }
  const rate = median(ours);
  const value = median(reference);
  return {
    name: 'recorder: decoded tick to committed',
    unit: 'rows/s',
    ours: rate,
    reference: { name: 'DuckDB typed-chunk copy', value },
    ratio: rate / value,
    floor: { sense: 'at least', ratio: 0.6 },
    detail: { rows: ROWS, batch: BATCH, rounds: ROUNDS, instruments: INSTRUMENTS },
  };
}

function makeTicks(): Tick[] {
  return Array.from({ length: ROWS }, (_, row) => ({
    ...emptyTick(),
    instrumentId: 1 + (row % INSTRUMENTS),
    ts: START + Math.floor(row / 20),
    ltp: 100_00 + ((row * 7919) % 5000),
    bid: 99_95 + ((row * 7919) % 5000),
    ask: 100_05 + ((row * 7919) % 5000),
    bidQty: 75 * (1 + (row % 40)),
    askQty: 75 * (1 + (row % 37)),
    volume: 75 * Math.floor(row / INSTRUMENTS),
    oi: 1_000_000 + row,
  }));
}

async function recordTicks(file: string, ticks: readonly Tick[]): Promise<number> {
  const clock = new SystemClock();
  const workerUrl = new URL('../src/main/engine/store/duckdb/tick-store-worker.ts', import.meta.url);
  const tickStore = await openTickStore({ file, workerUrl, clock, sessionOf: () => null });
  const recorder = new Recorder({ tickStore, clock, source: 'sim', log: silentLog });
  const started = performance.now();
  for (const tick of ticks) recorder.onTick(tick);
  await recorder.flush();
  const seconds = (performance.now() - started) / 1000;
  const { recorded } = recorder.stats();
  await recorder.stop();
  await tickStore.close();
  if (recorded !== ticks.length) throw new Error(`${recorded} of ${ticks.length} ticks were recorded`);
  return recorded / seconds;
}

type NativeColumn =
  | BigInt64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** The rows as DuckDB holds them, so that the reference pays for copying and committing alone. */
function nativeColumns(ticks: readonly Tick[]): NativeColumn[] {
  const big = (value: (tick: Tick, row: number) => number) =>
    BigInt64Array.from(ticks, (tick, row) => BigInt(value(tick, row)));
  const int = (value: (tick: Tick) => number) => Int32Array.from(ticks, value);
  return [
    big((_, row) => row + 1),
    new Int16Array(ROWS).fill(1),
    int((tick) => tick.instrumentId),
    big((tick) => tick.ts),
    big((_, row) => row),
    int((tick) => tick.ltp),
    int((tick) => tick.bid),
    int((tick) => tick.ask),
    int((tick) => tick.bidQty),
    int((tick) => tick.askQty),
    big((tick) => tick.volume),
    big((tick) => tick.oi),
    new Uint8Array(ROWS),
  ];
}

async function copyChunks(file: string, columns: readonly NativeColumn[]): Promise<number> {
  const config = duckdb.create_config();
  duckdb.set_config(config, 'threads', '2');
  duckdb.set_config(config, 'checkpoint_threshold', '256MB');
  const database = await duckdb.open(file, config);
  const connection = await duckdb.connect(database);
  for (const statement of tickStoreTables.statements) await duckdb.query(connection, statement);
  const chunk = duckdb.create_data_chunk(columns.map((column) => duckdb.create_logical_type(typeOf(column))));
  const started = performance.now();
  copyBatches(connection, chunk, columns);
  const seconds = (performance.now() - started) / 1000;
  duckdb.disconnect_sync(connection);
  duckdb.close_sync(database);
  return ROWS / seconds;
}

function copyBatches(connection: Connection, chunk: DataChunk, columns: readonly NativeColumn[]): void {
  const vectors = columns.map((_, index) => duckdb.data_chunk_get_vector(chunk, index));
  const appender = duckdb.appender_create(connection, null, 'tick_rows');
  for (let batch = 0; batch < ROWS; batch += BATCH) {
    for (let start = batch; start < batch + BATCH; start += CHUNK) {
      const rows = Math.min(CHUNK, batch + BATCH - start);
      duckdb.data_chunk_set_size(chunk, rows);
      columns.forEach(({ buffer, BYTES_PER_ELEMENT: width }, index) => {
        duckdb.copy_data_to_vector(vectors[index]!, 0, buffer, start * width, rows * width);
      });
      duckdb.append_data_chunk(appender, chunk);
    }
    duckdb.appender_flush_sync(appender);
  }
  duckdb.appender_close_sync(appender);
}

function typeOf(column: NativeColumn): duckdb.Type {
  if (column instanceof BigInt64Array) return duckdb.Type.BIGINT;
  if (column instanceof Int32Array) return duckdb.Type.INTEGER;
  return column instanceof Int16Array ? duckdb.Type.SMALLINT : duckdb.Type.UTINYINT;
}

async function inFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'recorder-bench-'));
  try {
    return await task(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
