import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Order } from '../src/contract/trading.ts';
import type { Status } from '../src/contract/desk.ts';
import type { TableDelta } from '../src/contract/protocol.ts';
import { Random } from '../src/main/engine/core/random.ts';
import { contradictions } from '../src/testing/crash-witness.ts';
import type { Seen } from '../src/testing/crash-witness.ts';
import { DeskConnection } from '../src/testing/desk-connection.ts';
import { ServedTerminal } from '../src/testing/served-terminal.ts';
import { buildIfStale } from './build-if-stale.ts';

/** Kills the running terminal again and again in the midst of trading, and holds what it finds after each restart against what it was told. */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const kills = Number(values.kills);
const random = new Random(Number(values.seed));
const LONGEST_RUN_MS = 1200;
const PRESS_EVERY_MS = 140;

buildIfStale();
const folder = mkdtempSync(join(tmpdir(), 'kill-drill-'));
const seen: Seen = { answered: new Map(), filled: new Map(), logEntries: 0, ticks: 0 };
const problems: string[] = [];
let ticksBefore = 0;

for (let kill = 1; kill <= kills; kill++) {
  const terminal = await ServedTerminal.start(folder);
  const desk = await DeskConnection.open(terminal.link);
  await check(desk, `after kill ${kill - 1}`);
  if (kill === 1) await desk.call('rms.setLimits', { maxLoss: null, maxLots: null });
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

console.log(
  `${kills} kills: ${seen.answered.size} orders answered, ${seen.filled.size} seen filled, ${seen.ticks} ticks told as durable, ${seen.logEntries} log entries.`,
);
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? 'Nothing lost, doubled or filled twice; the log chain holds.'
    : `${problems.length} contradictions.`,
);
process.exit(problems.length === 0 ? 0 : 1);

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
      const intentId = crypto.randomUUID();
      const order = await desk.call('orders.place', {
        intentId,
        instrumentId: firstFocus,
        side: random.next() < 0.5 ? 'BUY' : 'SELL',
        lots: random.integer(1, 3),
        orderType: 'MARKET',
        price: null,
        triggerPrice: null,
        validity: 'DAY',
        tpPrice: null,
        slPrice: null,
        confirmed: true,
      });
      seen.answered.set(intentId, order.id);
      if (random.next() < 0.2) await desk.call('orders.cancelAll', { instrumentId: null });
      await new Promise((resolve) => setTimeout(resolve, random.next() * PRESS_EVERY_MS));
    }
  } catch {
    // The terminal was killed: what was not answered may or may not have happened.
  }
}
