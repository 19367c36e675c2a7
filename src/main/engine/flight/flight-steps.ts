import type { OrderSource } from '../../../contract/enums.ts';
import type { Flight, FlightStep } from '../../../contract/flight.ts';
import type { Check } from '../../../contract/trading.ts';
import type { JournalEntry, OrderRecord } from '../domain/order.ts';
import type { FlightNoteRecord } from '../store/cache-store.ts';
import { journalWords } from './journal-steps.ts';
import type { JournalWords } from './journal-steps.ts';

/** The parts of a flight that follow from journal and notes. */
export type FlightPath = Pick<Flight, 'begun' | 'legs' | 'steps' | 'checks' | 'missing'>;

const BEGUN: Record<OrderSource, string> = {
  HAND: 'Received by the engine',
  BRACKET: 'Target or stop reached',
  SQUARE_OFF: 'Square-off began it',
  BROKER: 'Received by the engine',
};

type Noted = (kind: FlightNoteRecord['kind']) => number | null;
interface Moment {
  at: number;
  exact: boolean;
}
type EntryAt = (entry: JournalEntry) => Moment;

/** Entries of one write are this close, where no note tells the write. */
const ONE_WRITE_MS = 5;

/**
 * The way of an order. What happened is told by its journal; notes give the finer times and what no journal keeps. A note
 * that is not there is named in `missing`, and nothing stands in for it.
 * @param order as its journal leaves it
 * @param exits orders that its target or stop, or a close, sent
 */
export function flightPath(
  order: OrderRecord,
  journal: readonly JournalEntry[],
  notes: readonly FlightNoteRecord[],
  exits: readonly OrderRecord[],
): FlightPath {
  const noted: Noted = (kind) => notes.find((note) => note.kind === kind)?.at ?? null;
  const commits = new Map(notes.filter(({ kind }) => kind === 'committed').map(({ seq, at }) => [seq, at]));
  const checks = checksOf(notes);
  const entryAt: EntryAt = (entry) => {
    const at = commits.get(entry.seq);
    return at === undefined ? { at: entry.at, exact: false } : { at, exact: true };
  };
  const begun = begunAt(noted, entryAt(journal[0]!).at);
  const step = (moment: Moment, words: JournalWords): FlightStep => ({
    ...words,
    ...moment,
    since: moment.at - begun.at,
  });

  const steps: FlightStep[] = [];
  const add = (kind: FlightNoteRecord['kind'], words: JournalWords) => {
    const at = noted(kind);
    if (at !== null) steps.push(step({ at, exact: true }, words));
  };
  add('pressed', { kind: 'press', title: 'Key or button pressed', detail: "in the window, by the engine's clock" });
  add('received', { kind: 'received', title: BEGUN[order.source], detail: `intent ${order.intentId}` });
  add('checked', { kind: 'checked', ...checkedWords(checks) });
  add('wired', { kind: 'wire', title: 'Handed to the broker', detail: `our id ${order.tag}` });
  const words = journalWords(journal);
  journal.forEach((entry, place) => {
    const said = words[place];
    if (said === null || said === undefined || isTold(entry, journal, entryAt)) return;
    const answeredAt = said.kind === 'answer' ? noted('answered') : null;
    steps.push(step(answeredAt === null ? entryAt(entry) : { at: answeredAt, exact: true }, said));
  });
  for (const exit of exits) {
    const by = exit.source === 'BRACKET' ? 'Target or stop fired' : 'Exit sent';
    steps.push(
      step(
        { at: exit.createdAt, exact: false },
        { kind: 'exit', title: `${by}: ${exit.side} ${exit.quantity}`, detail: `${exit.state}, order ${exit.id}` },
      ),
    );
  }
  return {
    begun,
    legs: legsOf(noted, steps, begun),
    steps: steps.toSorted((a, b) => a.at - b.at),
    checks,
    missing: missingOf(order, journal, noted, commits.size),
  };
}

/** Counted from the press; without one from the arrival, and without that from the journal. */
function begunAt(noted: Noted, journalAt: number): Flight['begun'] {
  const pressedAt = noted('pressed');
  if (pressedAt !== null) return { at: pressedAt, by: 'press' };
  const receivedAt = noted('received');
  return receivedAt === null ? { at: journalAt, by: 'journal' } : { at: receivedAt, by: 'received' };
}

/** Passing and sending are told by the intent when they are of its write: an order that waits is written again later. */
function isTold({ event: { type } }: JournalEntry, journal: readonly JournalEntry[], entryAt: EntryAt): boolean {
  if (type !== 'passed' && type !== 'sending') return false;
  const sending = journal.find(({ event }) => event.type === 'sending');
  if (sending === undefined) return false;
  const [begun, sent] = [entryAt(journal[0]!), entryAt(sending)];
  return begun.exact && sent.exact ? begun.at === sent.at : sent.at - begun.at <= ONE_WRITE_MS;
}

function checksOf(notes: readonly FlightNoteRecord[]): Check[] | null {
  const data = notes.find(({ kind }) => kind === 'checked')?.data ?? null;
  return data === null ? null : (JSON.parse(data) as Check[]);
}

function checkedWords(checks: readonly Check[] | null): { title: string; detail: string | null } {
  if (checks === null) return { title: 'Risk checks done', detail: null };
  const refused = checks.filter(({ passed }) => !passed);
  if (refused.length > 0) {
    return {
      title: `Risk checks: ${refused.map(({ rule }) => rule).join(', ')} refused`,
      detail: refused.map(({ value, limit }) => `${value} against ${limit}`).join('; '),
    };
  }
  const nearest = checks.reduce<Check | null>(
    (most, check) => ((check.ratio ?? -1) > (most?.ratio ?? -1) ? check : most),
    null,
  );
  return {
    title: `Risk checks passed, ${checks.length} of ${checks.length}`,
    detail: nearest === null ? null : `nearest limit: ${nearest.rule}, ${nearest.value}, limit ${nearest.limit}`,
  };
}

function legsOf(noted: Noted, steps: readonly FlightStep[], begun: Flight['begun']): Flight['legs'] {
  const wiredAt = noted('wired');
  const answeredAt = noted('answered');
  const lastFill = steps.filter(({ kind, exact }) => kind === 'fill' && exact).at(-1)?.at ?? null;
  return {
    keyToWire: wiredAt === null || begun.by === 'journal' ? null : wiredAt - begun.at,
    wireToAck: wiredAt === null || answeredAt === null ? null : answeredAt - wiredAt,
    ackToFill: answeredAt === null || lastFill === null ? null : lastFill - answeredAt,
  };
}

function missingOf(order: OrderRecord, journal: readonly JournalEntry[], noted: Noted, commits: number): string[] {
  if (order.source === 'BROKER') {
    return ['This terminal did not send the order: what came before the broker’s word on it is not known here.'];
  }
  const missing: string[] = [];
  if (order.source === 'HAND' && noted('pressed') === null) {
    missing.push('The key press was not told: the times count from the next thing that is known.');
  }
  if (noted('checked') === null) missing.push('The risk checks and their figures were not kept.');
  const was = (type: string) => journal.some(({ event }) => event.type === type);
  if (was('sending') && noted('wired') === null) missing.push('When it was handed to the broker was not kept.');
  if (was('accepted') && noted('answered') === null) missing.push("When the broker's answer came was not kept.");
  const coarse = journal.length - commits;
  if (coarse > 0) {
    missing.push(
      `${coarse} of ${journal.length} journal entries have their time in whole milliseconds: finer notes of them are gone.`,
    );
  }
  return missing;
}
