import { once } from 'node:events';
import { join } from 'node:path';
import type { ElectronApplication, PlaywrightWorkerArgs } from '@playwright/test';
import type { RunningTerminal } from './running-terminal.ts';

const root = join(import.meta.dirname, '../..');

/** Starts the built desktop application. */
export async function launchDesktop(
  { _electron }: PlaywrightWorkerArgs['playwright'],
  dataDir: string,
): Promise<RunningTerminal> {
  let stderr = '';
  const launch = async (): Promise<ElectronApplication> => {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const app = await _electron.launch({ cwd: root, args: [root, `--data-dir=${dataDir}`, ...sandbox] });
    app.process().stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    return app;
  };
  const first = await launch();
  const terminal: RunningTerminal & { electron: ElectronApplication } = {
    electron: first,
    page: await first.firstWindow(),
    stderr: () => stderr,
    newLink: () => Promise.reject(new Error('The desktop has no link.')),
    restart: async (how) => {
      if (how === 'cleanly') await terminal.electron.close();
      else {
        const ended = once(terminal.electron.process(), 'exit');
        terminal.electron.process().kill('SIGKILL');
        await ended;
      }
      terminal.electron = await launch();
      terminal.page = await terminal.electron.firstWindow();
    },
    close: () => terminal.electron.close(),
  };
  return terminal;
}
