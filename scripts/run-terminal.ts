import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale, root } from './build-if-stale.ts';

/** Runs the built command line in this process, so that its signals and its terminal are the caller's. */
export async function runBuiltTerminal(args: readonly string[]): Promise<void> {
  buildIfStale();
  const bundle = join(root, 'out/main/terminal.js');
  process.argv = [process.execPath, bundle, ...args];
  await import(pathToFileURL(bundle).href);
}
