import type { FlightStep } from '../../../contract/flight.ts';
import type { LogEntry } from '../../../contract/desk.ts';
import type { DayStory, StoryEvent, StoryKind } from '../../../contract/replay.ts';
import type { Clock } from '../core/clock.ts';
import { DAY_MS, istMidnight } from '../core/ist.ts';
import type { OrderRecord } from '../domain/order.ts';
import { restingSpans } from '../domain/resting-spans.ts';
import { flightPath } from '../flight/flight-steps.ts';
import { orderView, tradeView } from '../oms/ledger/views.ts';
import type { CacheStore } from '../store/cache-store.ts';
import type { AccountRecord, DeskStore } from '../store/desk-store.ts';
import { isOfReplay } from './replay-books.ts';

export interface DayStoryParts {
  store: Pick<DeskStore, 'orders' | 'journal' | 'trades' | 'logs'>;
  cache: Pick<CacheStore, 'flightNotes'>;
  /** The desk's own: the thread is given back by it between orders. */
  clock: Clock;
}

/** So many orders are read in one turn. */
const ORDERS_A_TURN = 25;
const LOG_PAGE = 500;

/** What a step of a flight is in the story; what is left out says nothing that another step does not. */
const KINDS: Partial<Record<FlightStep['kind'], StoryKind>> = {
  press: 'key',
  received: 'order',
  checked: 'decision',
  denied: 'refusal',
  journal: 'order',
  answer: 'order',
  state: 'order',
  fill: 'fill',
  request: 'order',
  protect: 'order',
  anomaly: 'order',
};

/**
 * What an account did on an IST day, as its own books, flight notes and the desk's log have it: nothing later than
 * `until`, epoch ms.
 */
export async function dayStory(
  { store, cache, clock }: DayStoryParts,
  account: Pick<AccountRecord, 'id' | 'brokerName' | 'clientCode'>,
  day: string,
  until: number,
): Promise<DayStory> {
  const from = istMidnight(day);
  const to = Math.min(until, from + DAY_MS - 1);
  const within = (at: number) => at >= from && at <= to;
  const records = store.orders(account.id, from).filter(({ createdAt }) => within(createdAt));
  const events: StoryEvent[] = [];
  const resting: DayStory['resting'] = [];
  for (const [place, record] of records.entries()) {
    if (place % ORDERS_A_TURN === ORDERS_A_TURN - 1) await new Promise<void>((turn) => clock.setTimeout(turn, 0));
    const journal = store.journal(record.id);
    events.push(...orderEvents(record, flightPath(record, journal, cache.flightNotes(record.id), []).steps));
    const spans = restingSpans(journal.filter(({ at }) => at <= to));
    resting.push(...spans);
  }
  events.push(...riskLines(logsWithin(store, from, to)));
  return {
    day,
    accountName: `${account.brokerName} ${account.clientCode}`,
    events: events.filter(({ at }) => within(at)).toSorted((a, b) => a.at - b.at),
    orders: records.map(orderView),
    trades: store
      .trades(account.id, from)
      .filter(({ timestamp }) => within(timestamp))
      .map(tradeView),
    resting,
    note: null,
  };
}

/** The story of a day whose ticks are not of the market that the account trades in. */
export function otherMarket(
  { brokerName, clientCode }: Pick<AccountRecord, 'brokerName' | 'clientCode'>,
  day: string,
): DayStory {
  const accountName = `${brokerName} ${clientCode}`;
  const note = `These ticks are of another market than the one that ${accountName} trades in: nothing of its own happened among them.`;
  return { day, accountName, events: [], orders: [], trades: [], resting: [], note };
}

function orderEvents(record: OrderRecord, steps: readonly FlightStep[]): StoryEvent[] {
  const has = (kind: FlightStep['kind']) => steps.some((step) => step.kind === kind);
  const denied = has('denied');
  const decided = denied || has('checked');
  return steps.flatMap((step) => {
    const kind = KINDS[step.kind];
    if (kind === undefined) return [];
    // By hand the press tells it, a refusal has the figures of its check, and what was checked was journalled.
    if (step.kind === 'received' && record.source === 'HAND') return [];
    if (step.kind === 'checked' && denied) return [];
    if (step.kind === 'journal' && decided) return [];
    return [{ at: step.at, kind, title: step.title, detail: step.detail, orderId: record.id }];
  });
}

/** What risk said besides a refused order, which its journal tells, and not in a replay of that day. */
function riskLines(entries: readonly LogEntry[]): StoryEvent[] {
  return entries
    .filter(({ type, message }) => type === 'rms' && !/^Denied (?!the change)/.test(message) && !isOfReplay(message))
    .map(({ message, createdAt }) => ({ at: createdAt, kind: 'risk', title: message, detail: null, orderId: null }));
}

/** Oldest first. The log has no index by time, and its entries stand in the order of theirs: the day is found by halving. */
function logsWithin(store: Pick<DeskStore, 'logs'>, from: number, to: number): LogEntry[] {
  const newest = store.logs(null, 1)[0];
  if (newest === undefined) return [];
  const isLater = (seq: number) => (store.logs(seq + 1, 1)[0]?.createdAt ?? 0) > to;
  let low = 0;
  let high = newest.seq;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isLater(middle)) high = middle - 1;
    else low = middle;
  }
  const found: LogEntry[] = [];
  for (let before = low + 1; ;) {
    const page = store.logs(before, LOG_PAGE);
    found.push(...page.filter(({ createdAt }) => createdAt >= from && createdAt <= to));
    const oldest = page.at(-1);
    if (oldest === undefined || oldest.createdAt < from) return found.toReversed();
    before = oldest.seq;
  }
}
