import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import Database from 'better-sqlite3';
import { commandLine, serve } from '../pages/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'terminal-refusals-'));
const dataDir = join(folder, 'desk');

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command that must be refused: exit code 1 and one line on stderr, which it gives. */
async function refusalOf(...args: string[]): Promise<string> {
  const { ended, out } = commandLine(...args);
  expect(await ended, out.stderr).toBe(1);
  expect(out.stdout).toBe('');
  expect(out.stderr).toMatch(/^[^\n]+[.)]\n$/);
  expect(out.stderr).not.toMatch(/\n\s+at |Error:/);
  return out.stderr.trim();
}

const importOf = (file: string) => refusalOf('import', file, '--data-dir', dataDir);

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('a file that is not there', async () => {
  expect(await importOf(join(folder, 'none.csv'))).toContain('none.csv');
});

test('a file that holds no ticks', async () => {
  expect(await importOf(written('picture.csv', '\u0089PNG\r\n\u001a\n\0\0\0'))).toContain('picture.csv');
});

test('a file without a needed column, whose columns are named', async () => {
  const sentence = await importOf(written('nameless.csv', 'timestamp,symbol,close\n2021-04-13 09:15:00,INFY,1390\n'));
  expect(sentence).toContain('ltp');
  expect(sentence).toContain('timestamp, symbol, close');
});

test('a port that is taken, and what would pass', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  expect(await refusalOf('serve', '--port', String(port), '--data-dir', dataDir)).toMatch(
    new RegExp(`^Port ${port} is taken by another program\\. Choose another one with --port`),
  );
  await new Promise((resolve) => other.close(resolve));
});

test('a data folder that another terminal has open, which goes on undisturbed', async () => {
  const first = await serve(dataDir);
  for (const args of [['serve', '--port', '0'], ['verify']]) {
    expect(await refusalOf(...args, '--data-dir', dataDir)).toContain(
      `Another terminal, process ${first.process.pid}, started `,
    );
  }
  expect((await fetch(new URL(first.link).origin)).status).toBe(200);
  first.process.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(first.out.stderr).toBe('');
});

test('a database that a newer version wrote, which stays as it is', async () => {
  const file = join(dataDir, 'desk.db');
  const edit = <T>(change: (database: Database.Database) => T): T => {
    const database = new Database(file);
    const result = change(database);
    database.close();
    return result;
  };
  const newest = edit((database) => {
    const { number } = database.prepare('SELECT max(number) AS number FROM schema_migrations').get() as {
      number: number;
    };
    database
      .prepare('INSERT INTO schema_migrations SELECT ?, ?, sha256, applied_at FROM schema_migrations LIMIT 1')
      .run(number + 1, 'of-tomorrow');
    database.pragma(`user_version = ${number + 1}`);
    return number + 1;
  });
  const sentence = await refusalOf('serve', '--port', '0', '--data-dir', dataDir);
  expect(sentence).toContain('was written by a newer version');
  expect(sentence).toContain('Nothing was changed.');
  const rows = edit((database) => database.prepare('SELECT max(number) AS number FROM schema_migrations').get());
  expect(rows).toEqual({ number: newest });
});
