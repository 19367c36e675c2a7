import { nextTick } from 'node:process';
import { hash32, Random } from '../core/random.ts';
import { Absence } from './checks/absence.ts';
import { Admission } from './checks/admission.ts';
import { Agreement } from './checks/agreement.ts';
import { BrokerBooks } from './checks/broker-books.ts';
import { CancelAll } from './checks/cancel-all.ts';
import type { Check } from './checks/check.ts';
import { DayRoll } from './checks/day-roll.ts';
import { Exits } from './checks/exits.ts';
import { KillSwitchChecks } from './checks/kill.ts';
import { Locks } from './checks/locks.ts';
import { Once } from './checks/once.ts';
import { OrderBooks } from './checks/order-books.ts';
import { OverdueExits } from './checks/overdue-exits.ts';
import { Overruns } from './checks/overruns.ts';
import { Positions } from './checks/positions.ts';
import { Rate } from './checks/rate.ts';
import { Replay } from './checks/replay.ts';
import { RestingStops } from './checks/resting-stops.ts';
import { Restart } from './checks/restart.ts';
import { SquareOffMargin } from './checks/square-off.ts';
import { Terms } from './checks/terms.ts';
import { TrailingStops } from './checks/trailing.ts';
import { planDay } from './day-script.ts';
import { profileOf } from './settings.ts';
import type { SeedSettings } from './settings.ts';
import { ProcessDied } from './tapped-store.ts';
import { Trace } from './trace.ts';
import { isBug, World } from './world.ts';
import { Workload } from './workload.ts';

/** An invariant that was broken: which, when, and what was seen. */
export interface Violation {
  rule: string;
  seed: number;
  /** Number of the event after which it was seen. */
  event: number;
  sentence: string;
}

/** What one simulated day came to. */
export interface DayResult {
  settings: SeedSettings;
  violations: Violation[];
  /** Inputs that the engine folded, ticks among them. */
  events: number;
  ticks: number;
  intents: number;
  /** Intents with a target, a stop or a trigger. */
  stops: number;
  /** Stops that the market jumped over, past their limit. */
  jumps: number;
  faults: Map<string, number>;
  transitions: Map<string, number>;
  rules: Map<string, number>;
  protections: Map<string, number>;
  trace: string;
}

/** After so many a day is known to be broken. */
const ENOUGH = 20;

/** The checks of a day, each with books of its own. */
export function allChecks(seed: number): Check[] {
  return [
    new OrderBooks(),
    new Once(),
    new Positions(),
    new Rate(),
    new Admission(),
    new Exits(),
    new KillSwitchChecks(),
    new SquareOffMargin(),
    new Absence(),
    new Replay(hash32(seed, 30)),
    new CancelAll(),
    new RestingStops(),
    new Restart(),
    new Terms(),
    new BrokerBooks(),
    new Overruns(),
    new OverdueExits(),
    new TrailingStops(),
    new Locks(),
    new DayRoll(),
    new Agreement(),
  ];
}

/** Plays one whole trading day and checks every invariant on the way. The same settings give the same result. */
export async function simulateDay(
  settings: SeedSettings,
  checks: readonly Check[] = allChecks(settings.seed),
): Promise<DayResult> {
  const { seed } = settings;
  const violations: Violation[] = [];
  const known = new Set<string>();
  let events = 0;
  let ticks = 0;
  const violate = (rule: string, sentence: string) => {
    if (violations.length >= ENOUGH || known.has(`${rule} ${sentence}`)) return;
    known.add(`${rule} ${sentence}`);
    violations.push({ rule, seed, event: events, sentence });
  };
  const world: World = new World({
    settings,
    ...profileOf(settings),
    sent: (sent) => {
      for (const check of checks) check.onSent?.(sent, world, violate);
    },
    decided: (order, decision) => {
      for (const check of checks) check.onDecision?.(order, decision, violate);
    },
    broken: (sentence) => violate('engine', sentence),
  });
  const broke = (error: unknown) => {
    if (isBug(error)) violate('engine', error.stack ?? error.message);
  };
  const trader = new Workload({
    oms: () => {
      if (world.process?.alive !== true) throw new ProcessDied();
      return world.process.oms;
    },
    netQty: (id) => world.process?.portfolio.netQty(id) ?? 0,
    market: world.market,
    ids: world.ids,
    random: new Random(hash32(seed, 4)),
    tradable: world.tradable,
    strategyId: world.store.strategies()[0]?.id ?? null,
    expired: world.expired,
    rearming: () => (world.rearmed = true),
    failed: broke,
  });
  const trace = new Trace();
  const observe = () => {
    for (const committed of world.durable.takeFresh()) {
      trace.committed(committed);
      world.coverage.committed(committed);
      for (const check of checks) check.onCommit?.(committed, world, violate);
    }
  };
  const end = planDay(settings, world, trader, {
    rest: () => {
      for (const check of checks) check.atRest?.(world, violate);
    },
    counts: () => ({ events, ticks }),
  });
  const afterStep = checks.filter((check) => 'onStep' in check);
  world.start();
  for (let next = world.time.next(end); next !== null; next = world.time.next(end)) {
    if (next.isInput) events += 1;
    if (next.label === 'tick') ticks += 1;
    world.rearmed = false;
    trace.step(world.now, next.label);
    try {
      next.run();
    } catch (error) {
      broke(error);
    }
    await drained();
    observe();
    for (const check of afterStep) check.onStep?.(world, violate);
  }
  world.process?.die();
  world.disk.close();
  return {
    settings,
    violations,
    events,
    ticks,
    intents: trader.intents,
    stops: trader.protectedIntents,
    jumps: world.broker.exchange.jumped,
    faults: world.faults.byClass(),
    transitions: world.coverage.transitions,
    rules: world.coverage.rules,
    protections: world.coverage.protections,
    trace: trace.digest(),
  };
}

/** Everything that promises have set off has happened: a tick queued by one of them runs when none is left. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    nextTick(resolve);
  });
}
