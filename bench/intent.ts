import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemIds } from '../src/main/engine/core/ids.ts';
import { silentLog } from '../src/main/engine/core/operator-log.ts';
import { SystemClock } from '../src/main/engine/core/system-clock.ts';
import { openSession } from '../src/main/engine/desk/open-session.ts';
import { InstrumentBook } from '../src/main/engine/market-data/instrument-book.ts';
import { Simulator } from '../src/main/engine/market-data/simulator/simulator.ts';
import { openDeskStore } from '../src/main/engine/store/sqlite/open-desk-store.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';

const ROUNDS = 5;
const INTENTS_PER_ROUND = 30;
const BYTES = 256;
/** The broker takes ten a second, and two are kept for exits. */
const BETWEEN_MS = 130;

/**
 * From the intent handed to the OMS to the order at the broker's door, every rule and the durable journal in between.
 * The reference is taken twice: right after an intent, while processor and disk are awake, which is what the floor is
 * held against; and after the same pause as an intent, which says what the machine's idling costs either of them.
 */
export async function bench(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-intent-'));
  const clock = new SystemClock();
  const store = openDeskStore({ file: join(folder, 'desk.db'), clock, ids: systemIds, operatorLog: silentLog });
  const simulator = new Simulator({ clock, seed: 1 });
  const instruments = new InstrumentBook();
  instruments.add(store.transaction((tx) => tx.upsertInstruments(simulator.universe(clock.now()))));
  simulator.list(instruments.all());
  store.transaction((tx) => tx.saveLimits(store.identity.userId, { maxLoss: null, maxLots: null }));
  const session = openSession({
    mode: 'PAPER',
    account: store.account(store.identity.accountId),
    clock,
    ids: systemIds,
    store,
    instruments,
    feed: simulator,
    history: simulator,
    seed: 1,
    barAnchor: 0,
    inSession: () => true,
    lists: () => true,
    replay: null,
    log: silentLog,
  });
  session.hub.start();
  await session.oms.start();
  const [future] = instruments.all().filter(({ kind }) => kind === 'FUT');
  const plain = openSync(join(folder, 'plain'), 'w');
  const block = Buffer.alloc(BYTES, 1);
  const ours: number[] = [];
  const reference: number[] = [];
  const afterPause: number[] = [];
  // One round warms both up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const placed: number[] = [];
    const synced: number[] = [];
    const rested: number[] = [];
    for (let count = 0; count < INTENTS_PER_ROUND; count++) {
      const side = count % 2 === 0 ? 'BUY' : 'SELL';
      const { bid, ask } = session.hub.quotes.get(future!.id)!;
      const price = side === 'BUY' ? bid : ask;
      const intent = {
        intentId: systemIds.uuid(),
        instrumentId: future!.id,
        side,
        lots: 1,
        price,
        tpPrice: null,
        slPrice: null,
      } as const;
      const begun = performance.now();
      const order = session.oms.place({ ...intent, orderType: 'LIMIT', confirmed: true });
      placed.push(performance.now() - begun);
      if (order.state !== 'SENDING')
        throw new Error(`the bench's order was not sent: ${order.state} ${order.reason?.message ?? ''}`);
      synced.push(timedSync(plain, block));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      session.oms.cancelAll(null);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      rested.push(timedSync(plain, block));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
    if (round === 0) continue;
    ours.push(median(placed));
    reference.push(median(synced));
    afterPause.push(median(rested));
  }
  closeSync(plain);
  await session.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
  const ratios = ours.map((value, round) => value / reference[round]!);
  return {
    name: 'intent → paper broker, p50',
    unit: 'ms',
    ours: median(ours),
    reference: { name: `fdatasync of ${BYTES} B, p50`, value: median(reference) },
    ratio: median(ratios),
    floor: { sense: 'at most', ratio: 2 },
    detail: {
      rounds: ROUNDS,
      intents: INTENTS_PER_ROUND,
      'ratio to the same sync after a pause': median(ours.map((value, round) => value / afterPause[round]!)),
    },
  };
}

/** Milliseconds of one write and its sync. */
function timedSync(file: number, block: Buffer): number {
  const begun = performance.now();
  writeSync(file, block);
  fdatasyncSync(file);
  return performance.now() - begun;
}
