import { isFinal } from '../domain/order-transitions.ts';
import type { RiskDecision } from '../rms/decision.ts';
import type { Committed, Journalled } from './durable.ts';

/** Every transition of the order state machine that a run must have seen. */
export const TRANSITIONS = [
  'T1',
  'T2',
  'T3',
  'T3b',
  'T4',
  'T5',
  'T6',
  'T7',
  'T8',
  'T9',
  'T10',
  'T11',
  'T12',
  'T13',
  'T14',
  'T15',
  'T16',
  'T17',
  'T18',
] as const;
export type Transition = (typeof TRANSITIONS)[number];

const LOCAL: Partial<Record<string, Transition>> = {
  denied: 'T1',
  passed: 'T2',
  sending: 'T3',
  dropped: 'T3b',
  accepted: 'T4',
  refused: 'T5',
  lost: 'T6',
  absent: 'T8',
  requestEnded: 'T14',
  bust: 'T16',
};

/** What a run has reached: transitions, refusals by rule, and the brackets and intents of it. */
export class Coverage {
  readonly transitions = new Map<string, number>();
  readonly rules = new Map<string, number>();

  committed(committed: Committed): void {
    for (const journalled of committed.journal) {
      for (const transition of transitionsOf(journalled)) count(this.transitions, transition);
    }
    for (const line of committed.lines) if (line.startsWith('Out of the ordinary')) count(this.transitions, 'T18');
  }

  /** Refusals by the code of their rule. */
  decided(decision: RiskDecision): void {
    if (decision.denial !== null) count(this.rules, decision.denial.code);
  }
}

function transitionsOf({ entry, before, after }: Journalled): Transition[] {
  const { event } = entry;
  const local = LOCAL[event.type];
  if (local !== undefined) return [local];
  if (event.type === 'intent') return event.order.source === 'BROKER' ? ['T17'] : [];
  if (event.type === 'request') return event.request.kind === 'modify' ? ['T13'] : [];
  if (before === null) return [];
  if (event.type === 'fill') {
    if (isFinal(before.state)) return ['T9'];
    const raced = after.state === 'FILLED' && after.requests.some(({ kind }) => kind === 'cancel');
    return raced ? ['T11', 'T15'] : ['T11'];
  }
  if (event.type !== 'broker') return [];
  const doubted = before.state === 'UNKNOWN' || before.state === 'SENDING' || before.state === 'NOT_PLACED';
  if (doubted) return ['T7'];
  if (before.state === 'ACKED' && !isFinal(after.state)) return ['T10'];
  return !isFinal(before.state) && isFinal(after.state) ? ['T12'] : [];
}

export function count<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
