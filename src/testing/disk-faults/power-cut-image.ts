import { closeSync, copyFileSync, existsSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../main/engine/core/random.ts';

const SECTOR = 512;
const FILES = ['desk.db', 'desk.db-wal'];

/** What of the writes that were never synced had reached the disk all the same when the power went. */
export type Unsynced = 'none' | 'some sectors' | 'a beginning';

/**
 * Makes in `to` the files a power cut would have left of `live`: what was synced, and of the rest a part that the disk chose.
 * The file system keeps the order of neither sectors nor files.
 */
export function powerCutImage(live: string, durable: string, to: string, unsynced: Unsynced, random: Random): void {
  for (const name of FILES) {
    if (!existsSync(join(durable, name))) continue;
    copyFileSync(join(durable, name), join(to, name));
    if (unsynced !== 'none') addUnsynced(join(live, name), join(to, name), unsynced, random);
  }
}

function addUnsynced(live: string, image: string, unsynced: Unsynced, random: Random): void {
  if (!existsSync(live)) return;
  const written = readFileSync(live);
  const file = openSync(image, 'r+');
  const kept = readFileSync(image);
  const differing: number[] = [];
  for (let at = 0; at < written.length; at += SECTOR) {
    const sector = written.subarray(at, at + SECTOR);
    if (!sector.equals(kept.subarray(at, at + SECTOR))) differing.push(at);
  }
  const beginning = random.integer(0, differing.length);
  const share = random.next();
  differing.forEach((at, index) => {
    if (unsynced === 'a beginning' ? index >= beginning : random.next() >= share) return;
    // A sector beyond the end leaves a hole of zeros before it, as a file system does.
    if (at <= fstatSync(file).size || random.next() < 0.5)
      writeSync(file, written, at, Math.min(SECTOR, written.length - at), at);
  });
  closeSync(file);
}
