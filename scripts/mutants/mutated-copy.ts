import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlantedMutant } from './planted-mutants.ts';

const COPIED = ['src', 'migrations', 'resources', 'scripts', 'package.json'];

/** A copy of the sources that faults are planted in, apart from the working tree. */
export class MutatedCopy {
  readonly folder: string;

  constructor(root: string) {
    this.folder = mkdtempSync(join(tmpdir(), 'mutants-'));
    for (const name of COPIED) cpSync(join(root, name), join(this.folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'dir');
  }

  /** Plants a fault and gives what takes it out again. Throws when the code it replaces is not there exactly once. */
  plant({ name, changes }: PlantedMutant): () => void {
    const before = new Map<string, string>();
    for (const { file, find, replace } of changes) {
      const path = join(this.folder, file);
      const source = readFileSync(path, 'utf8');
      const found = source.split(find).length - 1;
      if (found !== 1) throw new Error(`“${name}” finds its code ${found} times in ${file}: bring it up to date.`);
      if (!before.has(path)) before.set(path, source);
      writeFileSync(
        path,
        source.replace(find, () => replace),
      );
    }
    return () => {
      for (const [path, source] of before) writeFileSync(path, source);
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
