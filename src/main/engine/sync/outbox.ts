import type { Ids } from '../core/ids.ts';
import type { HybridClock } from './hlc.ts';

/** One change on its way to the centre, as the `outbox` table holds it; `seq` is given by the table. */
export interface OutboxRow {
  op_id: string;
  tbl: string;
  pk: string;
  op: 'upsert' | 'delete';
  hlc: string;
  device_id: string;
  schema_ver: number;
  /** The full row as JSON. */
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
  ids: Ids;
  deviceId: string;
  schemaVersion: number;
  /** Readings given out before this start. */
  lastHlc: string | null;
  /** Rows waiting already. */
  size: number;
  /** Stores a row in the transaction of the change it tells of. */
  insert: (row: OutboxRow) => void;
}

/** Writes what the centre is to hear of; whoever changes a synced row appends its full image in the same transaction. */
export class Outbox {
  readonly #options: OutboxOptions;
  /** The newest hybrid clock reading given out. */
  lastHlc: string | null;
  /** Rows waiting for the centre. */
  size: number;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.lastHlc = options.lastHlc;
    this.size = options.size;
  }

  append(table: string, key: string, row: object): void {
    const { clock, ids, deviceId, schemaVersion, insert } = this.#options;
    const hlc = clock.next();
    insert({
      op_id: timeOrdered(ids.uuid(), clock.ms, clock.counter),
      tbl: table,
      pk: key,
      op: 'upsert',
      hlc,
      device_id: deviceId,
      schema_ver: schemaVersion,
      payload: payloadOf(table, row),
      state: 'pending',
      attempts: 0,
      next_at: 0,
    });
    this.lastHlc = hlc;
    this.size += 1;
  }
}

function payloadOf(table: string, row: object): string {
  const hidden = PRIVATE_COLUMNS[table];
  if (hidden === undefined) return JSON.stringify(row);
  return JSON.stringify(Object.fromEntries(Object.entries(row).filter(([column]) => !hidden.includes(column))));
}

/** A version 7 UUID: time and counter first, so that its index grows at one end, then the random part of `uuid`. */
function timeOrdered(uuid: string, ms: number, counter: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${(counter & 0xfff).toString(16).padStart(3, '0')}${uuid.slice(18)}`;
}
