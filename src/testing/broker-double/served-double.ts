import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Truth } from './double-exchange.ts';
import type { DoubleSettings } from './double-settings.ts';

const script = join(import.meta.dirname, 'serve-double.ts');
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;

/** The script of a terminal that trades at a broker double; see `terminal-at-double.ts`. */
export const TERMINAL_AT_DOUBLE = join(import.meta.dirname, 'terminal-at-double.ts');

/** A broker double in its own process, with the truth of what was really placed. */
export class ServedDouble {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  /** @param truthFile everything that happens is appended here before it is told */
  static async start(truthFile: string, seed: number, env: Record<string, string> = {}): Promise<ServedDouble> {
    const child = spawn(process.execPath, [script, truthFile, String(seed)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    process.once('exit', () => child.kill('SIGKILL'));
    const url = await new Promise<string>((found, failed) => {
      child.stdout.on('data', (text: Buffer) => {
        const match = ADDRESS.exec(text.toString('utf8'));
        if (match !== null) found(match[0]);
      });
      child.once('exit', (code) => failed(new Error(`The broker double ended (${code}) before it was ready.`)));
    });
    return new ServedDouble(child, url);
  }

  async set(settings: Partial<DoubleSettings>): Promise<void> {
    await fetch(`${this.url}/settings`, { method: 'POST', body: JSON.stringify(settings) });
  }

  async truth(): Promise<Truth> {
    return (await (await fetch(`${this.url}/truth`)).json()) as Truth;
  }

  async stop(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}
