import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultDataFolder } from '../data-folder.ts';
import type { ConnectBroker } from '../engine/brokers/connect-broker.ts';
import { AppError } from '../engine/core/app-error.ts';
import { openDesk } from '../open-desk.ts';
import type { CliContext } from './cli-context.ts';
import { program } from './program.ts';

export interface TerminalOptions {
  tickStoreWorker: URL;
  /** The built page, `out/renderer`. */
  pageFolder: URL;
  packageJson: URL;
  /** The broker the desk trades at; absent: on paper. */
  connectBroker?: ConnectBroker;
}

/** Runs the command line of this process and sets its exit code. A refusal prints its sentence, nothing else. */
export async function runTerminal(options: TerminalOptions): Promise<void> {
  const { tickStoreWorker, pageFolder, packageJson, connectBroker } = options;
  const { stdout, stderr, stdin } = process;
  const context: CliContext = {
    openDesk: (desk) => openDesk({ ...desk, ...(connectBroker === undefined ? {} : { connectBroker }) }),
    tickStoreWorker,
    pageFolder: fileURLToPath(pageFolder),
    defaultDataDir: defaultDataFolder(),
    version: (JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }).version,
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    ...(stderr.isTTY ? { progress: (line: string) => void stderr.write(`\r\u001b[2K${line}`) } : {}),
    onStop: (listener) => on(['SIGINT', 'SIGTERM'], listener),
    onLinkWanted: (listener) => {
      const stopSignal = process.platform === 'win32' ? () => {} : on(['SIGUSR2'], listener);
      if (!stdin.isTTY) return stopSignal;
      stdin.on('data', listener);
      return () => {
        stopSignal();
        stdin.off('data', listener);
        stdin.pause();
      };
    },
  };
  try {
    await program(context, (exitCode) => (process.exitCode = exitCode)).parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.note(error.message);
    process.exitCode = 1;
  }
}

function on(signals: NodeJS.Signals[], listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
