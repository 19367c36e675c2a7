import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A library that is preloaded into a process (LD_PRELOAD), in a folder of its own, which the caller removes. */
export interface PreloadedLibrary {
  folder: string;
  library: string;
}

/** Builds one of C. Null, with what cannot be done printed, where it cannot be built: it takes Linux and a C compiler. */
export function buildPreloaded(source: string, without: string): PreloadedLibrary | null {
  const folder = mkdtempSync(join(tmpdir(), 'preloaded-'));
  const library = join(folder, 'library.so');
  const made =
    process.platform === 'linux'
      ? spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl'], { encoding: 'utf8' })
      : null;
  if (made?.status === 0) return { folder, library };
  rmSync(folder, { recursive: true });
  const why = made === null ? 'it takes Linux' : (made.error?.message ?? made.stderr);
  console.info(`${without}: ${why}.`);
  return null;
}
