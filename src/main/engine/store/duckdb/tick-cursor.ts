import duckdb from '@duckdb/node-bindings';
import type { Connection, DataChunk, Result } from '@duckdb/node-bindings';
import type { TickColumns } from '../tick-store.ts';

const FIRST_CAPACITY = 16_384;

/** Selected with the type each column has in TickColumns, so that a vector is copied as it is. */
export const CURSOR_COLUMNS = `instrument_id, ts::DOUBLE, seq::DOUBLE, ltp, bid, ask, bid_qty, ask_qty,
  volume::DOUBLE, oi::DOUBLE, flags`;

const FIELDS = ['instrumentId', 'ts', 'seq', 'ltp', 'bid', 'ask', 'bidQty', 'askQty', 'volume', 'oi', 'flags'] as const;
const WIDE: ReadonlySet<string> = new Set(['ts', 'seq', 'volume', 'oi']);

type Column = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A query's rows in order, taken in portions; each portion goes on where the last one ended, in one snapshot. */
export class TickCursor {
  readonly #result: Result;
  #chunk: DataChunk | null = null;
  #offset = 0;

  private constructor(result: Result) {
    this.#result = result;
  }

  /** @param sql selects CURSOR_COLUMNS; one cursor at a time on a connection */
  static async open(connection: Connection, sql: string): Promise<TickCursor> {
    const statement = await duckdb.prepare(connection, sql);
    return new TickCursor(await duckdb.execute_prepared_streaming(statement));
  }

  /** The next rows, at most `limit`; fewer at the end. */
  async take(limit: number): Promise<TickColumns> {
    let columns = FIELDS.map((field) => emptyColumn(field, Math.min(limit, FIRST_CAPACITY)));
    let length = 0;
    while (length < limit) {
      const chunk = (this.#chunk ??= await duckdb.fetch_chunk(this.#result));
      const available = chunk === null ? 0 : duckdb.data_chunk_get_size(chunk);
      if (chunk === null || available === 0) break;
      const rows = Math.min(available - this.#offset, limit - length);
      if (length + rows > columns[0]!.length) columns = columns.map((column) => widened(column, limit));
      columns.forEach((column, index) => copyVector(column, length, chunk, index, this.#offset, rows));
      length += rows;
      this.#offset += rows;
      if (this.#offset === available) {
        this.#chunk = null;
        this.#offset = 0;
      }
    }
    const full = columns.map((column) => (column.length === length ? column : column.slice(0, length)));
    return { length, ...Object.fromEntries(FIELDS.map((field, index) => [field, full[index]])) } as TickColumns;
  }
}

function emptyColumn(field: (typeof FIELDS)[number], capacity: number): Column {
  if (field === 'flags') return new Uint8Array(capacity);
  return WIDE.has(field) ? new Float64Array(capacity) : new Int32Array(capacity);
}

function widened(column: Column, limit: number): Column {
  const wider = new (column.constructor as new (length: number) => Column)(Math.min(limit, column.length * 2));
  wider.set(column);
  return wider;
}

function copyVector(target: Column, at: number, chunk: DataChunk, index: number, offset: number, rows: number): void {
  const width = target.BYTES_PER_ELEMENT;
  const vector = duckdb.data_chunk_get_vector(chunk, index);
  const bytes = duckdb.vector_get_data(vector, (offset + rows) * width);
  new Uint8Array(target.buffer).set(bytes.subarray(offset * width), at * width);
}
