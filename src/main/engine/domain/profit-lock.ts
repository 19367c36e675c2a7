import type { ProfitLock } from '../../../contract/protection.ts';

/**
 * How far a lock has come. IDLE: the profit has not reached the trigger. LOCKED: `floor` is in force. HIT: the profit
 * fell to the floor and the exit is due, once (PL3).
 */
export interface LockState {
  readonly phase: 'IDLE' | 'LOCKED' | 'HIT';
  /** Paise; null while IDLE. */
  readonly floor: number | null;
}

export const UNLOCKED: LockState = { phase: 'IDLE', floor: null };

/**
 * Folds the profit of the scope (paise: realised and unrealised of the confirmed positions) into a lock. The same
 * object while nothing changes, so that only a ratchet has to be persisted (PL5).
 */
export function lockProfit(lock: ProfitLock, state: LockState, profit: number): LockState {
  if (state.phase === 'HIT') return state;
  const before = state.floor;
  const reached = profit >= lock.trigger ? floorAt(lock, profit) : null;
  const floor = before === null ? reached : Math.max(before, reached ?? before);
  if (floor === null) return state;
  if (profit <= floor) return { phase: 'HIT', floor };
  return floor === before ? state : { phase: 'LOCKED', floor };
}

/** What is wrong with a lock, a sentence, or null (PL2): a floor that could lie above the profit would fire at once. */
export function lockProblem({ trigger, floor, trail }: ProfitLock): string | null {
  if (floor >= trigger) {
    return 'The profit kept must be less than the profit it takes to lock: lower the one or raise the other.';
  }
  if (trail !== null && trail.by > trail.every) {
    return 'A floor that rises further than the profit would overtake it: raise it by no more than the gain it follows.';
  }
  return null;
}

function floorAt({ trigger, floor, trail }: ProfitLock, peak: number): number {
  if (trail === null) return floor;
  return floor + Math.floor((peak - trigger) / trail.every) * trail.by;
}
