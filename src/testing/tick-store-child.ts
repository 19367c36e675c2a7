import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { tickStoreWorkerUrl } from './temporary-tick-store.ts';
import type { TemporaryTickStore } from './temporary-tick-store.ts';

/** Another process that has the tick store open, to be killed. */
export interface TickStoreChild {
  lines: Interface;
  firstLine: Promise<string>;
  exited: Promise<void>;
  kill(): void;
}

/**
 * Starts a process that opens the store of `place` as `store` and then runs `body`, with `tickColumns` and `args` at hand.
 * What cannot be opened prints its code and ends.
 */
export function startTickStoreChild(
  place: Pick<TemporaryTickStore, 'folder' | 'file'>,
  body: string,
  args: readonly string[] = [],
): TickStoreChild {
  const script = join(place.folder, 'child.mjs');
  const from = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  writeFileSync(
    script,
    `import { SystemClock } from ${from('../main/engine/core/system-clock.ts')};
     import { openTickStore } from ${from('../main/engine/store/duckdb/open-tick-store.ts')};
     import { tickColumns } from ${from('./temporary-tick-store.ts')};
     const args = process.argv.slice(2);
     const options = { file: ${JSON.stringify(place.file)}, workerUrl: new URL(${JSON.stringify(tickStoreWorkerUrl.href)}),
       clock: new SystemClock(), sessionOf: () => null };
     const store = await openTickStore(options).catch((error) => { console.log(error.code); process.exit(); });
     ${body}`,
  );
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const firstLine = new Promise<string>((resolve) => lines.once('line', resolve));
  return { lines, firstLine, exited, kill: () => child.kill('SIGKILL') };
}
