import type { OrderState } from '../../../contract/enums.ts';
import type { BrokerOrderStatus, OrderEvent } from './order.ts';

/** The transitions of an order, as the specification numbers them. */
export const TRANSITION_IDS = [
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
export type TransitionId = (typeof TRANSITION_IDS)[number];

/** Events of our own doing: they move our own half of the state. */
export type OwnEventType = Extract<
  OrderEvent['type'],
  'denied' | 'passed' | 'sending' | 'dropped' | 'accepted' | 'refused' | 'lost' | 'absent'
>;

/**
 * What moves an order. found: the broker's first word on an order it never answered for. word, end, terms: its word on
 * one that works, that is over, that has other terms. fill, lateFill: a trade of a working and of a finished order. race:
 * a fill against a cancel. foreign: an order that this terminal did not place. misfit: anything else.
 */
export type Cause =
  | OwnEventType
  | 'found'
  | 'word'
  | 'end'
  | 'terms'
  | 'fill'
  | 'lateFill'
  | 'race'
  | 'request'
  | 'requestEnded'
  | 'bust'
  | 'foreign'
  | 'misfit';

export interface Transition {
  readonly id: TransitionId;
  readonly from: readonly OrderState[];
  readonly on: Cause;
  /** The states it may come to; `same`: the state stays. */
  readonly to: readonly OrderState[] | 'same';
}

const WORKING: readonly OrderState[] = ['ACKED', 'TRIGGER_PENDING', 'OPEN', 'PARTIAL'];
const LIVE: readonly OrderState[] = ['DRAFT', 'QUEUED', 'SENDING', 'UNKNOWN', ...WORKING];
const FINAL: readonly OrderState[] = ['DENIED', 'FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED', 'NOT_PLACED'];
const ANY: readonly OrderState[] = [...LIVE, ...FINAL];
/** What the broker's word and the fills can make of an order. */
const SHOWN: readonly OrderState[] = [
  'TRIGGER_PENDING',
  'OPEN',
  'PARTIAL',
  'FILLED',
  'CANCELLED',
  'REJECTED',
  'EXPIRED',
];

/**
 * The state machine, line by line as specified. Lines of our own doing are read on our own half of the order, the others
 * on the state shown, which `stateOf` makes of both halves: thus the order in which updates arrive does not matter (O4).
 * What no line has is T18: the order stays as it is and somebody is told.
 */
export const TRANSITIONS: readonly Transition[] = [
  { id: 'T1', from: ['DRAFT'], on: 'denied', to: ['DENIED'] },
  { id: 'T2', from: ['DRAFT'], on: 'passed', to: ['QUEUED'] },
  { id: 'T3', from: ['QUEUED'], on: 'sending', to: ['SENDING'] },
  // Only legal before the first byte left.
  { id: 'T3b', from: ['QUEUED'], on: 'dropped', to: ['CANCELLED'] },
  { id: 'T4', from: ['SENDING'], on: 'accepted', to: ['ACKED'] },
  { id: 'T5', from: ['SENDING', 'UNKNOWN'], on: 'refused', to: ['REJECTED'] },
  { id: 'T6', from: ['SENDING'], on: 'lost', to: ['UNKNOWN'] },
  // An answer that comes after the outcome was given up is still an answer.
  { id: 'T7', from: ['UNKNOWN', 'NOT_PLACED'], on: 'accepted', to: ['ACKED'] },
  { id: 'T7', from: ANY, on: 'found', to: SHOWN },
  { id: 'T8', from: ['UNKNOWN'], on: 'absent', to: ['NOT_PLACED'] },
  { id: 'T9', from: FINAL, on: 'lateFill', to: ['PARTIAL', 'FILLED'] },
  { id: 'T10', from: ['ACKED', 'OPEN', 'TRIGGER_PENDING'], on: 'word', to: ['OPEN', 'TRIGGER_PENDING'] },
  { id: 'T11', from: WORKING, on: 'fill', to: ['PARTIAL', 'FILLED'] },
  // The broker counts what its fills have told already, or what they have yet to tell.
  { id: 'T11', from: [...WORKING, ...FINAL], on: 'word', to: SHOWN },
  { id: 'T12', from: [...WORKING, ...FINAL], on: 'end', to: SHOWN },
  { id: 'T13', from: LIVE, on: 'request', to: 'same' },
  { id: 'T14', from: ANY, on: 'requestEnded', to: 'same' },
  { id: 'T14', from: [...WORKING, ...FINAL], on: 'terms', to: SHOWN },
  { id: 'T15', from: ANY, on: 'race', to: SHOWN },
  { id: 'T16', from: ANY, on: 'bust', to: ANY },
  // The last of an order of which a trade was busted: nothing works any more, less is filled.
  { id: 'T16', from: ANY, on: 'fill', to: ['CANCELLED'] },
  { id: 'T16', from: ANY, on: 'lateFill', to: ['CANCELLED'] },
  { id: 'T17', from: ['ACKED'], on: 'foreign', to: 'same' },
  { id: 'T18', from: ANY, on: 'misfit', to: 'same' },
];

/** The line that a cause takes from one state to another; null when the table has none. */
export function transitionOf(from: OrderState, on: Cause, to: OrderState): TransitionId | null {
  const line = TRANSITIONS.find(
    (each) => each.on === on && each.from.includes(from) && (each.to === 'same' ? from === to : each.to.includes(to)),
  );
  return line?.id ?? null;
}

/** Where an event of our own doing takes our own half of an order; null when it does not follow (T18). */
export function ownStep(from: OrderState, on: OwnEventType): { id: TransitionId; to: OrderState } | null {
  const line = TRANSITIONS.find((each) => each.on === on && each.from.includes(from));
  return line === undefined || line.to === 'same' ? null : { id: line.id, to: line.to[0]! };
}

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

const RANK: Record<BrokerWord['status'], number> = {
  TRIGGER_PENDING: 0,
  OPEN: 1,
  PARTIAL: 2,
  EXPIRED: 3,
  CANCELLED: 4,
  REJECTED: 5,
  FILLED: 6,
};

/** True for a state that only a late fill (T9), a bust (T16) or the broker's word (T7) can leave. */
export function isFinal(state: OrderState): boolean {
  return FINAL.includes(state);
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
 * The words worth keeping: those that no other outdoes both by the guard and by the broker's time. In the usual order of
 * arrival that is one; a word from before a bust counts more fills than every later one, so both are kept.
 */
export function keptWords(words: readonly BrokerWord[], word: BrokerWord): readonly BrokerWord[] {
  const outdone = (one: BrokerWord, by: BrokerWord) => compareWords(one, by) <= 0 && one.ts <= by.ts;
  if (words.some((known) => outdone(word, known) && compareWords(word, known) !== 0)) return words;
  return [...words.filter((known) => !outdone(known, word)), word];
}

/** The word in force: the greatest by the guard among those told since the last bust, else among all. */
export function wordInForce(words: readonly BrokerWord[], bustedAt: number): BrokerWord | null {
  const since = words.filter((word) => word.ts >= bustedAt);
  const heard = since.length > 0 ? since : words;
  return heard.reduce<BrokerWord | null>(
    (best, word) => (best === null || compareWords(word, best) >= 0 ? word : best),
    null,
  );
}

/** What is traded of an order: `filled` net of busts, `busted` the units annulled, `bustedAt` the broker's time of the last bust. */
export interface Traded {
  filled: number;
  busted: number;
  bustedAt: number;
}

/** The fills that a word says are there, those annulled since then taken off. */
export function countedBy(word: BrokerWord, traded: Traded): number {
  return knowsBusts(word, traded) ? word.filled : Math.max(0, word.filled - traded.busted);
}

/**
 * True for a word that is not from before the last bust. Stamps are coarse: of one stamp, a word that counts exactly what
 * is traded and what was annulled has not heard of the bust yet.
 */
function knowsBusts({ ts, filled }: BrokerWord, traded: Traded): boolean {
  return ts > traded.bustedAt || (ts === traded.bustedAt && filled !== traded.filled + traded.busted);
}

/**
 * The state of an order, a pure function of our own half, the broker's word in force and what is traded. FILLED needs
 * every fill in hand and wins over CANCELLED (T15); a cancel keeps the fills it counted (T12); a fill beyond what an end
 * counted re-opens the order (T9). A quantity once traded does not come back to the market when its trade is busted: the
 * order is over, with less filled (T16), unless the broker has since shown it working.
 */
export function stateOf(local: OrderState, word: BrokerWord | null, traded: Traded, quantity: number): OrderState {
  const { filled, busted } = traded;
  if (filled > 0 && filled >= quantity) return 'FILLED';
  const ended = word !== null && endsOrder(word.status);
  if (ended && word.status !== 'FILLED' && filled <= countedBy(word, traded)) return word.status;
  if (busted > 0) {
    const told = word !== null && knowsBusts(word, traded);
    if (told ? word.status === 'FILLED' && filled === word.filled : filled + busted === quantity) return 'CANCELLED';
  }
  if (filled > 0) return 'PARTIAL';
  if (word === null) return local;
  return word.status === 'TRIGGER_PENDING' ? 'TRIGGER_PENDING' : 'OPEN';
}
