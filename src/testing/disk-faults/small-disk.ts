import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a disk of a chosen size can be had here; prints the reason when not. */
export function canMountSmallDisk(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    mountSmallDisk(folder);
    unmount(folder);
    return true;
  } catch {
    console.info('A small disk cannot be mounted here (it takes root on Linux): the full disk is not tried.');
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An empty disk of 128 MB in place of a folder, until `unmount`. */
export function mountSmallDisk(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128m', 'tmpfs', folder], { stdio: 'ignore' });
}

export function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder]);
}

/** Fills the disk of a folder to the last block and gives the function that frees it again. */
export function fillDisk(folder: string): () => void {
  const path = join(folder, 'filler');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(file, block);
  } catch {
    closeSync(file);
  }
  return () => rmSync(path);
}
