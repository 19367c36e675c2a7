import { DRILL_FAULTS, DRILL_FAULT_NAMES, drillPlanSchema, drillReportSchema } from '../../../contract/drill.ts';
import type { Drill as DrillView, DrillFault, DrillPlan, DrillReport } from '../../../contract/drill.ts';
import { z } from 'zod';
import type { FaultyBroker } from '../brokers/faults/faulty-broker.ts';
import { AppError } from '../core/app-error.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import { Random } from '../core/random.ts';
import { Signal } from '../core/signal.ts';
import type { FaultyFeed } from '../market-data/faults/faulty-feed.ts';
import type { Oms } from '../oms/oms.ts';
import type { DeskStore } from '../store/desk-store.ts';
import { DrillObserver, shownFacts } from './drill-observer.ts';
import { drillSchedule } from './drill-schedule.ts';
import type { FaultWindow } from './drill-schedule.ts';
import { drillParts, scoreOf, seconds } from './drill-score.ts';
import { gapThroughStop } from './gap-through-stop.ts';

/** What was held back arrives within this, ms: before it nothing is judged. */
const CALM_MS = 1000;
const LOOK_AGAIN_MS = 500;
/** An unknown order is resolved or put to the trader this long after the faults stop (O14), ms. */
const SETTLE_MOST_MS = 90_000;
/** Where a drill is kept, so that a restart finds what it ended. */
const SETTING = 'faultDrill';

export interface DrillParts {
  clock: Clock;
  ids: Ids;
  store: DeskStore;
  oms: Oms;
  broker: FaultyBroker;
  feed: FaultyFeed;
  /** Paise an instrument's prices are steps of. */
  tickSize: (instrumentId: number) => number;
  ltp: (instrumentId: number) => number;
  log: OperatorLog;
}

type Begun = Pick<NonNullable<DrillView['run']>, 'id' | 'plan' | 'startedAt'>;

interface Run extends Begun {
  endsAt: number;
  state: 'running' | 'settling';
  windows: Record<DrillFault, number>;
  feedHits: { swallowed: number; shifted: number };
  observer: DrillObserver;
  timers: Timer[];
}

const keptSchema = z.object({
  run: z.object({ id: z.string(), plan: drillPlanSchema, startedAt: z.number() }).nullable(),
  last: drillReportSchema.nullable(),
});

/**
 * Breaks a paper session on purpose, for a time that was agreed to, and scores what stayed protected. Off when the program
 * starts, whatever was on before; ending it lets go of everything that was held back.
 */
export class Drill {
  readonly changed = new Signal<void>();
  readonly #parts: DrillParts;
  #run: Run | null = null;
  #last: DrillReport | null;

  constructor(parts: DrillParts) {
    this.#parts = parts;
    const kept = keptSchema.safeParse(parts.store.setting(SETTING));
    this.#last = kept.success ? kept.data.last : null;
    if (kept.success && kept.data.run !== null) this.#endedByRestart(kept.data.run);
  }

  get run(): DrillView['run'] {
    if (this.#run === null) return null;
    const { id, plan, startedAt, endsAt, state } = this.#run;
    return { id, plan, startedAt, endsAt, state, active: this.#active() };
  }

  /** The report of the last drill, through restarts. */
  get last(): DrillReport | null {
    return this.#last;
  }

  /** Throws DRILL_RUNNING, JOURNAL_UNAVAILABLE. */
  start(plan: DrillPlan): void {
    if (this.#run !== null) {
      throw new AppError('DRILL_RUNNING', 'A fault drill is on already: stop it, or wait for its report.');
    }
    const { clock, ids, oms, broker, feed, log } = this.#parts;
    const startedAt = clock.now();
    const begun = { id: ids.uuid(), plan, startedAt };
    const faults = plan.faults.map(faultText).join(', ');
    this.#keep(begun, `Fault drill started for ${plan.seconds} s, seed ${plan.seed}: ${faults}. Paper account only.`);
    const onError = (error: unknown) => log.error('The fault drill could not look at the account.', error);
    const windows = drillSchedule(plan);
    this.#run = {
      ...begun,
      endsAt: startedAt + plan.seconds * 1000,
      state: 'running',
      windows: counted(windows),
      feedHits: { swallowed: feed.swallowed, shifted: feed.shifted },
      observer: new DrillObserver({ clock, oms, broker, onError }),
      timers: windows.flatMap((window) => [
        clock.setTimeout(() => this.#begin(window), window.from),
        clock.setTimeout(() => this.#end(window.fault), window.to),
      ]),
    };
    this.#run.timers.push(clock.setTimeout(() => this.#finish('time'), plan.seconds * 1000));
    this.changed.emit();
  }

  /** Takes every fault off at once; the report follows when the books agree. Throws DRILL_NOT_RUNNING. */
  stop(): void {
    if (this.#run?.state !== 'running') {
      throw new AppError('DRILL_NOT_RUNNING', 'No fault drill is on: nothing is left to stop.');
    }
    this.#finish('hand');
  }

  /** What is not over by now is "ended by a restart" for the next start. */
  close(): void {
    if (this.#run === null) return;
    for (const timer of this.#run.timers) timer.cancel();
    this.#run.observer.close();
    this.#release();
    this.#run = null;
  }

  #active(): DrillFault[] {
    const { broker, feed } = this.#parts;
    const on = new Set<DrillFault>(broker.active);
    if (feed.silent) on.add('feedSilent');
    if (feed.shift !== null) on.add('priceGap');
    return DRILL_FAULT_NAMES.filter((fault) => on.has(fault));
  }

  #begin({ fault, from, to, seed }: FaultWindow): void {
    const { broker, feed } = this.#parts;
    const random = new Random(seed);
    const lasts = `for ${seconds(to - from)}`;
    if (fault === 'priceGap') this.#gap(random, lasts);
    else {
      this.#say(`Fault drill: ${faultText(fault)} ${lasts}.`);
      if (fault === 'feedSilent') feed.fallSilent();
      else broker.begin(fault, random);
    }
    this.changed.emit();
  }

  #gap(random: Random, lasts: string): void {
    const { oms, feed, ltp, tickSize } = this.#parts;
    const gap = gapThroughStop(oms.positionViews(), oms.orderViews(), ltp, random);
    if (gap === null) {
      this.#run!.windows.priceGap -= 1;
      this.#say(`Fault drill: ${faultText('priceGap')} passed by, since no position has a stop.`);
      return;
    }
    feed.gap({ ...gap, tickSize: tickSize(gap.instrumentId) });
    this.#say(`Fault drill: ${faultText('priceGap')} in ${gap.name} ${lasts}.`);
  }

  #end(fault: DrillFault): void {
    const { broker, feed } = this.#parts;
    if (fault === 'feedSilent') feed.speak();
    else if (fault === 'priceGap') feed.closeGap();
    else broker.end(fault);
    this.changed.emit();
  }

  #release(): void {
    const { broker, feed } = this.#parts;
    broker.endAll();
    feed.closeGap();
    feed.speak();
  }

