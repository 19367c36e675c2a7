import type Database from 'better-sqlite3';
import type { OutboxRow } from '../../sync/outbox.ts';

type Image = Record<string, unknown>;

/**
 * Brings what the outbox has noted into its tables: the process ended between an order's durable note and its rows.
 * Before any migration, since the images have the columns of the schema they were written under. Gives how many rows of
 * the outbox were completed.
 */
export function completeNoted(database: Database.Database): number {
  // A first start that was killed between two migrations has no outbox yet, and noted nothing.
  const outbox = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'outbox'").get();
  if (outbox === undefined) return 0;
  const noted = database.prepare("SELECT * FROM outbox WHERE state = 'noted' ORDER BY seq").all() as OutboxRow[];
  if (noted.length === 0) return 0;
  database
    .transaction(() => {
      for (const row of noted) complete(database, row);
      database.exec("UPDATE outbox SET state = 'pending' WHERE state = 'noted'");
      const { seq, hlc } = noted.at(-1)!;
      database.prepare('UPDATE device SET outbox_seq = ?, last_hlc = ?').run(seq, hlc);
    })
    .immediate();
  return noted.length;
}

function complete(database: Database.Database, { tbl, op, payload }: OutboxRow): void {
  const content = JSON.parse(payload) as Image | Image[];
  for (const image of op === 'append' ? (content as Image[]) : [content as Image]) {
    const columns = Object.keys(image);
    const places = columns.map(() => '?').join();
    database.prepare(`INSERT INTO ${tbl} (${columns.join()}) VALUES (${places}) ${onConflict(tbl, columns)}`).run(
      // What a column holds as JSON text is an image of its own in the outbox.
      columns.map((column) => {
        const value = image[column];
        return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
      }),
    );
    if (tbl === 'logs') {
      database.prepare('UPDATE device SET log_seq = ?, log_hash = ?').run(image['seq'], image['hash']);
    }
  }
}

/** An append-only table takes a new row alone; any other row replaces the one with its key. */
function onConflict(table: string, columns: readonly string[]): string {
  if (table === 'logs' || table === 'order_events') return '';
  return `ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join()}`;
}
