import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '../../src/contract/desk.ts';
import type { TableDelta } from '../../src/contract/protocol.ts';
import type { Order } from '../../src/contract/trading.ts';
import { Random } from '../../src/main/engine/core/random.ts';
import { contradictions } from '../../src/testing/crash-witness.ts';
import type { Seen } from '../../src/testing/crash-witness.ts';
import { DeskConnection } from '../../src/testing/desk-connection.ts';
import { liftLimits } from '../../src/testing/lift-limits.ts';
import { ServedTerminal } from '../../src/testing/served-terminal.ts';
import type { DrillReport } from '../drill-report.ts';
import { newIntent } from './new-intent.ts';

const LONGEST_RUN_MS = 1200;
const PRESS_EVERY_MS = 140;

/** Kills the built terminal on paper in the midst of trading, and holds what it finds after each restart against what it was told. */
export async function paperDrill({ kills, seed }: { kills: number; seed: number }): Promise<DrillReport> {
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), 'kill-drill-'));
  const seen: Seen = { answered: new Map(), filled: new Map(), logEntries: 0, ticks: 0 };
  const problems: string[] = [];
  let ticksBefore = 0;

  liftLimits(folder);
  for (let kill = 1; kill <= kills; kill++) {
    const terminal = await ServedTerminal.start(folder);
    const desk = await DeskConnection.open(terminal.link);
    await check(desk, `after kill ${kill - 1}`);
    watch(desk);
    const trading = trade(desk);
    await new Promise((resolve) => setTimeout(resolve, random.next() * LONGEST_RUN_MS));
    await terminal.kill();
    desk.close();
    await trading;
    seen.ticks = Math.max(seen.ticks, ticksBefore);
  }
  const terminal = await ServedTerminal.start(folder);
  const desk = await DeskConnection.open(terminal.link);
  await check(desk, `after kill ${kills}`);
  desk.close();
  await terminal.stop();
  rmSync(folder, { recursive: true, force: true });

  const figures = {
    kills,
    seed,
    'orders answered': seen.answered.size,
    'orders seen filled': seen.filled.size,
    'ticks told as durable': seen.ticks,
    'log entries': seen.logEntries,
  };
  return { figures, problems, held: 'Nothing lost, doubled or filled twice; the log chain holds.' };

  /** Waits until the books agree with the broker's, then compares. */
  async function check(desk: DeskConnection, when: string): Promise<void> {
    await desk.waitFor('status', {}, (data) => ((data as Status).reconciledAt === null ? undefined : true));
    const log = await desk.call('logs.verify', {});
    if (!log.ok) problems.push(`${when}: ${log.message}`);
    if (log.entries < seen.logEntries)
      problems.push(`${when}: the log has ${log.entries} entries, ${seen.logEntries} were there before`);
    seen.logEntries = log.entries;
    const days = await desk.call('replay.days', {});
    const stored = days.filter(({ source }) => source === 'sim').reduce((sum, { rows }) => sum + rows, 0);
    if (stored < seen.ticks) problems.push(`${when}: ${stored} ticks are stored, ${seen.ticks} were told as durable`);
    ticksBefore = stored;
    seen.ticks = stored;
    const unknown = await desk.waitFor('orders', {}, (data, kind) =>
      kind === 'snap' ? (data as Order[]).filter(({ state }) => state === 'UNKNOWN') : undefined,
    );
    if (unknown.length > 0) problems.push(`${when}: ${unknown.length} orders are unknown though the books agree`);
    problems.push(...contradictions(join(folder, 'desk.db'), seen).map((problem) => `${when}: ${problem}`));
  }

  function watch(desk: DeskConnection): void {
    const take = (orders: Order[]) => {
      for (const { id, state, filledValue } of orders) if (state === 'FILLED') seen.filled.set(id, filledValue);
    };
    desk.subscribe('orders', {}, ({ kind, data }) =>
      take(kind === 'snap' ? (data as Order[]) : (data as TableDelta<Order>).upsert),
    );
    // What this run recorded comes on top of what was stored when it began; rows of the check's own flush are in both.
    let first: number | null = null;
    const base = ticksBefore;
    desk.subscribe('status', {}, ({ data }) => {
      const { recorded } = (data as Status).recorder;
      first ??= recorded;
      ticksBefore = Math.max(ticksBefore, base + recorded - first);
    });
  }

  /** Presses keys until the line is cut: entries and exits at market, joins, cancels. */
  async function trade(desk: DeskConnection): Promise<void> {
    try {
      const { firstFocus } = await desk.call('app.hello', { protocol: 1 });
      for (;;) {
        const intent = newIntent(firstFocus, random);
        const order = await desk.call('orders.place', intent);
        seen.answered.set(intent.intentId, order.id);
        if (random.next() < 0.2) await desk.call('orders.cancelAll', { instrumentId: null });
        await new Promise((resolve) => setTimeout(resolve, random.next() * PRESS_EVERY_MS));
      }
    } catch {
      // The terminal was killed: what was not answered may or may not have happened.
    }
  }
}
