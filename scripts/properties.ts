import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

/**
 * Runs every test file that holds a property, with 2,000 runs each or PROPERTY_RUNS. Arguments go to vitest.
 * `npm run properties -- -t O5` runs those of one invariant.
 */
const files = globSync('src/**/*.test.ts').filter((file) => readFileSync(file, 'utf8').includes('propertyRuns'));
const env = { PROPERTY_RUNS: '2000', ...process.env };
const limits = ['--testTimeout=3600000', '--hookTimeout=3600000'];
const { status } = spawnSync('vitest', ['run', ...limits, ...files, ...process.argv.slice(2)], {
  env,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
