import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { launchDesktop } from './launch-desktop.ts';
import { launchHeadless } from './launch-headless.ts';
import type { RunningTerminal } from './running-terminal.ts';

export { expect } from '@playwright/test';

export interface LaunchOptions {
  /** Which shell the project runs; set in playwright.config.ts. */
  shell: 'headless' | 'electron';
  /** Specs of one desk share a terminal with its data; `test.use({ desk: 'name' })` in a spec file starts another. */
  desk: string;
}

/** `terminal` runs on a new data folder for each desk; `page` is its window. */
export const test = base.extend<object, LaunchOptions & { terminal: RunningTerminal; dataDir: string }>({
  shell: ['headless', { option: true, scope: 'worker' }],
  desk: ['', { option: true, scope: 'worker' }],
  dataDir: [
    async ({ desk }, use) => {
      const folder = mkdtempSync(join(tmpdir(), `terminal-${desk}-`));
      await use(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker' },
  ],
  terminal: [
    async ({ playwright, shell, dataDir }, use) => {
      const terminal = await (shell === 'electron'
        ? launchDesktop(playwright, dataDir)
        : launchHeadless(playwright, dataDir));
      await use(terminal);
      await terminal.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  page: async ({ terminal }, use) => use(terminal.page),
});
