import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const bundle = resolve(import.meta.dirname, '../../out/main/terminal.js');
const READY = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/;
const READY_WITHIN_MS = 60_000;

export interface TerminalChoice {
  /** Another script than the built program. */
  script?: string;
  /** What its environment has besides. */
  env?: Record<string, string>;
}

/** A headless shell of the built program in a process of its own. */
export class ServedTerminal {
  readonly process: ChildProcess;
  /** `http://127.0.0.1:PORT/#token=…` */
  readonly link: string;
  readonly #said: () => string;

  private constructor(process: ChildProcess, link: string, said: () => string) {
    this.process = process;
    this.link = link;
    this.#said = said;
  }

  /** What it has printed so far. */
  get said(): string {
    return this.#said();
  }

  /** The process alone, for those who do not wait until it is ready; it does not outlive this one. */
  static spawn(dataDir: string, { script = bundle, env = {} }: TerminalChoice = {}) {
    const child = spawn(process.execPath, [script, 'serve', '--data-dir', dataDir, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));
    return child;
  }

  /** Starts on any free port and resolves when it is ready; rejects with what it said when it ends before. */
  static async start(dataDir: string, choice: TerminalChoice = {}): Promise<ServedTerminal> {
    const child = ServedTerminal.spawn(dataDir, choice);
    let said = '';
    const link = await new Promise<string>((found, failed) => {
      const take = (text: Buffer) => {
        said += text.toString('utf8');
        const match = READY.exec(said);
        if (match !== null) found(match[0]);
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('exit', (code) => failed(new Error(`The terminal ended (${code}) before it was ready: ${said}`)));
      setTimeout(() => failed(new Error(`The terminal was not ready in time: ${said}`)), READY_WITHIN_MS).unref();
    });
    return new ServedTerminal(child, link, () => said);
  }

  /** kill -9: no handler of the program runs. */
  async kill(): Promise<void> {
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await exited;
  }
}
