import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildIfStale, root } from './build-if-stale.ts';
import { electronFolder, electronVersion } from './electron-binary.ts';
import { findChromium, installChromium } from './find-chromium.ts';

// npm run test:e2e [-- playwright's arguments]
const chromium = findChromium() ?? (installChromium() ? findChromium() : null);
if (chromium === null) {
  const fate = process.env['CI'] ? 'fail' : 'are skipped';
  process.stderr.write(`No Chromium here, so the specs ${fate}. Install one with: npx playwright install chromium\n`);
  process.exit(process.env['CI'] ? 1 : 0);
}

buildIfStale();
const electron = electronFolder();
if (electron === null) process.stderr.write("The desktop specs are skipped: Electron's binary is not here.\n");
else if (electron.own) process.stderr.write(`The desktop specs run on Electron ${electronVersion()}.\n`);
else process.stderr.write(`The desktop specs run on ${electron.folder}, in place of Electron's own binary.\n`);

const cli = join(root, 'node_modules/@playwright/test/cli.js');
const run = spawnSync(process.execPath, [cli, 'test', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHROMIUM_PATH: chromium },
});
process.exit(run.status ?? 1);
