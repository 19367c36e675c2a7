import { FAULT_CLASSES } from './faults.ts';
import type { FaultClass } from './faults.ts';
import { RISK_RULES } from '../rms/rms.ts';
import { count, TRANSITIONS } from './coverage.ts';
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
  twice: number;
  faults: Record<string, number>;
  transitions: Record<string, number>;
  rules: Record<string, number>;
  violations: Violation[];
  /** Floors that were missed, each a sentence. */
  missed: string[];
  /** The smallest settings that still fail, of the first seed that does; null when none does. */
  smallest: SeedSettings | null;
}

/** Plays seed after seed and sums up. */
export async function runSeeds(options: RunOptions): Promise<RunSummary> {
  const { from, to, faults, monotonic } = options;
  const summary: RunSummary = {
    from,
    to,
    seeds: 0,
    events: 0,
    ticks: 0,
    seconds: 0,
    eventsPerSecond: 0,
    intents: 0,
    stops: 0,
    twice: 0,
    faults: {},
    transitions: {},
    rules: {},
    violations: [],
    missed: [],
    smallest: null,
  };
  const reached = {
    faults: new Map<string, number>(FAULT_CLASSES.map((each) => [each, 0])),
    transitions: new Map<string, number>(TRANSITIONS.map((each) => [each, 0])),
    rules: new Map<string, number>(RISK_RULES.map((rule) => [rule.code, 0])),
  };
  const began = monotonic();
  let shrunk = 0;
  for (let seed = from; seed <= to; seed++) {
    const settings = settingsOf(seed, faults);
    const result = await simulateDay(settings);
    summary.seeds += 1;
    add(summary, reached, result);
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
  summary.seconds = (monotonic() - began - shrunk) / 1000;
  summary.eventsPerSecond = Math.round(summary.events / summary.seconds);
  for (const [kind, counts] of Object.entries(reached)) {
    summary[kind as keyof typeof reached] = Object.fromEntries(counts);
    if (summary.seeds < SEEDS_FOR_COVERAGE) continue;
    for (const [name, times] of counts) {
      if (times === 0) summary.missed.push(`${name} of the ${kind} was never reached in ${summary.seeds} seeds.`);
    }
  }
  return summary;
}

function add(
  summary: RunSummary,
  reached: Record<'faults' | 'transitions' | 'rules', Map<string, number>>,
  result: DayResult,
): void {
  summary.events += result.events;
  summary.ticks += result.ticks;
  summary.intents += result.intents;
  summary.stops += result.stops;
  summary.violations.push(...result.violations);
  for (const kind of ['faults', 'transitions', 'rules'] as const) {
    for (const [name, times] of result[kind]) count(reached[kind], name, times);
  }
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
