import { defineConfig } from '@playwright/test';
import type { LaunchOptions } from './e2e/launch/test.ts';
import { electronFolder } from './scripts/electron-binary.ts';

/** One set of specs, two shells; `desktop-*` and `headless-*` specs belong to one of them. */
export default defineConfig<object, LaunchOptions>({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  workers: 1,
  // A browser or the machine may stumble once; what passes only the second time is printed as flaky.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  projects: [
    { name: 'headless', use: { shell: 'headless' }, testIgnore: /desktop-[^/]*$/ },
    ...(electronFolder() === null
      ? []
      : [{ name: 'electron', use: { shell: 'electron' as const }, testIgnore: /headless-[^/]*$/ }]),
  ],
});
