import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../core/app-error.ts';

const MB = 1024 * 1024;
/** More than the space that desk.db gives up when the disk is full: ticks must not take that. */
const KEPT_FREE_MB = 64;

/** Below it no ticks are stored. */
export const KEPT_FREE_BYTES = KEPT_FREE_MB * MB;

/** Free bytes of the disk that a file lies on. */
export function diskRoom(file: string): number {
  const { bsize, bavail } = statfsSync(dirname(file));
  return bsize * bavail;
}

/**
 * Ticks stop first: refuses to store more of them while the disk has less space left than orders may come to need.
 *
 * @throws AppError STORE_FAILED
 */
export function requireDiskRoom(file: string): void {
  if (diskRoom(file) >= KEPT_FREE_MB * MB) return;
  throw new AppError(
    'STORE_FAILED',
    `The disk has less than ${KEPT_FREE_MB} MB left, which are kept for orders: no ticks are stored. Free some space; recording goes on by itself.`,
  );
}
