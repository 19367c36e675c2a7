import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import { runTerminal } from '../../main/cli/run-terminal.ts';
import { DoubleBroker } from './double-broker.ts';
import type { DeathPoint } from './double-broker.ts';

/** The terminal's own command line, trading at the broker double that DOUBLE_URL names. */
const { DOUBLE_URL, DOUBLE_DIE_AT, DOUBLE_LAG_MS } = process.env;
const options = {
  url: DOUBLE_URL!,
  dieAt: (DOUBLE_DIE_AT as DeathPoint | undefined) ?? null,
  orderBookLagMs: Number(DOUBLE_LAG_MS ?? 0),
};

/** Built into one file or not, it is somewhere in the repository. */
const packageJson = pathToFileURL(findPackageJSON('.', import.meta.url)!);

await runTerminal({
  tickStoreWorker: new URL('src/main/engine/store/duckdb/tick-store-worker.ts', packageJson),
  pageFolder: new URL('out/renderer', packageJson),
  packageJson,
  connectBroker: (world) => new DoubleBroker(options, world),
});
