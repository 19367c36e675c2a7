import { parseArgs } from 'node:util';
import type { Check } from '../../src/main/engine/simulation/checks/check.ts';
import { settingsOf } from '../../src/main/engine/simulation/settings.ts';
import { allChecks, simulateDay } from '../../src/main/engine/simulation/simulate.ts';

// node first-violation.ts --from 1 --to 200: plays the days of `terminal simulate` with its checks and prints as JSON the
// first rule that breaks, null when none does. It ends there, in the midst of the day.
const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });

function report(found: { rule: string; seed: number; sentence: string } | null): never {
  console.log(JSON.stringify(found));
  process.exit(0);
}

/** The check, its violations ending the run. */
function ending(check: Check, seed: number): Check {
  const violate = (rule: string, sentence: string) => report({ rule, seed, sentence });
  return {
    rules: check.rules,
    onCommit: (committed, world) => check.onCommit?.(committed, world, violate),
    onSent: (sent, world) => check.onSent?.(sent, world, violate),
    onDecision: (order, decision) => check.onDecision?.(order, decision, violate),
    onStep: (world) => check.onStep?.(world, violate),
    atRest: (world) => check.atRest?.(world, violate),
  };
}

for (let seed = Number(values.from); seed <= Number(values.to); seed++) {
  const checks = allChecks(seed).map((check) => ending(check, seed));
  // oxlint-disable-next-line no-await-in-loop -- the next day only when this one shows nothing
  const { violations } = await simulateDay(settingsOf(seed), checks);
  if (violations[0] !== undefined) report(violations[0]);
}
report(null);
