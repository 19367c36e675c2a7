import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../main/engine/core/random.ts';

const SECTOR = 512;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/** What happened to a file, as a sentence's beginning. */
export interface Damage {
  file: 'desk.db' | 'desk.db-wal';
  kind: 'bit flipped' | 'sector zeroed' | 'sector of noise' | 'truncated';
  at: number;
}

/** Damages desk.db or its write-ahead log in a folder, somewhere where something is written. */
export function damage(folder: string, random: Random): Damage {
  const log = join(folder, 'desk.db-wal');
  const file = existsSync(log) && random.next() < 0.5 ? 'desk.db-wal' : 'desk.db';
  const path = join(folder, file);
  const size = file === 'desk.db-wal' ? writtenLog(path) : readFileSync(path).length;
  const kinds = ['bit flipped', 'bit flipped', 'sector zeroed', 'sector of noise', 'truncated'] as const;
  const kind = kinds[random.integer(0, kinds.length - 1)]!;
  const at = random.integer(0, size - 1);
  const handle = openSync(path, 'r+');
  if (kind === 'truncated') ftruncateSync(handle, at);
  else if (kind === 'bit flipped') {
    const byte = Buffer.alloc(1);
    readSync(handle, byte, 0, 1, at);
    byte[0]! ^= 1 << random.integer(0, 7);
    writeSync(handle, byte, 0, 1, at);
  } else {
    const bytes = Buffer.alloc(Math.min(SECTOR, size - at));
    if (kind === 'sector of noise')
      for (let index = 0; index < bytes.length; index++) bytes[index] = random.integer(0, 255);
    writeSync(handle, bytes, 0, bytes.length, at);
  }
  closeSync(handle);
  return { file, kind, at };
}

/** Where the frames of the log end that belong to its present round; the rest of the file is older or empty. */
export function writtenLog(path: string): number {
  const log = readFileSync(path);
  const frame = FRAME_HEADER + log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let end = WAL_HEADER;
  while (end + frame <= log.length && log.subarray(end + 8, end + 16).equals(salt)) end += frame;
  return end;
}
