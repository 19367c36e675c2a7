import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPatientDesk } from './patient-desk.ts';
import type { Press } from './patient-desk.ts';
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
  const { session, store, press } = await openPatientDesk(folder);
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

async function pairs(count: number, pauseMs: number, press: () => Press, plain: number): Promise<Pair> {
  const intents: number[] = [];
  const syncs: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    await pause(pauseMs);
    const { begun, atDoor } = press();
    intents.push(atDoor - begun);
    await pause(pauseMs);
    syncs.push(timedSync(plain));
  }
  return { intent: median(intents), sync: median(syncs) };
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
