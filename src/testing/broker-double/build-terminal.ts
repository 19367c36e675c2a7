import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { TERMINAL_AT_DOUBLE } from './served-double.ts';

const root = join(import.meta.dirname, '../../..');
/** Native modules, and what the built program keeps outside too. */
const external = ['better-sqlite3', '@duckdb/node-api', '@duckdb/node-bindings', 'ws'];

/**
 * The terminal at a broker double as one file, for drills that start it hundreds of times: it starts in half of the time, and
 * the sources may change meanwhile. Gives its path; the file goes with this process.
 */
export async function buildTerminalAtDouble(): Promise<string> {
  // Within the repository, where its native modules are found.
  mkdirSync(join(root, 'out'), { recursive: true });
  const outDir = mkdtempSync(join(root, 'out', 'at-double-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external },
    build: {
      ssr: TERMINAL_AT_DOUBLE,
      outDir,
      target: 'node24.18',
      rolldownOptions: { output: { entryFileNames: 'terminal.js' } },
    },
  });
  return join(outDir, 'terminal.js');
}
