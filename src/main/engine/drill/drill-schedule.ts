import type { DrillFault, DrillPlan } from '../../../contract/drill.ts';
import { Random, hash32 } from '../core/random.ts';

/** A stretch of the drill in which one fault is on: ms from its start. */
export interface FaultWindow {
  fault: DrillFault;
  from: number;
  to: number;
  /** Seeds what the fault draws. */
  seed: number;
}

/** How long each fault stays on, seconds; shorter in a short drill. */
const LASTS: Record<DrillFault, { from: number; to: number }> = {
  answerLost: { from: 4, to: 8 },
  failedBefore: { from: 4, to: 8 },
  rateLimited: { from: 3, to: 6 },
  slowAnswers: { from: 5, to: 10 },
  lateFill: { from: 5, to: 10 },
  streamStalled: { from: 4, to: 9 },
  updatesShuffled: { from: 6, to: 12 },
  bookUnreliable: { from: 6, to: 15 },
  sessionExpired: { from: 3, to: 6 },
  feedSilent: { from: 5, to: 9 },
  priceGap: { from: 3, to: 6 },
};

/** A fault comes once in this many seconds, and at least once. */
const ONCE_IN_S = 45;
/** The drill begins and ends in calm: these parts of it are free of faults. */
const CALM_BEFORE = 0.05;
const CALM_AFTER = 0.1;

/** When each fault of a plan is on; the windows of one fault never overlap. Of seed and plan alone. */
export function drillSchedule({ faults, seconds, seed }: DrillPlan): FaultWindow[] {
  const begins = seconds * 1000 * CALM_BEFORE;
  const room = seconds * 1000 * (1 - CALM_BEFORE - CALM_AFTER);
  const count = Math.max(1, Math.floor(seconds / ONCE_IN_S));
  const windows = Array.from(new Set(faults)).flatMap((fault) => {
    const place = Object.keys(LASTS).indexOf(fault);
    const random = new Random(hash32(seed, place));
    return Array.from({ length: count }, (_, index): FaultWindow => {
      const slot = room / count;
      const lasts = Math.min(slot, random.integer(LASTS[fault].from * 1000, LASTS[fault].to * 1000));
      const from = Math.round(begins + index * slot + random.next() * (slot - lasts));
      return { fault, from, to: Math.round(from + lasts), seed: hash32(seed, place, index) };
    });
  });
  return windows.toSorted((a, b) => a.from - b.from);
}
