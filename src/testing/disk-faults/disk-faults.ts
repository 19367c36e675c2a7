import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildPreloaded } from '../preloaded-library.ts';
import type { PreloadedLibrary } from '../preloaded-library.ts';

const source = join(import.meta.dirname, 'disk-faults.c');

/** What the disk does from now on. */
export interface DiskTrouble {
  /** Each sync takes this much longer, ms. */
  delayMs?: number;
  syncError?: 'EIO' | 'ENOSPC';
  writeError?: 'EIO' | 'ENOSPC' | 'EROFS';
  /** Met by whatever would change anything in the folder, not in desk.db alone. */
  folderError?: 'EIO' | 'EROFS';
}

/** A disk that can lose power, be slow, or fail, for the desk.db of a process that is started with `env`. */
export class DiskFaults {
  /** For the environment of the process. */
  readonly env: Record<string, string>;
  /** What a power cut would leave: the files as they were when they were synced. */
  readonly durable: string;
  readonly #control: string;
  readonly #folder: string;

  private constructor({ library, folder }: PreloadedLibrary, dataDir: string) {
    this.#folder = folder;
    this.durable = join(folder, 'durable');
    this.#control = join(folder, 'control');
    mkdirSync(this.durable);
    this.set({});
    this.env = {
      LD_PRELOAD: library,
      DISK_FAULTS_FOLDER: dataDir,
      DISK_FAULTS_DURABLE: this.durable,
      DISK_FAULTS_CONTROL: this.#control,
    };
  }

  /** Null, with the reason printed, where it cannot be built. */
  static build(dataDir: string): DiskFaults | null {
    const built = buildPreloaded(source, 'A bad disk cannot be made here');
    return built === null ? null : new DiskFaults(built, dataDir);
  }

  set({ delayMs = 0, syncError, writeError, folderError }: DiskTrouble): void {
    const errors = [syncError, writeError, folderError].map((error) =>
      error === undefined ? 0 : constants.errno[error],
    );
    writeFileSync(this.#control, `${[delayMs, ...errors].join(' ')}\n`);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
