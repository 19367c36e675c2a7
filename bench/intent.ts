import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PaperBroker } from '../src/main/engine/brokers/paper/paper-broker.ts';
import type { PlaceRequest } from '../src/main/engine/brokers/broker.ts';
import { systemIds } from '../src/main/engine/core/ids.ts';
import { openOrderDesk } from './order-desk.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';

const ROUNDS = 5;
const INTENTS_PER_ROUND = 50;
const RESTED_PER_ROUND = 10;
const BYTES = 256;
const PAUSE_MS = 130;
const block = Buffer.alloc(BYTES, 1);

/**
 * From the intent handed to the OMS to the order at the broker's door, every rule and the durable journal in between.
 * Intent and sync take turns without a pause, as the reference figures of the floor were taken. The detail has the same after
 * a pause, of both: what a machine that idles between two presses costs either of them.
 */
export async function bench(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-intent-'));
  const { session, store, press } = await openBench(folder);
  const plain = openSync(join(folder, 'plain'), 'w');
  const rounds: { hot: Pair; rested: Pair }[] = [];
  // The first round warms both up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const hot = await pairs(INTENTS_PER_ROUND, 0, press, plain);
    const rested = await pairs(RESTED_PER_ROUND, PAUSE_MS, press, plain);
    session.oms.cancelAll(null);
    await pause(PAUSE_MS);
    if (round > 0) rounds.push({ hot, rested });
  }
  closeSync(plain);
  await session.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
  const of = (read: (round: { hot: Pair; rested: Pair }) => number) => median(rounds.map(read));
  return {
    name: 'intent → paper broker, p50',
    unit: 'ms',
    ours: of(({ hot }) => hot.intent),
    reference: { name: `fdatasync of ${BYTES} B, p50`, value: of(({ hot }) => hot.sync) },
    ratio: of(({ hot }) => hot.intent / hot.sync),
    floor: { sense: 'at most', ratio: 2 },
    detail: {
      rounds: ROUNDS,
      intents: INTENTS_PER_ROUND,
      'after a pause: intent, ms': of(({ rested }) => rested.intent),
      'after a pause: sync, ms': of(({ rested }) => rested.sync),
      'after a pause: ratio': of(({ rested }) => rested.intent / rested.sync),
    },
  };
}

/** Medians in milliseconds. */
interface Pair {
  intent: number;
  sync: number;
}

async function pairs(count: number, pauseMs: number, press: () => number, plain: number): Promise<Pair> {
  const intents: number[] = [];
  const syncs: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    await pause(pauseMs);
    intents.push(press());
    await pause(pauseMs);
    syncs.push(timedSync(plain));
  }
  return { intent: median(intents), sync: median(syncs) };
}

/** A desk whose paper broker sets no rate limit; `press` places one patient order and gives the milliseconds to the door. */
async function openBench(folder: string) {
  const { session, store, instruments } = await openOrderDesk(folder, Number.MAX_SAFE_INTEGER);
  const future = instruments.all().find(({ kind }) => kind === 'FUT')!;
  // The door is the call of the broker: what the engine still writes and tells after it, no order waits for.
  // oxlint-disable-next-line typescript/unbound-method -- called on the broker below
  const { place } = PaperBroker.prototype;
  let atDoor = 0;
  PaperBroker.prototype.place = function (this: PaperBroker, request: PlaceRequest) {
    atDoor ||= performance.now();
    return place.call(this, request);
  };
  const press = (): number => {
    const { bid } = session.hub.quotes.get(future.id)!;
    const price = Math.floor((bid * 0.99) / future.tickSize) * future.tickSize;
    atDoor = 0;
    const intent = { intentId: systemIds.uuid(), instrumentId: future.id, side: 'BUY', lots: 1, price } as const;
    const begun = performance.now();
    const order = session.oms.place({
      ...intent,
      orderType: 'LIMIT',
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
    });
    if (order.state === 'SENDING') return atDoor - begun;
    throw new Error(`The bench's order was not sent: ${order.state} ${order.reason?.message ?? ''}`);
  };
  return { session, store, press };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));
}

/** Milliseconds of one write and its sync. */
function timedSync(file: number): number {
  const begun = performance.now();
  writeSync(file, block);
  fdatasyncSync(file);
  return performance.now() - begun;
}
