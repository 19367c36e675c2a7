import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDesk } from '../../../../testing/desk-records.ts';

const writer = resolve(import.meta.dirname, '../../../../testing/desk-store-writer.ts');
const KILLS = 10;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the writer until it has acknowledged `count` intents, kills it in the midst of its work; all ids it printed. */
async function writeUntilKilled(file: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  const [, signal] = (await closed) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return acknowledged.filter((id) => id.length === 36);
}

describe('desk.db under kill -9 (F1)', () => {
  it(`keeps every acknowledged intent whole, over ${KILLS} kills of one file`, async () => {
    const file = join(folder, 'desk.db');
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) acknowledged.push(...(await writeUntilKilled(file, 1 + kill * 7)));

    const desk = openTestDesk(file, 99);
    const { accountId } = desk.identity;
    const orders = desk.orders(accountId, 0);
    const known = new Set(orders.map(({ id }) => id));
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    // At most the one transaction that was durable when the kill came, but not yet printed.
    expect(orders.length - acknowledged.length).toBeLessThanOrEqual(KILLS);
    for (const { id } of orders) expect(desk.journal(id).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(desk.verifyLogs()).toMatchObject({ ok: true, entries: orders.length + 1 });
    const waiting = desk.outboxSize();
    desk.close();

    const database = new Database(file, { readonly: true });
    const outbox = database.prepare('SELECT hlc FROM outbox ORDER BY seq').pluck().all() as string[];
    expect(outbox).toHaveLength(waiting);
    // Five rows an intent, and six of the first start.
    expect(outbox).toHaveLength(orders.length * 3 + 6);
    expect(outbox).toEqual([...outbox].sort());
    expect(new Set(outbox).size).toBe(outbox.length);
    database.close();
  });
});
