import { defineConfig } from 'vitest/config';

/** They start real processes and measure real time, on cores that they share with other tests. */
const PROCESSES = ['bad-disk', 'full-disk', 'killed-terminal', 'machine-clock', 'open-files', 'power-loss'].map(
  (name) => `src/main/engine/reliability/${name}.test.ts`,
);

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'migrations/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: PROCESSES,
        },
      },
      // What passes only the second time in CI is printed with its retry.
      { extends: true, test: { name: 'processes', include: PROCESSES, retry: process.env['CI'] ? 1 : 0 } },
    ],
  },
});
