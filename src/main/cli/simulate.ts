import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { SystemClock } from '../engine/core/system-clock.ts';
import { FAULT_CLASSES } from '../engine/simulation/faults.ts';
import type { FaultClass } from '../engine/simulation/faults.ts';
import { joinSummaries, runSeeds } from '../engine/simulation/run-seeds.ts';
import type { RunSummary } from '../engine/simulation/run-seeds.ts';
import { settingsOf, settingsText } from '../engine/simulation/settings.ts';
import { shrink } from '../engine/simulation/shrink.ts';
import type { Violation } from '../engine/simulation/simulate.ts';
import type { CliContext } from './cli-context.ts';
import { count, textTable } from './text-table.ts';

export interface SimulateFlags {
  seeds: { from: number; to: number };
  fault: FaultClass[];
  twice: number;
  /** Processes at a time; left out, one per core. */
  jobs?: number;
  /** Whether the first seed that fails is cut down. */
  shrink: boolean;
  json?: boolean;
}

/** The fewest and the most seeds that one process plays: its first day, not compiled yet, is its slowest. */
const PORTION = { least: 5, most: 25 };
/** Portions of each process at a time, so that all end at about the same time. */
const PORTIONS_EACH = 4;
/** A process for each core, and most of what a day makes is soon garbage: collected seldom, by the thread that made it. */
const NODE_FLAGS = ['--max-semi-space-size=64', '--single-threaded-gc'];
const MOST_BYTES = 64 << 20;

/** Seconds between two lines of progress where nobody watches a line being overwritten. */
const NOTE_EVERY_MS = 30_000;

/** Plays simulated trading days with faults and prints what they came to. Gives the exit code: 1 when anything is broken. */
export async function simulate(context: CliContext, flags: SimulateFlags): Promise<number> {
  const { from, to } = flags.seeds;
  const jobs = Math.min(flags.jobs ?? availableParallelism(), Math.ceil((to - from + 1) / PORTION.least));
  const summary = jobs > 1 ? await simulateApart(context, flags, jobs) : await simulateHere(context, flags);
  context.progress?.('');
  context.print(flags.json === true ? JSON.stringify(summary) : report(summary));
  return summary.violations.length > 0 || summary.missed.length > 0 ? 1 : 0;
}

function simulateHere(context: CliContext, { seeds, fault, twice, shrink }: SimulateFlags): Promise<RunSummary> {
  const clock = new SystemClock();
  const noted = notes(context, clock);
  return runSeeds({
    ...seeds,
    faults: fault,
    twice,
    shrinks: shrink,
    monotonic: () => clock.monotonic(),
    progress: ({ violations }, done) => noted(violations, done, seeds),
  });
}

/** Portions of the seeds in processes of their own, `jobs` at a time: a day follows from its seed, wherever it is played. */
async function simulateApart(
  context: CliContext,
  { seeds, fault, twice, shrink: shrinks }: SimulateFlags,
  jobs: number,
): Promise<RunSummary> {
  const clock = new SystemClock();
  const began = clock.monotonic();
  const noted = notes(context, clock);
  const even = Math.ceil((seeds.to - seeds.from + 1) / (jobs * PORTIONS_EACH));
  const size = Math.min(PORTION.most, Math.max(PORTION.least, even));
  const starts: number[] = [];
  for (let from = seeds.from; from <= seeds.to; from += size) starts.push(from);
  const portions: RunSummary[] = [];
  let done = 0;
  let next = 0;
  const work = async () => {
    while (next < starts.length) {
      const index = next++;
      const from = starts[index]!;
      const to = Math.min(seeds.to, from + size - 1);
      const again = Math.max(0, Math.min(size, twice - index * size));
      const portion = await simulateInProcess([
        '--seeds',
        `${from}-${to}`,
        '--twice',
        `${again}`,
        ...fault.flatMap((each) => ['--fault', each]),
      ]);
      portions[index] = portion;
      done += portion.seeds;
      noted(portion.violations, done, seeds);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const summary = joinSummaries(portions, clock.monotonic() - began);
  const [first] = summary.violations;
  if (shrinks && first !== undefined) summary.smallest = await shrink(settingsOf(first.seed, fault), first.rule);
  return summary;
}

/** This program once more, for a portion. */
function simulateInProcess(args: readonly string[]): Promise<RunSummary> {
  const all = [...NODE_FLAGS, process.argv[1]!, 'simulate', ...args, '--jobs', '1', '--no-shrink', '--json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, all, { maxBuffer: MOST_BYTES }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as RunSummary);
      } catch {
        reject(new Error(`A portion of the seeds could not be played: ${stderr.trim() || error?.message}`));
      }
    });
  });
}

/** Says what is broken as it comes, and how far it is. */
function notes(context: CliContext, clock: SystemClock) {
  let noted = clock.monotonic();
  return (violations: readonly Violation[], done: number, { from, to }: SimulateFlags['seeds']) => {
    const line = `${done} of ${to - from + 1} seeds`;
    context.progress?.(line);
    for (const { rule, seed, event, sentence } of violations) {
      context.note(`${rule}, seed ${seed}, event ${event}: ${sentence}`);
    }
    if (context.progress !== undefined || clock.monotonic() - noted < NOTE_EVERY_MS) return;
    noted = clock.monotonic();
    context.note(line);
  };
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
    ['Seeds with a jump over a stop', count(summary.seedsWithJumps)],
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
    `Protection: ${counted(summary.protections)}`,
    ...missed.map((sentence) => `Missed: ${sentence}`),
    ...violations.map(({ rule, seed, event, sentence }) => `${rule}, seed ${seed}, event ${event}: ${sentence}`),
  ];
  if (summary.smallest !== null) lines.push(`The smallest that still fails: ${settingsText(summary.smallest)}.`);
  return lines.join('\n');
}
