import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-if-stale.ts';

const packageFolder = join(root, 'node_modules/electron');
const failureFile = join(root, 'node_modules/.cache/next-gen-algo-terminal/electron-not-fetched.json');
const FETCH_MS = 20_000;
/** How long a failed fetch keeps the next start from trying. */
const REMEMBER_MS = 24 * 3_600_000;

const EXECUTABLES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};
const executable = EXECUTABLES[process.platform] ?? 'electron';

export function electronVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** The folder Electron runs from: what ELECTRON_OVERRIDE_DIST_PATH names, else the package's own; null when not there. */
export function electronFolder(): { folder: string; own: boolean } | null {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = override ?? join(packageFolder, 'dist');
  return existsSync(join(folder, executable)) ? { folder, own: override === undefined } : null;
}

export function electronExecutable(folder: string): string {
  return join(folder, executable);
}

/** Why a window cannot be opened here although Electron is there, or null. */
export function desktopObstacle(own: boolean): string | null {
  if (!own || process.platform !== 'linux') return null;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'There is no display here.';
  return process.getuid?.() === 0 ? 'Electron does not run as root.' : null;
}

/** Runs Electron's own install script once, for 20 seconds at most. A failure is remembered for a day. */
export async function fetchElectron(): Promise<boolean> {
  const version = electronVersion();
  if (failedLately(version)) return false;
  process.stderr.write(`Fetching Electron ${version}, once, for ${FETCH_MS / 1000} seconds at most …\n`);
  const child = spawn(process.execPath, [join(packageFolder, 'install.js')], { stdio: ['ignore', 'inherit', 'pipe'] });
  let cause = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (cause += text));
  const patience = setTimeout(() => child.kill('SIGKILL'), FETCH_MS);
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(patience);
  if (exitCode === 0 && electronFolder() !== null) return true;
  const reason = exitCode === null ? 'it took too long' : (cause.trim().split('\n')[0] ?? 'it failed');
  process.stderr.write(`Electron could not be fetched: ${reason}\n`);
  mkdirSync(join(failureFile, '..'), { recursive: true });
  writeFileSync(failureFile, JSON.stringify({ version, at: Date.now() }));
  return false;
}

function failedLately(version: string): boolean {
  try {
    const failure = JSON.parse(readFileSync(failureFile, 'utf8')) as { version: string; at: number };
    return failure.version === version && Date.now() - failure.at < REMEMBER_MS;
  } catch {
    return false;
  }
}
