import type { HybridClock } from './hlc.ts';

/** One change on its way to the centre, as the `outbox` table holds it; `seq` is given by the table. */
export interface OutboxRow {
  /** Counts up over the life of the desk. */
  seq: number;
  tbl: string;
  pk: string;
  op: 'upsert' | 'append' | 'delete';
  hlc: string;
  device_id: string;
  schema_ver: number;
  /** The full row as JSON; for `append` a list of them. */
  payload: string;
  state: 'pending' | 'sent' | 'dead';
  attempts: number;
  next_at: number;
}

/** Columns that never leave the desk. */
const PRIVATE_COLUMNS: Record<string, readonly string[]> = {
  users: ['password_hash'],
  brokers: ['session_token'],
};

export interface OutboxOptions {
  clock: HybridClock;
  deviceId: string;
  schemaVersion: number;
  /** Readings given out before this start. */
  lastHlc: string | null;
  lastSeq: number;
  /** Rows waiting already. */
  size: number;
  /** Stores rows in the transaction of the changes they tell of. */
  insert: (rows: readonly OutboxRow[]) => void;
}

/** Writes what the centre is to hear of; whoever changes a synced row appends its full image in the same transaction. */
export class Outbox {
  readonly #options: OutboxOptions;
  #fresh: OutboxRow[] = [];
  /** The newest number given out. */
  lastSeq: number;
  /** The newest hybrid clock reading given out. */
  lastHlc: string | null;
  /** Rows waiting for the centre. */
  size: number;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.lastSeq = options.lastSeq;
    this.lastHlc = options.lastHlc;
    this.size = options.size;
  }

  /** One row as it is now. */
  append(table: string, key: string, row: object): void {
    this.#add(table, key, 'upsert', payloadOf(table, row));
  }

  /** Rows that this transaction added to an append-only table under one key, as a JSON list. */
  appendRows(table: string, key: string, payload: string): void {
    this.#add(table, key, 'append', payload);
  }

  /** Stores what was appended since the last time. */
  flush(): void {
    const rows = this.#fresh;
    if (rows.length === 0) return;
    this.#fresh = [];
    this.#options.insert(rows);
  }

  /** Forgets what was appended in a transaction that is undone; its clock readings stay used. */
  discard(before: { seq: number; size: number }): void {
    this.#fresh = [];
    this.lastSeq = before.seq;
    this.size = before.size;
  }

  #add(table: string, key: string, op: OutboxRow['op'], payload: string): void {
    const { clock, deviceId, schemaVersion } = this.#options;
    const hlc = clock.next();
    this.lastHlc = hlc;
    this.lastSeq += 1;
    this.size += 1;
    this.#fresh.push({
      seq: this.lastSeq,
      tbl: table,
      pk: key,
      op,
      hlc,
      device_id: deviceId,
      schema_ver: schemaVersion,
      payload,
      state: 'pending',
      attempts: 0,
      next_at: 0,
    });
  }
}

function payloadOf(table: string, row: object): string {
  const hidden = PRIVATE_COLUMNS[table];
  if (hidden === undefined) return JSON.stringify(row);
  return JSON.stringify(Object.fromEntries(Object.entries(row).filter(([column]) => !hidden.includes(column))));
}
