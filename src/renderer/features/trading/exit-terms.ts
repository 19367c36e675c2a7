import type { HeldLock, LockTerms, Trail } from '../../../contract/protection.ts';
import type { Position } from '../../../contract/trading.ts';
import { inr, rupees, wholeRupees } from '../../ui/format.ts';

/** The exits of a position as they are being edited; paise, percent in hundredths. */
export interface ExitDraft {
  stop: number | null;
  target: number | null;
  follow: 'OFF' | 'STEP' | 'DISTANCE' | 'PERCENT';
  every: number;
  by: number;
  distance: number;
  percent: number;
  after: number;
  breakEvenAfter: number | null;
  lock: 'OFF' | 'LOCK' | 'TRAIL';
  trigger: number;
  floor: number;
  lockEvery: number;
  lockBy: number;
  net: boolean;
}

/** Lengths that a trail starts from, as a part of the entry price. */
const STEP_PART = 0.02;
const DISTANCE_PART = 0.1;
const LOCK_TRIGGER = 100_000;

/** What a position has now, and what its other choices begin with. */
export function exitDraft(position: Position, lock: HeldLock | null, tickSize: number): ExitDraft {
  const entry = position.netQty === 0 ? 0 : position.cost / position.netQty;
  const length = (part: number) => Math.max(tickSize, Math.round((entry * part) / tickSize) * tickSize);
  const follow = position.trail?.follow ?? null;
  const terms = lock?.terms ?? { trigger: LOCK_TRIGGER, floor: LOCK_TRIGGER / 2, trail: null, net: true };
  return {
    stop: position.slPrice,
    target: position.tpPrice,
    follow: follow?.type ?? 'OFF',
    every: follow?.type === 'STEP' ? follow.every : length(STEP_PART),
    by: follow?.type === 'STEP' ? follow.by : length(STEP_PART),
    distance: follow?.type === 'DISTANCE' ? follow.by : length(DISTANCE_PART),
    percent: follow?.type === 'PERCENT' ? Math.round(follow.percent * 100) : DISTANCE_PART * 10_000,
    after: position.trail?.after ?? 0,
    breakEvenAfter: position.trail?.breakEvenAfter ?? null,
    lock: lock === null ? 'OFF' : terms.trail === null ? 'LOCK' : 'TRAIL',
    trigger: terms.trigger,
    floor: terms.floor,
    lockEvery: terms.trail?.every ?? LOCK_TRIGGER / 2,
    lockBy: terms.trail?.by ?? LOCK_TRIGGER / 4,
    net: terms.net,
  };
}

/** The trail that a draft asks for; null without a stop, or when nothing follows. */
export function trailOf(draft: ExitDraft): Trail | null {
  const { stop, after, breakEvenAfter } = draft;
  const follow = followOf(draft);
  if (stop === null || (follow === null && breakEvenAfter === null)) return null;
  return { follow, after, breakEvenAfter };
}

/** The entry price of a position, on tick on the side away from the market: below for a long. */
export function breakEven({ netQty, cost }: Pick<Position, 'netQty' | 'cost'>, tickSize: number): number {
  const ticks = cost / netQty / tickSize;
  return (netQty > 0 ? Math.floor(ticks) : Math.ceil(ticks)) * tickSize;
}

/** The profit lock that a draft asks for, or null. */
export function lockTermsOf({ lock, trigger, floor, lockEvery, lockBy, net }: ExitDraft): LockTerms | null {
  if (lock === 'OFF') return null;
  return { trigger, floor, trail: lock === 'TRAIL' ? { every: lockEvery, by: lockBy } : null, net };
}

/** "3.00 for every 4.00, from +8.00". */
export function trailText({ follow, after, breakEvenAfter }: Trail): string {
  const how =
    follow === null
      ? null
      : follow.type === 'STEP'
        ? `${inr(follow.by)} for every ${inr(follow.every)}`
        : follow.type === 'DISTANCE'
          ? `${inr(follow.by)} behind`
          : `${follow.percent} % behind`;
  const from = follow === null || after === 0 ? '' : `, from +${inr(after)}`;
  const even = breakEvenAfter === null ? null : `break-even at +${inr(breakEvenAfter)}`;
  return [how === null ? null : how + from, even].filter((text) => text !== null).join('; ');
}

/** What a lock does now: what it waits for, what it keeps, or that it closes. */
export function lockText({ phase, floor, terms }: Pick<HeldLock, 'phase' | 'floor' | 'terms'>): string {
  if (phase === 'HIT') return 'closing';
  if (floor === null) return `at ₹${wholeRupees(terms.trigger)}`;
  return `keeps ₹${wholeRupees(floor)}`;
}

/** A lock in a sentence, for its title. */
export function lockSentence({ phase, floor, profit, terms }: HeldLock): string {
  const of = terms.net ? 'net of charges' : 'before charges';
  const rises = terms.trail === null ? '' : ` ${rupees(terms.trail.by)} more for every ${rupees(terms.trail.every)}.`;
  if (profit === null && phase !== 'HIT') return 'The feed is stale: the lock waits for a confirmed price.';
  const now = profit === null ? '' : ` The profit is ${rupees(profit)} now, ${of}.`;
  if (phase === 'HIT') return 'The profit fell to what is kept: the position is being closed.';
  if (floor === null) return `Once ${rupees(terms.trigger)} is reached, ${rupees(terms.floor)} is kept.${rises}${now}`;
  return `At ${rupees(floor)} the position is closed.${rises}${now}`;
}

/** What is out of the ordinary with the stop of a position: a word and the sentence behind it; null while it acts. */
export function protectionTag(
  position: Pick<Position, 'protection' | 'stopHome' | 'protectionFrozen'>,
): { word: string; tone: 'warn' | 'danger'; sentence: string } | null {
  if (position.protection === 'UNPROTECTED') {
    return {
      word: 'UNPROTECTED',
      tone: 'danger',
      sentence:
        'The stop was reached and what it sold is not filled: the exit is priced anew. Flatten by hand if it lasts.',
    };
  }
  if (position.protection === 'DEGRADED') {
    return {
      word: 'DEGRADED',
      tone: 'warn',
      sentence: position.protectionFrozen
        ? 'The feed is stale: the stop held by this terminal waits for a confirmed price, and none rests at the exchange.'
        : 'Whether the stop that was sent rests at the exchange is not known: the books of the broker are being read.',
    };
  }
  if (!position.protectionFrozen) return null;
  return {
    word: 'FROZEN',
    tone: 'warn',
    sentence:
      position.stopHome === 'EXCHANGE'
        ? 'The feed is stale: the target and the trail wait for a confirmed price. The stop rests at the exchange and acts.'
        : 'The feed is stale: targets and stops wait for a confirmed price.',
  };
}

/** Where a stop is held, a word. */
export const HOMES = { EXCHANGE: 'Exchange', TERMINAL: 'Terminal' } as const;

function followOf({ follow, every, by, distance, percent }: ExitDraft): Trail['follow'] {
  switch (follow) {
    case 'STEP':
      return { type: 'STEP', every, by };
    case 'DISTANCE':
      return { type: 'DISTANCE', by: distance };
    case 'PERCENT':
      return { type: 'PERCENT', percent: percent / 100 };
    case 'OFF':
    default:
      return null;
  }
}
