import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '../../src/contract/desk.ts';
import type { TableDelta } from '../../src/contract/protocol.ts';
import type { Intent, Order, Position } from '../../src/contract/trading.ts';
import { Random } from '../../src/main/engine/core/random.ts';
import { contradictions } from '../../src/testing/crash-witness.ts';
import type { Seen } from '../../src/testing/crash-witness.ts';
import { DeskConnection } from '../../src/testing/desk-connection.ts';
import { liftLimits } from '../../src/testing/lift-limits.ts';
import { ServedTerminal } from '../../src/testing/served-terminal.ts';
import { buildTerminalAtDouble } from '../../src/testing/broker-double/build-terminal.ts';
import type { DeathPoint } from '../../src/testing/broker-double/double-broker.ts';
import type { Truth } from '../../src/testing/broker-double/double-exchange.ts';
import { TROUBLED } from '../../src/testing/broker-double/double-settings.ts';
import { ServedDouble } from '../../src/testing/broker-double/served-double.ts';
import { truthDifference } from '../../src/testing/broker-double/truth-difference.ts';
import type { DrillReport } from '../drill-report.ts';
import { newIntent } from './new-intent.ts';

const LONGEST_RUN_MS = 1200;
const LONGEST_START_MS = 500;
const PRESS_EVERY_MS = 140;
/** O14: an UNKNOWN is on screen within this of the ready line, and resolved within that. */
const SHOWN_WITHIN_MS = 1000;
const RESOLVED_WITHIN_MS = 90_000;
const POINTS: readonly DeathPoint[] = ['before-write', 'after-write', 'after-response'];

/**
 * Kills the terminal, built of its sources, while it trades at a broker double that drops answers, fails and refuses; the double
 * lives on. One run in five dies at one of the three points of F2, one in ten while it starts. Intents that were not
 * answered are sent again with their own ids, as a window does that comes back.
 */
