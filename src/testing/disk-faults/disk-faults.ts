import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

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

  private constructor(library: string, dataDir: string, folder: string) {
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

  /** Null, with the reason printed, where it cannot be built: it takes Linux and a C compiler. */
  static build(dataDir: string): DiskFaults | null {
    const folder = mkdtempSync(join(tmpdir(), 'disk-faults-'));
    const library = join(folder, 'disk-faults.so');
    const made =
      process.platform === 'linux'
        ? spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl'], { encoding: 'utf8' })
        : null;
    if (made?.status === 0) return new DiskFaults(library, dataDir, folder);
    const why = made === null ? 'it takes Linux' : (made.error?.message ?? made.stderr);
    console.info(`A bad disk cannot be made here: ${why}.`);
    return null;
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
