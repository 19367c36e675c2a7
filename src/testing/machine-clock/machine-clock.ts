import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreloaded } from '../preloaded-library.ts';
import type { PreloadedLibrary } from '../preloaded-library.ts';

const source = join(import.meta.dirname, 'machine-clock.c');

/** The wall clock of a process that is started with `env`, to be set while it runs. */
export class MachineClock {
  /** For the environment of the process. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  readonly #file: string;
  #offsetMs = 0;

  private constructor({ library, folder }: PreloadedLibrary) {
    this.#folder = folder;
    this.#file = join(folder, 'offset');
    writeFileSync(this.#file, Buffer.alloc(8));
    this.env = { LD_PRELOAD: library, MACHINE_CLOCK: this.#file };
  }

  /** Null, with the reason printed, where it cannot be built. */
  static build(): MachineClock | null {
    const built = buildPreloaded(source, 'The clock of a process cannot be set here');
    return built === null ? null : new MachineClock(built);
  }

  /** The process's time, epoch ms. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Sets it, epoch ms; it goes on from there. */
  set(now: number): void {
    this.#offsetMs = now - Date.now();
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(this.#offsetMs));
    // In place: the process looks at the bytes of this very file.
    writeFileSync(this.#file, bytes, { flag: 'r+' });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
