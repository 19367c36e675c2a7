import type Database from 'better-sqlite3';
import type { LatencyKind } from '../../../../contract/latency.ts';
import type { CacheStore, FlightNoteRecord, LatencyRecord } from '../cache-store.ts';

interface LatencyRow {
  day: string;
  kind: LatencyKind;
  max: number;
  buckets: string;
}

/** cache.db behind its interface. */
export class SqliteCacheStore implements CacheStore {
  readonly #database: Database.Database;
  readonly #committed: () => void;
  readonly #onClose: () => void;
  readonly #addNote;
  readonly #notesOf;
  readonly #saveLatency;
  readonly #latency;

  constructor(database: Database.Database, hooks: { committed: () => void; closing: () => void }) {
    this.#database = database;
    this.#committed = hooks.committed;
    this.#onClose = hooks.closing;
    this.#addNote = database.prepare<FlightNoteRecord>(
      'INSERT INTO flight_notes (order_id, kind, at, seq, data) VALUES (@orderId, @kind, @at, @seq, @data)',
    );
    this.#notesOf = database.prepare<[string], FlightNoteRecord>(
      'SELECT order_id AS orderId, kind, at, seq, data FROM flight_notes WHERE order_id = ? ORDER BY id',
    );
    this.#saveLatency = database.prepare<LatencyRow>(
      'INSERT OR REPLACE INTO latency_days (day, kind, max, buckets) VALUES (@day, @kind, @max, @buckets)',
    );
    this.#latency = database.prepare<[number], LatencyRow>(
      `SELECT day, kind, max, buckets FROM latency_days
       WHERE day IN (SELECT DISTINCT day FROM latency_days ORDER BY day DESC LIMIT ?) ORDER BY day DESC, kind`,
    );
  }

  addFlightNotes(notes: readonly FlightNoteRecord[]): void {
    this.#write(() => {
      for (const note of notes) this.#addNote.run(note);
    });
  }

  flightNotes(orderId: string): FlightNoteRecord[] {
    return this.#notesOf.all(orderId);
  }

  saveLatency(records: readonly LatencyRecord[]): void {
    this.#write(() => {
      for (const record of records) this.#saveLatency.run({ ...record, buckets: JSON.stringify(record.buckets) });
    });
  }

  latency(days: number): LatencyRecord[] {
    return this.#latency
      .all(days)
      .map((row) => ({ ...row, buckets: JSON.parse(row.buckets) as LatencyRecord['buckets'] }));
  }

  close(): void {
    this.#onClose();
    this.#database.close();
  }

  #write(work: () => void): void {
    this.#database.transaction(work).immediate();
    this.#committed();
  }
}
