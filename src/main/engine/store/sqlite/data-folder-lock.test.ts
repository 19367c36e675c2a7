import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { lockDataFolder } from './data-folder-lock.ts';

let root: string;
let folder: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'folder-lock-'));
  folder = join(root, 'data');
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(root, { recursive: true, force: true });
});

const me = { pid: process.pid, startedAt: 1_763_600_000_000 };

function refusal(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Another process of Node that takes the lock, says so, and waits. */
async function otherHolder() {
  const module = new URL('./data-folder-lock.ts', import.meta.url).href;
  const script = `
    const { lockDataFolder } = await import(${JSON.stringify(module)});
    lockDataFolder(${JSON.stringify(folder)}, { pid: process.pid, startedAt: 0 });
    console.log('held');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = holder;
  await once(holder.stdout, 'data');
  return holder;
}

it('makes the folder for its user alone', () => {
  const lock = lockDataFolder(folder, me);
  expect(statSync(folder).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o700);
  lock.release();
});

it('refuses a second holder in one process, naming the first, until it is released', () => {
  const lock = lockDataFolder(folder, me);
  const error = refusal(() => lockDataFolder(folder, me));
  expect(error.code).toBe('STORE_LOCKED');
  expect(error.message).toContain(`process ${process.pid}, started 2025-11-20T00:53:20.000Z`);
  expect(error.message).toContain('--data-dir');
  lock.release();
  lockDataFolder(folder, me).release();
});

it('refuses while another process holds it, and takes over when that one was killed', async () => {
  const holder = await otherHolder();
  expect(refusal(() => lockDataFolder(folder, me)).details['pid']).toBe(holder.pid);
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  lockDataFolder(folder, me).release();
});