  #finish(endedBy: 'time' | 'hand'): void {
    const run = this.#run!;
    for (const timer of run.timers) timer.cancel();
    run.timers = [];
    this.#release();
    run.state = 'settling';
    this.#say(`Fault drill: every fault is off, ${endedBy === 'hand' ? 'stopped by hand' : 'its time is over'}.`);
    this.changed.emit();
    const { clock, log } = this.#parts;
    const endedAt = clock.now();
    this.#settled(run, clock.monotonic())
      .then((agreedAfterMs) => (this.#run === run ? this.#report(run, endedBy, endedAt, agreedAfterMs) : undefined))
      .catch((error: unknown) => {
        log.error('The report of the fault drill could not be made.', error);
        if (this.#run === run) this.close();
        this.changed.emit();
      });
  }

  /** Waits for the books to agree and for every outcome to be known; gives how long the books took, null for never. */
  async #settled(run: Run, since: number): Promise<number | null> {
    const { clock, oms } = this.#parts;
    let agreedAfterMs: number | null = null;
    while (this.#run === run) {
      const agreed = await oms.reconcile();
      const waited = clock.monotonic() - since;
      if (!agreed) agreedAfterMs = null;
      else agreedAfterMs ??= waited;
      if (agreed && run.observer.open === 0 && waited >= CALM_MS) break;
      if (waited >= SETTLE_MOST_MS) break;
      await new Promise<void>((resolve) => run.timers.push(clock.setTimeout(resolve, LOOK_AGAIN_MS)));
    }
    return agreedAfterMs;
  }

  async #report(run: Run, endedBy: 'time' | 'hand', endedAt: number, agreedAfterMs: number | null): Promise<void> {
    const { broker, feed } = this.#parts;
    const facts = await run.observer.facts(agreedAfterMs);
    const parts = drillParts(facts);
    const score = scoreOf(parts);
    const { id, plan, startedAt, windows, feedHits } = run;
    const hitsOf = (fault: DrillFault) => {
      if (fault === 'feedSilent') return feed.swallowed - feedHits.swallowed;
      return fault === 'priceGap' ? feed.shifted - feedHits.shifted : broker.hits(fault);
    };
    const faults = plan.faults.map((fault) => ({ fault, windows: windows[fault], hits: hitsOf(fault) }));
    run.observer.close();
    this.#run = null;
    this.#last = { id, plan, startedAt, endedAt, endedBy, score, parts, faults, ...shownFacts(facts) };
    const findings = parts.map(({ finding }) => finding);
    try {
      this.#keep(null, `Fault drill ended with a score of ${score} of 100. ${findings.join(' ')}`);
    } finally {
      this.changed.emit();
    }
  }

  #endedByRestart({ id, plan, startedAt }: Begun): void {
    const { clock, log } = this.#parts;
    const endedAt = clock.now();
    const nothing = { score: null, parts: [], faults: [], positions: [], unknown: [] };
    this.#last = { id, plan, startedAt, endedAt, endedBy: 'restart', ...nothing };
    try {
      this.#keep(null, 'Fault drill ended by a restart: no fault is on, and it has no score.');
    } catch (error) {
      log.error('The end of a fault drill could not be written.', error);
    }
  }

  /** Keeps which drill is on, and says it in the log, in one transaction. */
  #keep(run: Begun | null, line: string): void {
    this.#parts.store.transaction((tx) => {
      tx.saveSetting(SETTING, { run, last: this.#last });
      tx.log('system', line);
    });
  }

  /** A line that is lost must not keep a fault on. */
  #say(line: string): void {
    try {
      this.#parts.store.transaction((tx) => tx.log('system', line));
    } catch (error) {
      this.#parts.log.error(line, error);
    }
  }
}

function faultText(fault: DrillFault): string {
  const { title, cells } = DRILL_FAULTS[fault];
  return cells.length === 0 ? title.toLowerCase() : `${title.toLowerCase()} (${cells.join(', ')})`;
}

function counted(windows: readonly FaultWindow[]): Record<DrillFault, number> {
  const counts = Object.fromEntries(DRILL_FAULT_NAMES.map((fault) => [fault, 0])) as Record<DrillFault, number>;
  for (const { fault } of windows) counts[fault] += 1;
  return counts;
}
