import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openPatientDesk } from './patient-desk.ts';
import type { Press } from './patient-desk.ts';
import { openRecorder } from './own-recorder.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';
import { flood, TICKS_A_SECOND } from './tick-flood.ts';

const ROUNDS = 5;
const PRESSES = 200;
const PRESS_EVERY_MS = 20;
const SYNC_BYTES = 256;
const block = Buffer.alloc(SYNC_BYTES, 1);

/** What a phase measured, ms. */
interface Phase {
  /** From the intent handed to the OMS to the broker's door. */
  intents: number[];
  /** From the press in another thread to the door: with the wait for the engine's thread. */
  presses: number[];
  /** The disk's own sync, beside. */
  syncs: number[];
}

/**
 * Orders while 50,000 ticks a second pass the quote cache and are recorded, against the same while nothing is recorded: keys
 * pressed in a thread of their own, as a window's are. Every tick told is counted in the store.
 */
export async function bench(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-recording-'));
  const { session, store, press } = await openPatientDesk(folder);
  const own = await openRecorder(folder);
  const { recorder } = own;
  const plain = openSync(join(folder, 'plain'), 'w');
  const phases: Record<'idle' | 'recording', Phase[]> = { idle: [], recording: [] };
  let told = 0;
  // The first round warms both up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const idle = await phase(press, plain);
    session.oms.cancelAll(null);
    const stop = flood((tick) => {
      told += 1;
      session.hub.quotes.apply(tick);
      recorder.onTick(tick);
    });
    const recording = await phase(press, plain);
    stop();
    session.oms.cancelAll(null);
    await recorder.flush();
    if (round === 0) continue;
    phases.idle.push(idle);
    phases.recording.push(recording);
  }
  await own.close(told);
  closeSync(plain);
  await session.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
  return [result('p50', 0.5, 1.5, phases, told), result('p99', 0.99, 5, phases, told)];
}

function result(
  name: string,
  share: number,
  floor: number,
  { idle, recording }: Record<'idle' | 'recording', Phase[]>,
  ticks: number,
): BenchResult {
  const of = (list: Phase[], read: (phase: Phase) => number[]) =>
    median(list.map((each) => quantile(read(each), share)));
  const [ours, value] = [of(recording, ({ intents }) => intents), of(idle, ({ intents }) => intents)];
  return {
    name: `intent → broker while recording, ${name}`,
    unit: 'ms',
    ours,
    reference: { name: 'the same, recorder idle', value },
    ratio: ours / value,
    floor: { sense: 'at most', ratio: floor },
    detail: {
      rounds: ROUNDS,
      presses: PRESSES,
      'ticks a second': TICKS_A_SECOND,
      'ticks told and recorded': ticks,
      'press in another thread → broker while recording, ms': of(recording, ({ presses }) => presses),
      'press in another thread → broker while idle, ms': of(idle, ({ presses }) => presses),
      'fdatasync while recording, ms': of(recording, ({ syncs }) => syncs),
      'fdatasync while idle, ms': of(idle, ({ syncs }) => syncs),
    },
  };
}

/** Presses at their pace, a sync of its own after each. */
async function phase(press: () => Press, plain: number): Promise<Phase> {
  const measured: Phase = { intents: [], presses: [], syncs: [] };
  const hand = new Worker(new URL('pressing-hand.ts', import.meta.url), {
    workerData: { everyMs: PRESS_EVERY_MS, presses: PRESSES },
  });
  await new Promise<void>((resolve) => {
    hand.on('message', (pressedAt: number) => {
      const { begun, atDoor } = press();
      measured.intents.push(atDoor - begun);
      measured.presses.push(performance.timeOrigin + atDoor - pressedAt);
      const before = performance.now();
      writeSync(plain, block);
      fdatasyncSync(plain);
      measured.syncs.push(performance.now() - before);
      if (measured.intents.length === PRESSES) resolve();
    });
  });
  await hand.terminate();
  return measured;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
