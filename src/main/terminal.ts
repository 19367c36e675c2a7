import { runTerminal } from './cli/run-terminal.ts';

await runTerminal({
  tickStoreWorker: new URL('./tick-store-worker.js', import.meta.url),
  pageFolder: new URL('../renderer', import.meta.url),
  packageJson: new URL('../../package.json', import.meta.url),
});
