import { checkNseChains, checkTable } from '../src/testing/nse-chain-check.ts';
import { nseChainFile, readNseChains } from '../src/testing/nse-chain-file.ts';

/**
 * Prints how our option chain compares with a recorded day of the exchange's own: `npm run chain-check`, or with `-- 10` on
 * every tenth snapshot alone.
 */
const { path, missing } = nseChainFile();
if (path === null) {
  console.error(missing);
  process.exit(1);
}
const { byExpiry, all } = checkNseChains(await readNseChains(path, Number(process.argv[2] ?? 1)));
console.table(checkTable([...byExpiry, all]));
