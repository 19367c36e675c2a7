import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser, PlaywrightWorkerArgs } from '@playwright/test';
import { findChromium } from '../../scripts/find-chromium.ts';
import type { RunningTerminal } from './running-terminal.ts';

const root = join(import.meta.dirname, '../..');
const READY = /Terminal ready at (http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+)/g;
const VIEWPORT = { width: 1600, height: 960 };

/** Starts the built terminal as a server, and a browser on its link. */
export async function launchHeadless(
  { chromium }: PlaywrightWorkerArgs['playwright'],
  dataDir: string,
): Promise<RunningTerminal> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium here; run the specs with npm run test:e2e.');
  const browser = await chromium.launch({
    executablePath,
    // Chromium's own sandbox does not work for root, as in a container.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  let server = await serve(dataDir);
  const terminal: RunningTerminal = {
    page: await openPage(browser, server.links.at(-1)!),
    electron: null,
    stderr: () => server.stderr,
    newLink: async () => {
      const known = server.links.length;
      server.child.kill('SIGUSR2');
      while (server.links.length === known) await once(server.child.stdout!, 'data');
      return server.links.at(-1)!;
    },
    restart: async (how) => {
      await terminal.page.context().close();
      await stop(server.child, how === 'kill' ? 'SIGKILL' : 'SIGTERM');
      server = await serve(dataDir);
      terminal.page = await openPage(browser, server.links.at(-1)!);
    },
    close: async () => {
      await browser.close();
      await stop(server.child, 'SIGTERM');
    },
  };
  return terminal;
}

interface Server {
  child: ChildProcess;
  links: string[];
  stderr: string;
}

async function serve(dataDir: string): Promise<Server> {
  const args = [join(root, 'out/main/terminal.js'), 'serve', '--port', '0', '--data-dir', dataDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const server: Server = { child, links: [], stderr: '' };
  let stdout = '';
  child.stderr.on('data', (text: Buffer) => (server.stderr += text.toString()));
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
    server.links = [...stdout.matchAll(READY)].map(([, link]) => link!);
  });
  while (server.links.length === 0) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error(`The terminal ended before it was ready:\n${server.stderr}`);
  }
  return server;
}

async function openPage(browser: Browser, link: string) {
  const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
  await page.goto(link);
  return page;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
