import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale, root } from './build-if-stale.ts';

// npm run package [-- --dir and electron-builder's other arguments]: packs for this system, from an Electron folder that is there.
const electronDist = process.env['ELECTRON_DIST'] ?? join(root, 'node_modules/electron/dist');
if (!existsSync(electronDist)) {
  process.stderr.write(
    `Packing needs Electron's binary, and ${electronDist} is not there. Fetch it with: node node_modules/electron/install.js. Or name an unpacked Electron with ELECTRON_DIST.\n`,
  );
  process.exit(1);
}

buildIfStale();
const cli = join(root, 'node_modules/electron-builder/cli.js');
const run = spawnSync(process.execPath, [cli, ...process.argv.slice(2), `-c.electronDist=${electronDist}`], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
