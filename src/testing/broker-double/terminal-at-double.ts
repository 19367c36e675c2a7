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

await runTerminal({
  tickStoreWorker: new URL('../../main/engine/store/duckdb/tick-store-worker.ts', import.meta.url),
  pageFolder: new URL('../../../out/renderer', import.meta.url),
  packageJson: new URL('../../../package.json', import.meta.url),
  connectBroker: (world) => new DoubleBroker(options, world),
});
