import { PROTECTIONS_TO_REACH } from './coverage.ts';
import { FAULT_CLASSES } from './faults.ts';
import type { FaultClass } from './faults.ts';
import { TRANSITION_IDS } from '../domain/order-transitions.ts';
import { RULES_TO_REACH } from './limits.ts';
import { settingsOf } from './settings.ts';
import { simulateDay } from './simulate.ts';
import type { DayResult, Violation } from './simulate.ts';
import { shrink } from './shrink.ts';
import type { SeedSettings } from './settings.ts';

/** From so many seeds on, whatever was never reached fails the run. */
const SEEDS_FOR_COVERAGE = 100;
/** What a seed with faults must come to. */
const LEAST_INTENTS = 100;
const LEAST_STOPS = 20;
const LEAST_CLASSES = 3;
const MOST_TICKS = 0.8;
/** Of a run of many seeds. */
const LEAST_WITH_JUMPS = 0.1;

export interface RunOptions {
  from: number;
  to: number;
  /** Classes that are in every mix. */
  faults: readonly FaultClass[];
  /** How many seeds are played twice, to compare their traces. */
  twice: number;
  /** Whether the first seed that fails is cut down to what the failure needs; takes as long as many days. */
  shrinks: boolean;
  /** After each seed. */
  progress: (result: DayResult, done: number) => void;
  /** Monotonic ms of this computer, for the rate. */
  monotonic: () => number;
}

/** What a run of seeds came to. */
export interface RunSummary {
  from: number;
  to: number;
  seeds: number;
  events: number;
  ticks: number;
  seconds: number;
  eventsPerSecond: number;
  intents: number;
  stops: number;
  /** Seeds in which the market jumped over a stop, past its limit. */
  seedsWithJumps: number;
  twice: number;
  faults: Record<string, number>;
  transitions: Record<string, number>;
  rules: Record<string, number>;
  protections: Record<string, number>;
  violations: Violation[];
  /** Floors that were missed, each a sentence. */
  missed: string[];
  /** The smallest settings that still fail, of the first seed that does; null when none does. */
  smallest: SeedSettings | null;
}

/** Plays seed after seed and sums up. */
export async function runSeeds(options: RunOptions): Promise<RunSummary> {
  const { from, to, faults, monotonic } = options;
  const summary = emptySummary(from, to);
  const began = monotonic();
  let shrunk = 0;
  for (let seed = from; seed <= to; seed++) {
    const settings = settingsOf(seed, faults);
    const result = await simulateDay(settings);
    summary.seeds += 1;
    add(summary, result);
    if (summary.twice < options.twice) {
      summary.twice += 1;
      const again = await simulateDay(settings);
      if (again.trace !== result.trace) {
        const sentence = `A second run gave the trace ${again.trace}, the first ${result.trace}.`;
        summary.violations.push({ rule: 'determinism', seed, event: 0, sentence });
      }
    }
    if (options.shrinks && result.violations.length > 0 && summary.smallest === null) {
      const before = monotonic();
      summary.smallest = await shrink(settings, result.violations[0]!.rule);
      shrunk += monotonic() - before;
    }
    options.progress(result, summary.seeds);
  }
  return finish(summary, monotonic() - began - shrunk);
}

/** What portions of one range came to together, in `ms` of this computer's time. */
export function joinSummaries(portions: readonly RunSummary[], ms: number): RunSummary {
  const joined = emptySummary(portions[0]!.from, portions.at(-1)!.to);
  for (const portion of portions) {
    for (const key of ['seeds', 'events', 'ticks', 'intents', 'stops', 'seedsWithJumps', 'twice'] as const) {
      joined[key] += portion[key];
    }
    for (const kind of REACHED) {
      for (const [name, times] of Object.entries(portion[kind])) reach(joined[kind], name, times);
    }
    joined.violations.push(...portion.violations);
    joined.missed.push(...portion.missed);
    joined.smallest ??= portion.smallest;
  }
  return finish(joined, ms);
}

const REACHED = ['faults', 'transitions', 'rules', 'protections'] as const;

function emptySummary(from: number, to: number): RunSummary {
  const none = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 0]));
  return {
    from,
    to,
    seeds: 0,
    events: 0,
    ticks: 0,
    seconds: 0,
    eventsPerSecond: 0,
    intents: 0,
    stops: 0,
    seedsWithJumps: 0,
    twice: 0,
    faults: none(FAULT_CLASSES),
    transitions: none(TRANSITION_IDS),
    rules: none(RULES_TO_REACH),
    protections: none(PROTECTIONS_TO_REACH),
    violations: [],
    missed: [],
    smallest: null,
  };
}

/** The rate, and the floors that only many seeds can be held to. */
function finish(summary: RunSummary, ms: number): RunSummary {
  const { seeds, seedsWithJumps, missed } = summary;
  summary.seconds = ms / 1000;
  summary.eventsPerSecond = Math.round(summary.events / summary.seconds);
  if (seeds < SEEDS_FOR_COVERAGE) return summary;
  for (const kind of REACHED) {
    for (const [name, times] of Object.entries(summary[kind])) {
      if (times === 0) missed.push(`${name} of the ${kind} was never reached in ${seeds} seeds.`);
    }
  }
  if (seedsWithJumps < LEAST_WITH_JUMPS * seeds) {
    missed.push(`The market jumped over a stop in ${seedsWithJumps} of ${seeds} seeds, the floor is 10 %.`);
  }
  return summary;
}

function reach(counts: Record<string, number>, name: string, times: number): void {
  counts[name] = (counts[name] ?? 0) + times;
}

function add(summary: RunSummary, result: DayResult): void {
  summary.events += result.events;
  summary.ticks += result.ticks;
  summary.intents += result.intents;
  summary.stops += result.stops;
  if (result.jumps > 0) summary.seedsWithJumps += 1;
  summary.violations.push(...result.violations);
  for (const kind of REACHED) for (const [name, times] of result[kind]) reach(summary[kind], name, times);
  const { seed } = result.settings;
  const floor = (name: string, value: number, least: number) => {
    if (value < least) summary.missed.push(`Seed ${seed} has ${value} ${name}, the floor is ${least}.`);
  };
  if (result.ticks > MOST_TICKS * result.events) {
    summary.missed.push(
      `Seed ${seed} has ${result.ticks} ticks of ${result.events} events, at most 80 % may be ticks.`,
    );
  }
  if (result.settings.faults.length === 0) return;
  floor('intents', result.intents, LEAST_INTENTS);
  floor('brackets and stops', result.stops, LEAST_STOPS);
  floor('classes of fault', result.faults.size, LEAST_CLASSES);
}
