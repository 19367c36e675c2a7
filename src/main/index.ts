import { fileURLToPath } from 'node:url';
import { stderrLog } from './engine/core/operator-log.ts';
import { runDesktop } from './desktop/run-desktop.ts';

runDesktop({
  preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
  pageFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  tickStoreWorker: new URL('./tick-store-worker.js', import.meta.url),
}).catch((error: unknown) => {
  stderrLog.error('The terminal failed', error);
  process.exit(1);
});
