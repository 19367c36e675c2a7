import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

const SOURCES = ['src', 'resources', 'migrations', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const BUILT = ['out/main/index.js', 'out/main/terminal.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

/** Builds the bundles when one is missing or older than what it is made of; ends the process when that fails. */
export function buildIfStale(): void {
  const built = BUILT.map((file) => join(root, file));
  const newest = Math.max(...SOURCES.map((source) => newestIn(join(root, source))));
  if (built.every((file) => existsSync(file) && statSync(file).mtimeMs >= newest)) return;
  process.stderr.write('Building the terminal …\n');
  const build = spawnSync(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (build.status === 0) return;
  process.stderr.write(`${build.stdout}${build.stderr}\nThe build failed.\n`);
  process.exit(1);
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.includes('.test.'))
    .reduce((newest, { name }) => Math.max(newest, newestIn(join(path, name))), 0);
}