export async function truthDrill({ kills, seed }: { kills: number; seed: number }): Promise<DrillReport> {
  const random = new Random(seed);
  const script = await buildTerminalAtDouble();
  const folder = mkdtempSync(join(tmpdir(), 'kill-drill-'));
  const double = await ServedDouble.start(join(folder, 'truth.jsonl'), seed);
  const env = { DOUBLE_URL: double.url };
  const seen: Seen = { answered: new Map(), filled: new Map(), logEntries: 0, ticks: 0 };
  const pressed = new Map<string, Intent>();
  const problems: string[] = [];
  const deaths = { 'at random': 0, 'while starting': 0, 'before-write': 0, 'after-write': 0, 'after-response': 0 };
  const unknown = { seen: new Set<string>(), shownMs: 0, resolvedMs: 0, agreedMs: 0, sentAgain: 0 };

  liftLimits(folder);
  for (let kill = 1; kill <= kills; kill++) {
    if (random.next() < 0.1) {
      await dieWhileStarting();
      deaths['while starting'] += 1;
      continue;
    }
    const point = random.next() < 0.2 ? POINTS[random.integer(0, 2)]! : null;
    const { terminal, desk } = await startAndCheck(`after kill ${kill - 1}`, point);
    const trading = trade(desk);
    if (point === null) {
      await new Promise((resolve) => setTimeout(resolve, random.next() * LONGEST_RUN_MS));
      await terminal.kill();
    } else if (terminal.process.signalCode === null) await once(terminal.process, 'exit');
    deaths[point ?? 'at random'] += 1;
    desk.close();
    await trading;
    if (kill % 50 === 0)
      console.error(`${kill} of ${kills}: ${seen.answered.size} answered, ${problems.length} problems`);
  }
  const { terminal, desk } = await startAndCheck(`after kill ${kills}`, null);
  desk.close();
  await terminal.stop();
  const truth = await double.truth();
  await double.stop();
  rmSync(folder, { recursive: true, force: true });

  return {
    figures: {
      broker: 'double in its own process',
      kills,
      seed,
      ...Object.fromEntries(Object.entries(deaths).map(([how, times]) => [`died ${how}`, times])),
      'intents pressed': pressed.size,
      answered: seen.answered.size,
      'not answered, sent again': unknown.sentAgain,
      'orders at the broker': truth.orders.length,
      'fills at the broker': truth.fills.length,
      'log entries': seen.logEntries,
      'orders that were UNKNOWN': unknown.seen.size,
      'UNKNOWN on the topic after the ready line, longest ms': unknown.shownMs,
      'UNKNOWN resolved after the ready line, longest ms': unknown.resolvedMs,
      'books agreed after the ready line, longest ms': unknown.agreedMs,
      'most commands within a second': truth.busiestSecond,
    },
    problems,
    held: 'Nothing lost or doubled by the truth of the broker; positions agree; the log chain holds.',
  };

  async function dieWhileStarting(): Promise<void> {
    const starting = ServedTerminal.spawn(folder, { script, env });
    await new Promise((resolve) => setTimeout(resolve, random.next() * LONGEST_START_MS));
    const exited = once(starting, 'exit');
    starting.kill('SIGKILL');
    await exited;
  }

  /** Starts the terminal, sees what it shows of the last life, and compares once the broker is quiet and both agree. */
  async function startAndCheck(when: string, dieAt: DeathPoint | null) {
    // The broker goes on while the terminal is dead, and in half of the starts its books fail for a while.
    const booksFail = random.next() < 0.5;
    await double.set({ ...TROUBLED, booksFail });
    const terminal = await ServedTerminal.start(folder, {
      script,
      env: dieAt === null ? env : { ...env, DOUBLE_DIE_AT: dieAt },
    });
    const ready = performance.now();
    const sinceReady = () => Math.round(performance.now() - ready);
    const desk = await DeskConnection.open(terminal.link);
    const orders = new Map<string, Order>();
    await new Promise<void>((first) => {
      desk.subscribe('orders', {}, ({ kind, data }) => {
        for (const order of kind === 'snap' ? (data as Order[]) : (data as TableDelta<Order>).upsert) {
          const wasUnknown = orders.get(order.id)?.state === 'UNKNOWN';
          orders.set(order.id, order);
          if (order.state === 'UNKNOWN') unknown.seen.add(order.id);
          if (wasUnknown && order.state !== 'UNKNOWN') unknown.resolvedMs = Math.max(unknown.resolvedMs, sinceReady());
        }
        if (kind === 'snap') first();
      });
    });
    const positions = new Map<number, Position>();
    desk.subscribe('positions', {}, ({ kind, data }) => {
      for (const position of kind === 'snap' ? (data as Position[]) : (data as TableDelta<Position>).upsert) {
        positions.set(position.instrumentId, position);
      }
    });
    const shownAt = sinceReady();
    const states = [...orders.values()].map(({ state }) => state);
    if (states.includes('UNKNOWN')) unknown.shownMs = Math.max(unknown.shownMs, shownAt);
    if (shownAt > SHOWN_WITHIN_MS)
      problems.push(`${when}: the orders were shown ${shownAt} ms after the ready line (O14)`);
    const inDoubt = states.filter((state) => state === 'SENDING' || state === 'QUEUED');
    if (inDoubt.length > 0) problems.push(`${when}: ${inDoubt.length} orders are ${inDoubt[0]} after a restart`);

    if (booksFail) await new Promise((resolve) => setTimeout(resolve, random.next() * 1500));
    await double.set({
      booksFail: false,
      quiet: true,
      dropShare: 0,
      failAfterShare: 0,
      failBeforeShare: 0,
      refuseShare: 0,
    });
    const truth = await agreed(desk, { orders, positions }, when, sinceReady);
    await compare(desk, truth, when);
    await double.set(TROUBLED);
    if (dieAt === null) await sendAgain(desk);
    return { terminal, desk };
  }

  /** Waits until every order and position here is what it is at the broker, and the books are trusted. */
  async function agreed(
    desk: DeskConnection,
    { orders, positions }: { orders: ReadonlyMap<string, Order>; positions: ReadonlyMap<number, Position> },
    when: string,
    sinceReady: () => number,
  ): Promise<Truth> {
    let trusted = false;
    desk.subscribe('status', {}, ({ data }) => (trusted = (data as Status).reconciledAt !== null));
    for (;;) {
      const truth = await double.truth();
      const differing = truthDifference(truth, orders.values(), positions.values());
      if (differing === null && trusted) {
        unknown.agreedMs = Math.max(unknown.agreedMs, sinceReady());
        return truth;
      }
      if (sinceReady() > RESOLVED_WITHIN_MS) {
        problems.push(`${when}: after 90 s ${differing ?? 'the books are not trusted'} (O14)`);
        return truth;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function compare(desk: DeskConnection, truth: Truth, when: string): Promise<void> {
    for (const [tag, times] of Object.entries(truth.places)) {
      if (times > 1) problems.push(`${when}: tag ${tag} was placed ${times} times (O5)`);
    }
    const log = await desk.call('logs.verify', {});
    if (!log.ok) problems.push(`${when}: ${log.message}`);
    if (log.entries < seen.logEntries)
      problems.push(`${when}: the log shrank from ${seen.logEntries} to ${log.entries}`);
    seen.logEntries = log.entries;
    problems.push(...contradictions(join(folder, 'desk.db'), seen, truth).map((problem) => `${when}: ${problem}`));
  }

  /** Every intent without an answer once more, under its own id: it must come to at most one order (O5). */
  async function sendAgain(desk: DeskConnection): Promise<void> {
    for (const [intentId, intent] of pressed) {
      if (seen.answered.has(intentId)) continue;
      const order = await desk.call('orders.place', intent);
      seen.answered.set(intentId, order.id);
      unknown.sentAgain += 1;
    }
  }

  /** Presses keys until the line is cut. */
  async function trade(desk: DeskConnection): Promise<void> {
    try {
      const { firstFocus } = await desk.call('app.hello', { protocol: 1 });
      for (;;) {
        const intent = newIntent(firstFocus, random);
        pressed.set(intent.intentId, intent);
        const order = await desk.call('orders.place', intent);
        seen.answered.set(intent.intentId, order.id);
        if (random.next() < 0.2) await desk.call('orders.cancelAll', { instrumentId: null });
        await new Promise((resolve) => setTimeout(resolve, random.next() * PRESS_EVERY_MS));
      }
    } catch {
      // The terminal is dead: what was not answered may or may not have happened.
    }
  }
}
