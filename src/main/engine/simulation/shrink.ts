import type { SeedSettings } from './settings.ts';
import { simulateDay } from './simulate.ts';

const LEAST_WORKLOAD = 0.05;

/**
 * The smallest settings found that still break the same rule: classes of fault taken away one by one, then the workload
 * halved as long as it fails.
 */
export async function shrink(
  settings: SeedSettings,
  rule: string,
  play: (settings: SeedSettings) => Promise<{ violations: readonly { rule: string }[] }> = simulateDay,
): Promise<SeedSettings> {
  const fails = async (candidate: SeedSettings) =>
    (await play(candidate)).violations.some((violation) => violation.rule === rule);
  let smallest = settings;
  for (const each of settings.faults) {
    const candidate = { ...smallest, faults: smallest.faults.filter((other) => other !== each) };
    if (await fails(candidate)) smallest = candidate;
  }
  while (smallest.workload / 2 >= LEAST_WORKLOAD) {
    const candidate = { ...smallest, workload: smallest.workload / 2 };
    if (!(await fails(candidate))) break;
    smallest = candidate;
  }
  return smallest;
}
