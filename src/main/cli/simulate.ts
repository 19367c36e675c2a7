import { InvalidArgumentError } from 'commander';
import { SystemClock } from '../engine/core/system-clock.ts';
import { FAULT_CLASSES } from '../engine/simulation/faults.ts';
import type { FaultClass } from '../engine/simulation/faults.ts';
import { runSeeds } from '../engine/simulation/run-seeds.ts';
import type { RunSummary } from '../engine/simulation/run-seeds.ts';
import { settingsText } from '../engine/simulation/settings.ts';
import type { CliContext } from './cli-context.ts';
import { count, textTable } from './text-table.ts';

export interface SimulateFlags {
  seeds: { from: number; to: number };
  fault: FaultClass[];
  twice: number;
  json?: boolean;
}

/** Seconds between two lines of progress where nobody watches a line being overwritten. */
const NOTE_EVERY_MS = 30_000;

/** Plays simulated trading days with faults and prints what they came to. Gives the exit code: 1 when anything is broken. */
export async function simulate(context: CliContext, flags: SimulateFlags): Promise<number> {
  const clock = new SystemClock();
  const { from, to } = flags.seeds;
  let noted = clock.monotonic();
  const summary = await runSeeds({
    from,
    to,
    faults: flags.fault,
    twice: flags.twice,
    shrinks: true,
    monotonic: () => clock.monotonic(),
    progress: (result, done) => {
      const line = `${done} of ${to - from + 1} seeds`;
      context.progress?.(line);
      for (const { rule, seed, event, sentence } of result.violations) {
        context.note(`${rule}, seed ${seed}, event ${event}: ${sentence}`);
      }
      if (context.progress !== undefined || clock.monotonic() - noted < NOTE_EVERY_MS) return;
      noted = clock.monotonic();
      context.note(line);
    },
  });
  context.progress?.('');
  context.print(flags.json === true ? JSON.stringify(summary) : report(summary));
  return summary.violations.length > 0 || summary.missed.length > 0 ? 1 : 0;
}

/** `1-200`, or one seed. */
export function seedRange(text: string): { from: number; to: number } {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null || to < from) throw new InvalidArgumentError('It must be a seed, or a range as 1-200.');
  return { from, to };
}

/** One class of fault more to force. */
export function faultClass(text: string, before: FaultClass[] = []): FaultClass[] {
  const found = FAULT_CLASSES.find((each) => each === text);
  if (found === undefined) throw new InvalidArgumentError(`It must be one of ${FAULT_CLASSES.join(', ')}.`);
  return [...before, found];
}

function report(summary: RunSummary): string {
  const { seeds, events, ticks, seconds, eventsPerSecond, intents, stops, twice, violations, missed } = summary;
  const rows = [
    ['Seeds', count(seeds)],
    ['Events', count(events)],
    ['of them ticks', `${((100 * ticks) / events).toFixed(0)} %`],
    ['Seconds', seconds.toFixed(1)],
    ['Events a second', count(eventsPerSecond)],
    ['Intents', count(intents)],
    ['Brackets and stops', count(stops)],
    ['Played twice', count(twice)],
    ['Violations', count(violations.length)],
  ];
  const counted = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, times]) => `${name} ${count(times)}`)
      .join(', ');
  const lines = [
    textTable(['What', 'How much'], rows, [1]),
    '',
    `Faults: ${counted(summary.faults)}`,
    `Transitions: ${counted(summary.transitions)}`,
    `Refusals: ${counted(summary.rules)}`,
    ...missed.map((sentence) => `Missed: ${sentence}`),
    ...violations.map(({ rule, seed, event, sentence }) => `${rule}, seed ${seed}, event ${event}: ${sentence}`),
  ];
  if (summary.smallest !== null) lines.push(`The smallest that still fails: ${settingsText(summary.smallest)}.`);
  return lines.join('\n');
}
