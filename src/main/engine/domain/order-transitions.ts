import type { OrderState } from '../../../contract/enums.ts';
import type { BrokerOrderStatus, OrderEvent } from './order.ts';

/** What the broker last said of an order; `filled` is its own cumulative count, which its fills may lag. */
export interface BrokerWord {
  status: BrokerOrderStatus;
  filled: number;
  quantity: number;
  price: number;
  triggerPrice: number | null;
  /** The broker's time, epoch ms. */
  ts: number;
}

/** Events of our own doing: they move the local state. */
export type LocalEventType = Extract<
  OrderEvent['type'],
  'denied' | 'passed' | 'sending' | 'dropped' | 'accepted' | 'refused' | 'lost' | 'absent'
>;

/**
 * The local half of the state machine: state × event → state. What is missing here is an anomaly (T18), never a throw.
 * The broker's word and the fills decide over it, see `stateOf`.
 */
export const LOCAL_TRANSITIONS: Record<LocalEventType, Partial<Record<OrderState, OrderState>>> = {
  /** T1 */
  denied: { DRAFT: 'DENIED' },
  /** T2 */
  passed: { DRAFT: 'QUEUED' },
  /** T3 */
  sending: { QUEUED: 'SENDING' },
  /** T3b: only legal before the first byte left. */
  dropped: { QUEUED: 'CANCELLED' },
  /** T4; an answer that comes after the outcome was given up is still an answer. */
  accepted: { SENDING: 'ACKED', UNKNOWN: 'ACKED', NOT_PLACED: 'ACKED' },
  /** T5 */
  refused: { SENDING: 'REJECTED', UNKNOWN: 'REJECTED' },
  /** T6 */
  lost: { SENDING: 'UNKNOWN' },
  /** T8 */
  absent: { UNKNOWN: 'NOT_PLACED' },
};

const RANK: Record<BrokerWord['status'], number> = {
  TRIGGER_PENDING: 0,
  OPEN: 1,
  PARTIAL: 2,
  EXPIRED: 3,
  CANCELLED: 4,
  REJECTED: 5,
  FILLED: 6,
};

const FINAL: ReadonlySet<OrderState> = new Set([
  'DENIED',
  'FILLED',
  'CANCELLED',
  'REJECTED',
  'EXPIRED',
  'NOT_PLACED',
] satisfies OrderState[]);

/** True for a state that only a late fill (T9), a bust (T16) or the broker's word (T7) can leave. */
export function isFinal(state: OrderState): boolean {
  return FINAL.has(state);
}

/** True when the broker ended the order itself; FILLED is left to the fills. */
export function endsOrder(status: BrokerWord['status']): boolean {
  return RANK[status] >= RANK.EXPIRED;
}

/**
 * The ordering guard: negative when `word` is older than `known` and must not be applied, 0 when it says nothing new.
 * An end beats a working state, then the higher cumulative fill, then the broker's time.
 */
export function compareWords(word: BrokerWord, known: BrokerWord): number {
  return (
    Number(endsOrder(word.status)) - Number(endsOrder(known.status)) ||
    word.filled - known.filled ||
    word.ts - known.ts ||
    RANK[word.status] - RANK[known.status]
  );
}

/**
 * The state of an order, a pure function of our own half, the broker's last word and what is filled: thus the order in
 * which updates arrive does not matter (O4). FILLED needs every fill in hand and wins over CANCELLED (T15); a cancel
 * keeps the fills it counted (T12); a fill beyond what an end counted re-opens the order (T9).
 */
export function stateOf(local: OrderState, word: BrokerWord | null, filled: number, quantity: number): OrderState {
  if (filled > 0 && filled >= quantity) return 'FILLED';
  if (word !== null && endsOrder(word.status) && word.status !== 'FILLED' && filled <= word.filled) return word.status;
  if (filled > 0) return 'PARTIAL';
  if (word === null) return local;
  return word.status === 'TRIGGER_PENDING' ? 'TRIGGER_PENDING' : 'OPEN';
}
