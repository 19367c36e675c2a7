import type { DrillPart } from '../../../contract/drill.ts';
import type { Protected } from './protection-watch.ts';
import type { TruthCheck } from './truth-check.ts';

/** What a drill saw, of which its score is a function. Times in ms. */
export interface DrillFacts {
  positions: readonly Protected[];
  /** Orders that were sent during the drill. */
  sent: number;
  truth: TruthCheck;
  unknown: readonly { order: string; ms: number; became: string | null }[];
  /** Each a sentence: a limit that fills went over, or an order rate that was exceeded. */
  breaches: readonly string[];
  /** The highest count in any second, and what the broker allows. */
  busiestSecond: number;
  allowedPerSecond: number;
  /** How long after the last fault the books agreed; null: they did not. */
  agreedAfterMs: number | null;
  /** How long entries waited for the books. */
  waitedMs: number;
  /** Entries that left while the books were known to differ. */
  entriesWhileApart: number;
  /** The longest time the account held other than our books said while entries were open. */
  unnoticedMs: number;
}

const POINTS = { protection: 40, orders: 30, unknown: 10, limits: 10, books: 10 } as const;
/** What would be shown as 0.0 s is not told, ms. */
const SHOWN_MS = 50;
/** A difference may go unnoticed as long as a dead line may (F10), ms. */
const NOTICED_WITHIN_MS = 5000;

/** The parts of the score; one that nothing happened for gives no points and takes none. */
export function drillParts(facts: DrillFacts): DrillPart[] {
  return [protectionPart(facts), ordersPart(facts), unknownPart(facts), limitsPart(facts), booksPart(facts)];
}

/** Points of the parts that count over what they may give, 0–100, rounded down: 100 is only for everything. */
export function scoreOf(parts: readonly DrillPart[]): number {
  const possible = parts.reduce((sum, part) => sum + part.possible, 0);
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  // Sums of thirds must not round a full score down to 99.
  return Math.floor((100 * points) / possible + 1e-9);
}

function protectionPart({ positions }: DrillFacts): DrillPart {
  const held = positions.reduce((sum, { heldMs }) => sum + heldMs, 0);
  const kept = positions.reduce((sum, { protectedMs }) => sum + protectedMs, 0);
  const title = 'Positions had a working stop';
  const rule = `${POINTS.protection} points × the share of the time positions were held in which each had a stop resting at the exchange, a stop held here on a live feed with agreed books, or an exit of the last second. A stop that was reached protects for one second more.`;
  const base = { key: 'protection' as const, title, rule };
  if (held === 0) return { ...base, points: 0, possible: 0, finding: 'No position was held: nothing to protect.' };
  const lacking = positions
    .flatMap(({ name, lacked }) => Array.from(lacked, ([why, ms]) => ({ name, why, ms })))
    .filter(({ ms }) => ms >= SHOWN_MS)
    .toSorted((a, b) => b.ms - a.ms)
    .map(({ name, why, ms }) => `${name} was ${seconds(ms)} without ${why}`);
  const share = kept / held;
  const finding =
    lacking.length === 0
      ? `Every position had a working stop all ${seconds(held)}.`
      : `Protected ${seconds(kept)} of ${seconds(held)}: ${lacking.join('; ')}.`;
  return { ...base, points: POINTS.protection * share, possible: POINTS.protection, finding };
}

function ordersPart({ sent, truth }: DrillFacts): DrillPart {
  const { doubled, lost } = truth;
  const base = {
    key: 'orders' as const,
    title: 'No order doubled, none lost',
    rule: `${POINTS.orders} points when the account's own book has each intent at most once, and it and ours tell the same of every order; otherwise 0.`,
  };
  if (sent === 0 && doubled.length + lost.length === 0) {
    return { ...base, points: 0, possible: 0, finding: 'No order was sent: nothing could be doubled or lost.' };
  }
  const wrong = [...doubled, ...lost];
  const count = `${sent} ${sent === 1 ? 'order' : 'orders'} sent, ${doubled.length} doubled, ${lost.length} lost`;
  return {
    ...base,
    points: wrong.length === 0 ? POINTS.orders : 0,
    possible: POINTS.orders,
    finding: wrong.length === 0 ? `${count}.` : `${count}: ${wrong.join(' ')}`,
  };
}

function unknownPart({ unknown }: DrillFacts): DrillPart {
  const base = {
    key: 'unknown' as const,
    title: 'Unknown outcomes were resolved',
    rule: `${POINTS.unknown} points × the share of orders with an unknown outcome that was resolved by the end.`,
  };
  if (unknown.length === 0) return { ...base, points: 0, possible: 0, finding: 'No order had an unknown outcome.' };
  const resolved = unknown.filter(({ became }) => became !== null).length;
  const all = unknown.reduce((sum, { ms }) => sum + ms, 0);
  const most = Math.max(...unknown.map(({ ms }) => ms));
  return {
    ...base,
    points: (POINTS.unknown * resolved) / unknown.length,
    possible: POINTS.unknown,
    finding: `${unknown.length} unknown, ${resolved} resolved; ${seconds(all / unknown.length)} on average, ${seconds(most)} at most.`,
  };
}

function limitsPart({ breaches, busiestSecond, allowedPerSecond }: DrillFacts): DrillPart {
  return {
    key: 'limits',
    title: 'Limits held',
    points: breaches.length === 0 ? POINTS.limits : 0,
    possible: POINTS.limits,
    finding:
      breaches.length === 0
        ? `Open lots and max loss of the day held; at most ${busiestSecond} order messages in a second of ${allowedPerSecond} allowed.`
        : breaches.join(' '),
    rule: `${POINTS.limits} points when no fill went over the limit of open lots or opened more beyond the max loss of the day, and the broker's order rate was never exceeded; otherwise 0.`,
  };
}

function booksPart({ agreedAfterMs, waitedMs, entriesWhileApart, unnoticedMs }: DrillFacts): DrillPart {
  const agree = POINTS.books * 0.4;
  const blocked = POINTS.books * 0.3;
  const noticed = POINTS.books * 0.3;
  const points =
    (agreedAfterMs === null ? 0 : agree) +
    (entriesWhileApart === 0 ? blocked : 0) +
    (unnoticedMs <= NOTICED_WITHIN_MS ? noticed : 0);
  const sentences = [
    agreedAfterMs === null
      ? 'The books did not agree again.'
      : `The books agreed ${agreedAfterMs < 50 ? 'at once' : seconds(agreedAfterMs)} after the last fault.`,
    waitedMs === 0 ? 'Entries never had to wait.' : `Entries waited ${seconds(waitedMs)} for the books.`,
    entriesWhileApart === 0
      ? 'None left meanwhile.'
      : `${entriesWhileApart} ${entriesWhileApart === 1 ? 'entry' : 'entries'} left while they were known to differ.`,
    unnoticedMs <= NOTICED_WITHIN_MS
      ? `No difference stood unnoticed for more than ${seconds(NOTICED_WITHIN_MS)}.`
      : `A difference stood unnoticed for ${seconds(unnoticedMs)}, with entries open.`,
  ];
  return {
    key: 'books',
    title: "Our books and the broker's",
    points,
    possible: POINTS.books,
    finding: sentences.join(' '),
    rule: `${agree} points when both agree again, ${blocked} when no entry left while they were known to differ, ${noticed} when no difference stood unnoticed for more than ${seconds(NOTICED_WITHIN_MS)} with entries open.`,
  };
}

/** `4.2 s`, as a person reads it. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
