import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const bundle = join(import.meta.dirname, '../../out/main/terminal.js');

/** A run of the built command line. */
export interface CommandLine {
  process: ChildProcess;
  /** What it wrote so far. */
  out: { stdout: string; stderr: string };
  /** Its exit code, once it and its streams have ended. */
  ended: Promise<number | null>;
}

/** Starts `terminal` with these arguments. */
export function commandLine(...args: string[]): CommandLine {
  const child = spawn(process.execPath, [bundle, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  // A spec that fails half-way leaves no server behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (out.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (out.stderr += text.toString()));
  return { process: child, out, ended: once(child, 'close').then(([code]: (number | null)[]) => code ?? null) };
}

/** Serves a desk, and resolves with its link when it is ready. */
export async function serve(dataDir: string, port = 0): Promise<CommandLine & { link: string }> {
  const run = commandLine('serve', '--port', String(port), '--data-dir', dataDir);
  for (;;) {
    const link = /Terminal ready at (\S+)/.exec(run.out.stdout)?.[1];
    if (link !== undefined) return { ...run, link };
    await Promise.race([once(run.process.stdout!, 'data'), run.ended]);
    if (run.process.exitCode !== null) throw new Error(`The terminal ended before it was ready: ${run.out.stderr}`);
  }
}
