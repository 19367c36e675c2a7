import { closeSync, openSync, rmSync, statSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Twice what the write-ahead log may come to: copying it into the database must not use it all up. */
const BALLAST_BYTES = 16 * 1024 * 1024;
const BLOCK = Buffer.alloc(64 * 1024);

/**
 * Space kept beside a database for the day the disk is full: given up, it lets exits and cancels be written. A file that
 * is really written, since space that is only promised may not be there.
 */
export class Ballast {
  readonly #file: string;
  #held = false;

  constructor(file: string) {
    this.#file = file;
  }

  /** True while the space is there to be given up. */
  get held(): boolean {
    return this.#held;
  }

  /** Takes the space when as much again stays free; true when it is held. */
  fill(): boolean {
    if (this.#held) return true;
    try {
      const known = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
      if (known < BALLAST_BYTES) {
        const { bsize, bavail } = statfsSync(dirname(this.#file));
        if (bsize * bavail < 2 * BALLAST_BYTES) return false;
        this.#write(BALLAST_BYTES);
      }
      this.#held = true;
    } catch {
      this.#remove();
    }
    return this.#held;
  }

  /** Gives the space to the disk; true when there was some to give. */
  release(): boolean {
    const held = this.#held;
    this.#held = false;
    this.#remove();
    return held;
  }

  #write(bytes: number): void {
    const file = openSync(this.#file, 'w', 0o600);
    try {
      for (let left = bytes; left > 0;) left -= writeSync(file, BLOCK, 0, Math.min(left, BLOCK.length));
    } finally {
      closeSync(file);
    }
  }

  #remove(): void {
    rmSync(this.#file, { force: true });
  }
}
