import duckdb from '@duckdb/node-bindings';
import type { Appender, Connection, DataChunk, LogicalType, Vector } from '@duckdb/node-bindings';
import type { TickColumns } from '../tick-store.ts';

/** DuckDB's vector length. */
const CHUNK_ROWS = 2048;
const TWO_POW_32 = 4294967296;

const COLUMNS = [
  'id',
  'sourceId',
  'instrumentId',
  'ts',
  'seq',
  'ltp',
  'bid',
  'ask',
  'bidQty',
  'askQty',
  'volume',
  'oi',
  'flags',
] as const;
type Column = (typeof COLUMNS)[number];

const INT32 = ['instrumentId', 'ltp', 'bid', 'ask', 'bidQty', 'askQty'] as const;
const INT64 = ['ts', 'seq', 'volume', 'oi'] as const;

/**
 * The fast way into tick_rows: one reusable chunk whose vectors are filled from typed arrays, no value ever boxed.
 * Blocks its thread. What is appended belongs to the connection's transaction.
 */
export class TickTable {
  readonly #connection: Connection;
  readonly #chunk: DataChunk;
  readonly #vectors: Record<Column, Vector>;
  readonly #words = new Uint32Array(CHUNK_ROWS * 2);
  readonly #sourceIds = new Int16Array(CHUNK_ROWS);
  #appender: Appender | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#chunk = duckdb.create_data_chunk(COLUMNS.map(typeOf));
    this.#vectors = Object.fromEntries(
      COLUMNS.map((column, index) => [column, duckdb.data_chunk_get_vector(this.#chunk, index)]),
    ) as Record<Column, Vector>;
  }

  /** Takes in rows with ids counting from `firstId`. */
  append(sourceId: number, firstId: number, columns: TickColumns): void {
    this.#appender ??= duckdb.appender_create(this.#connection, null, 'tick_rows');
    this.#sourceIds.fill(sourceId);
    duckdb.copy_data_to_vector(this.#vectors.sourceId, 0, this.#sourceIds.buffer, 0, CHUNK_ROWS * 2);
    for (let start = 0; start < columns.length; start += CHUNK_ROWS) {
      this.#fill(start, Math.min(CHUNK_ROWS, columns.length - start), firstId + start, columns);
      duckdb.append_data_chunk(this.#appender, this.#chunk);
    }
  }

  /** Hands what was appended to the transaction. */
  flush(): void {
    if (this.#appender !== null) duckdb.appender_flush_sync(this.#appender);
  }

  /** Forgets rows not flushed; after a failure, so that they cannot slip into the next batch. */
  reset(): void {
    const appender = this.#appender;
    this.#appender = null;
    if (appender !== null) duckdb.appender_clear(appender);
  }

  #fill(start: number, rows: number, firstId: number, columns: TickColumns): void {
    const vectors = this.#vectors;
    duckdb.data_chunk_set_size(this.#chunk, rows);
    for (const column of INT32) copy(vectors[column], columns[column], start, rows);
    copy(vectors.flags, columns.flags, start, rows);
    for (const column of INT64) {
      splitWords(this.#words, columns[column], start, rows);
      duckdb.copy_data_to_vector(vectors[column], 0, this.#words.buffer, 0, rows * 8);
    }
    countWords(this.#words, firstId, rows);
    duckdb.copy_data_to_vector(vectors.id, 0, this.#words.buffer, 0, rows * 8);
  }
}

function copy(vector: Vector, values: Int32Array | Uint8Array, start: number, rows: number): void {
  const width = values.BYTES_PER_ELEMENT;
  duckdb.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, values.byteOffset + start * width, rows * width);
}

/** Whole numbers to 64-bit integers by their two halves: BigInt would allocate one object a value. */
function splitWords(words: Uint32Array, values: Float64Array, start: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const value = values[start + row]!;
    const high = Math.floor(value / TWO_POW_32);
    words[row * 2] = value - high * TWO_POW_32;
    words[row * 2 + 1] = high;
  }
}

function countWords(words: Uint32Array, first: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const value = first + row;
    const high = Math.floor(value / TWO_POW_32);
    words[row * 2] = value - high * TWO_POW_32;
    words[row * 2 + 1] = high;
  }
}

function typeOf(column: Column): LogicalType {
  const { Type } = duckdb;
  if (column === 'flags') return duckdb.create_logical_type(Type.UTINYINT);
  if (column === 'sourceId') return duckdb.create_logical_type(Type.SMALLINT);
  const narrow = (INT32 as readonly string[]).includes(column);
  return duckdb.create_logical_type(narrow ? Type.INTEGER : Type.BIGINT);
}
