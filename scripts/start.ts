import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildIfStale, root } from './build-if-stale.ts';
import { desktopObstacle, electronExecutable, electronFolder, fetchElectron } from './electron-binary.ts';
import { endWithNpm } from './end-with-npm.ts';
import { runBuiltTerminal } from './run-terminal.ts';

// npm start [-- --data-dir FOLDER] [--port N] [--headless]: the desktop where Electron can run, else a page on this machine.
const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    port: { type: 'string' },
    headless: { type: 'boolean', default: false },
  },
});
const dataDir = values['data-dir'];

endWithNpm();
buildIfStale();
const folder = await desktopFolder();
if (folder === null) {
  const place = dataDir === undefined ? [] : ['--data-dir', dataDir];
  await runBuiltTerminal(['serve', '--port', values.port ?? '0', ...place]);
} else runDesktop(folder);

/** Where Electron is, or null when the page is to be shown in a browser; says why. */
async function desktopFolder(): Promise<string | null> {
  if (values.headless || values.port !== undefined) return null;
  if (electronFolder() === null) await fetchElectron();
  const found = electronFolder();
  const obstacle = found === null ? "Electron's binary is not here." : desktopObstacle(found.own);
  if (obstacle === null) return found?.folder ?? null;
  process.stderr.write(`${obstacle} The terminal opens in your browser instead: follow the link below.\n`);
  return null;
}

function runDesktop(folder: string): void {
  const args = [root, ...(dataDir === undefined ? [] : [`--data-dir=${dataDir}`])];
  const child = spawn(electronExecutable(folder), args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('exit', (exitCode) => (process.exitCode = exitCode ?? 1));
}
