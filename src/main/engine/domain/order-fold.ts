import type { OrderState } from '../../../contract/enums.ts';
import type { WireError } from '../../../contract/errors.ts';
import type { JournalEntry, OrderEvent, OrderRecord } from './order.ts';
import { isLive } from './order.ts';
import {
  compareWords,
  countedBy,
  endsOrder,
  isFinal,
  keptWords,
  ownStep,
  stateOf,
  transitionOf,
  wordInForce,
} from './order-transitions.ts';
import type { BrokerWord, Cause, OwnEventType, Traded, TransitionId } from './order-transitions.ts';

/** A trade of an order: units and paise. */
export interface OrderFill {
  readonly quantity: number;
  readonly price: number;
  /** The broker's time, epoch ms. */
  readonly ts: number;
}

/** An order with what its next event is judged by; all of it follows from the journal. */
export interface FoldedOrder {
  readonly record: OrderRecord;
  /** The record as it was asked for: what a repeated intent is compared with. */
  readonly intended: OrderRecord;
  /** The state by our own doing alone. */
  readonly local: OrderState;
  /** The broker's word in force. */
  readonly word: BrokerWord | null;
  /** Every word that a bust may yet put in force, that one among them. */
  readonly words: readonly BrokerWord[];
  /** The largest quantity the order ever had, so that an overfill is told from a reduced order (T14). */
  readonly ceiling: number;
  /** Every trade ever told of, by its id, those busted too. */
  readonly fills: ReadonlyMap<string, OrderFill>;
  /** The trades the exchange annulled, known to us or not, with the broker's time. */
  readonly busts: ReadonlyMap<string, number>;
  readonly traded: Traded;
}

export interface Folded {
  order: FoldedOrder;
  /** duplicate and stale events change nothing but the order's seq. */
  effect: 'applied' | 'duplicate' | 'stale' | 'anomaly';
  /** The line of the state machine that was taken; null for a duplicate, a stale word, and what is outside of it. */
  transition: TransitionId | null;
  /** The trade that positions have to take in or give back; null when they stay. */
  trade: { tradeId: string; fill: OrderFill; busted: boolean } | null;
  /** A sentence when the event does not fit (T18) or is out of the ordinary: a late fill, an overfill, a resurrection. */
  anomaly?: string;
}

/**
 * Folds one event into an order (T1–T18). Pure, and total: an event that does not fit leaves the order as it is and
 * says so. Only the first event of an order may be `intent`; `at` (epoch ms) becomes `updatedAt`.
 */
export function applyOrderEvent(order: FoldedOrder | null, event: OrderEvent, at: number): Folded {
  if (event.type === 'intent') {
    if (order !== null) return anomaly(order, 'A second intent came for an order that exists.');
    const begun = begin(event.order);
    const foreign = event.order.source === 'BROKER';
    return { order: begun, effect: 'applied', transition: foreign ? 'T17' : null, trade: null };
  }
  if (order === null) throw new RangeError(`An order's first event is its intent, not ${event.type}.`);
  switch (event.type) {
    case 'denied':
    case 'passed':
    case 'sending':
    case 'dropped':
    case 'accepted':
    case 'refused':
    case 'lost':
    case 'absent':
      return applyOwn(order, event, at);
    case 'broker':
      return applyBroker(order, event, at);
    case 'fill':
      return applyFill(order, event, at);
    case 'bust':
      return applyBust(order, event, at);
    case 'request':
      return applyRequest(order, event, at);
    case 'requestEnded':
      return applyRequestEnded(order, event, at);
    case 'protect': {
      const next = advance(order, at, { tpPrice: event.tpPrice, slPrice: event.slPrice });
      return { order: next, effect: 'applied', transition: null, trade: null };
    }
    case 'anomaly':
    default:
      return anomaly(order, event.message);
  }
}

/** True for a word, a fill or a bust of the broker that was folded before: once more it would be a duplicate. */
export function hasFolded(order: FoldedOrder, event: OrderEvent): boolean {
  if (event.type === 'broker') return hasWord(order, wordIn(event));
  if (event.type === 'fill') {
    const known = order.fills.get(event.tradeId);
    return known?.quantity === event.quantity && known.price === event.price;
  }
  return event.type === 'bust' && order.busts.has(event.tradeId);
}

/** Units that the broker counts as filled and has not told the trades of. */
export function fillsOwed({ word, traded }: FoldedOrder): number {
  return word === null ? 0 : Math.max(0, countedBy(word, traded) - traded.filled);
}

/**
 * The order a journal tells of (O8), its entries in seq order without a gap (O9). `from` is the order as the entries
 * before these left it: a snapshot and its tail come to what the whole journal does.
 */
export function replayOrder(journal: readonly JournalEntry[], from: FoldedOrder | null = null): FoldedOrder {
  let order = from;
  for (const entry of journal) {
    order = applyOrderEvent(order, entry.event, entry.at).order;
    if (order.record.seq !== entry.seq) {
      throw new RangeError(`The journal of order ${entry.orderId} misses entry ${order.record.seq}.`);
    }
  }
  if (order === null) throw new RangeError('An empty journal tells of no order.');
  return order;
}

function begin(intended: OrderRecord): FoldedOrder {
  const record = { ...intended, seq: 1 };
  return {
    record,
    intended: record,
    local: record.state,
    word: null,
    words: [],
    ceiling: record.quantity,
    fills: new Map(),
    busts: new Map(),
    traded: { filled: 0, busted: 0, bustedAt: -Infinity },
  };
}

/** An event that changed `before`; the table names its line, and what has none is said out loud. */
function applied(
  before: FoldedOrder,
  order: FoldedOrder,
  cause: Cause,
  told: { trade?: Folded['trade']; anomaly?: string | undefined } = {},
): Folded {
  const [from, to] = [before.record.state, order.record.state];
  return stepped(
    order,
    transitionOf(from, cause, to),
    told,
    `No transition leads from ${from} to ${to} on "${cause}".`,
  );
}

function stepped(
  order: FoldedOrder,
  transition: TransitionId | null,
  told: { trade?: Folded['trade']; anomaly?: string | undefined },
  misfit: string,
): Folded {
  const sentence = transition === null ? misfit : told.anomaly;
  const folded = { order, effect: 'applied' as const, transition: transition ?? 'T18', trade: told.trade ?? null };
  return sentence === undefined ? folded : { ...folded, anomaly: sentence };
}

function anomaly(order: FoldedOrder, message: string): Folded {
  return { order: bump(order), effect: 'anomaly', transition: 'T18', trade: null, anomaly: message };
}

function unchanged(order: FoldedOrder, effect: 'duplicate' | 'stale'): Folded {
  return { order: bump(order), effect, transition: null, trade: null };
}

function bump(order: FoldedOrder): FoldedOrder {
  return { ...order, record: { ...order.record, seq: order.record.seq + 1 } };
}

type Facts = Partial<Pick<FoldedOrder, 'local' | 'words' | 'ceiling' | 'fills' | 'busts' | 'traded'>>;

/** The order with changes to its record and facts; its terms and state are derived anew. */
function advance(order: FoldedOrder, at: number, change: Partial<OrderRecord>, facts: Facts = {}): FoldedOrder {
  const next = { ...order, ...facts };
  const { intended, traded } = next;
  const word = wordInForce(next.words, traded.bustedAt);
  const terms = word ?? { quantity: intended.quantity, price: intended.price, triggerPrice: intended.triggerPrice };
  // FIX: a replace to less than what is filled leaves exactly what is filled (T14).
  const quantity = Math.max(terms.quantity, Math.min(traded.filled, next.ceiling));
  const state = stateOf(next.local, word, traded, quantity);
  const record = { ...order.record, ...change };
  const ended = isFinal(state) && state !== 'FILLED';
  // An order of the broker's own is explained by nothing but its message.
  const keepsReason = state === 'UNKNOWN' || ended || record.source === 'BROKER';
  return {
    ...next,
    word,
    record: {
      ...record,
      quantity,
      lots: Math.ceil(quantity / record.lotSize),
      price: terms.price,
      triggerPrice: terms.triggerPrice,
      filled: traded.filled,
      state,
      reason: keepsReason ? record.reason : null,
      seq: order.record.seq + 1,
      updatedAt: at,
    },
  };
}

function applyOwn(order: FoldedOrder, event: Extract<OrderEvent, { type: OwnEventType }>, at: number): Folded {
  const { record } = order;
  const step = ownStep(order.local, event.type);
  if (step === null) {
    if (event.type === 'accepted' && record.brokerOrderId === event.brokerOrderId) return unchanged(order, 'duplicate');
    return anomaly(order, `The order is ${record.state}; "${event.type}" does not follow.`);
  }
  if (event.type === 'absent' && (order.word !== null || order.fills.size > 0)) {
    return anomaly(order, 'The order was taken for absent, but the broker has spoken of it.');
  }
  const reason: WireError | null = 'reason' in event ? event.reason : null;
  // Our answer may come after the broker's word, which says why the order is what it is.
  const change: Partial<OrderRecord> = order.word === null ? { reason } : {};
  if (event.type === 'accepted') change.brokerOrderId = event.brokerOrderId;
  const next = advance(order, at, change, { local: step.to });
  let told: string | undefined;
  if (event.type === 'refused' && isLive(next.record.state)) {
    told = 'The broker refused the order, yet it works in its book.';
  }
  if (event.type === 'accepted' && order.local === 'NOT_PLACED') {
    told = 'The broker accepted an order that was taken for not placed.';
  }
  return stepped(next, step.id, { anomaly: told }, '');
}

function applyBroker(order: FoldedOrder, event: Extract<OrderEvent, { type: 'broker' }>, at: number): Folded {
  const { record } = order;
  const word = wordIn(event);
  if (hasWord(order, word)) return unchanged(order, 'duplicate');
  const facts = { words: keptWords(order.words, word), ceiling: Math.max(order.ceiling, word.quantity) };
  const inForce = wordInForce(facts.words, order.traded.bustedAt) === word;
  if (!inForce) return { ...unchanged(order, 'stale'), order: advance(order, record.updatedAt, {}, facts) };

  const code = record.source === 'BROKER' && event.status !== 'REJECTED' ? 'BROKER_ORDER' : 'BROKER_REFUSED';
  const reason = event.message === null ? null : ({ code, message: event.message, details: {} } as const);
  const next = advance(order, at, { brokerOrderId: event.brokerOrderId, reason }, facts);
  return applied(order, next, causeOf(order, word), { anomaly: oddWord(record.state, next.record.state) });
}

function wordIn(event: Extract<OrderEvent, { type: 'broker' }>): BrokerWord {
  const { status, filled, quantity, price, triggerPrice, brokerTs: ts } = event;
  return { status, filled, quantity, price, triggerPrice, ts };
}

function hasWord({ words }: FoldedOrder, word: BrokerWord): boolean {
  return words.some((known) => compareWords(word, known) === 0 && sameTerms(word, known));
}

/** What is out of the ordinary about a word of the broker. */
function oddWord(was: OrderState, is: OrderState): string | undefined {
  if (was === 'NOT_PLACED') return `The broker has an order that was taken for not placed: it is ${is}.`;
  return isFinal(was) && isLive(is) ? `The broker shows as working an order that was ${was}.` : undefined;
}

function causeOf(order: FoldedOrder, word: BrokerWord): Cause {
  const { record } = order;
  if (unheard(order)) return 'found';
  if (endsOrder(word.status) && word.status !== 'FILLED') {
    return cancelSent(record) && record.filled > 0 ? 'race' : 'end';
  }
  return sameTerms(word, record) ? 'word' : 'terms';
}

/** The broker has not spoken of the order, and never answered for it. */
function unheard({ record, local, word }: FoldedOrder): boolean {
  return word === null && local !== 'ACKED' && record.state === local;
}

function cancelSent({ requests }: OrderRecord): boolean {
  return requests.some((request) => request.kind === 'cancel' && request.state !== 'refused');
}

type Terms = Pick<OrderRecord, 'price' | 'triggerPrice' | 'quantity'>;

function sameTerms(a: Terms, b: Terms): boolean {
  return a.price === b.price && a.triggerPrice === b.triggerPrice && a.quantity === b.quantity;
}

function applyFill(order: FoldedOrder, event: Extract<OrderEvent, { type: 'fill' }>, at: number): Folded {
  const { tradeId, quantity, price, brokerTs: ts } = event;
  const known = order.fills.get(tradeId);
  if (known !== undefined) {
    if (known.quantity === quantity && known.price === price) return unchanged(order, 'duplicate');
    const was = `${known.quantity} units at ${known.price} paise`;
    return anomaly(order, `Trade ${tradeId} was ${was} and is now said to be ${quantity} at ${price}; it stays.`);
  }
  const { record, traded } = order;
  const fill: OrderFill = { quantity, price, ts };
  const fills = new Map(order.fills).set(tradeId, fill);
  if (order.busts.has(tradeId)) {
    // It was annulled before it was told of: nothing to book.
    const busted = { ...traded, busted: traded.busted + quantity };
    const sentence = `Trade ${tradeId} of ${quantity} units was annulled before it was told of; it is not booked.`;
    return applied(order, advance(order, at, {}, { fills, traded: busted }), 'bust', { anomaly: sentence });
  }
  const filled = traded.filled + quantity;
  const filledValue = record.filledValue + quantity * price;
  const next = advance(order, at, { filledValue }, { fills, traded: { ...traded, filled } });
  const expected = order.word !== null && filled <= countedBy(order.word, traded);
  const cause = fillCause(order, expected);
  const trade = { tradeId, fill, busted: false };
  return applied(order, next, cause, { trade, anomaly: oddFill(order, filled, cause, expected) });
}

function fillCause(order: FoldedOrder, expected: boolean): Cause {
  const { record, word } = order;
  const ended = word !== null && endsOrder(word.status) && word.status !== 'FILLED';
  if ((expected && ended) || (isLive(record.state) && cancelSent(record))) return 'race';
  if (isFinal(record.state)) return 'lateFill';
  return unheard(order) ? 'found' : 'fill';
}

/** What is out of the ordinary about a fill. */
function oddFill(order: FoldedOrder, filled: number, cause: Cause, expected: boolean): string | undefined {
  const { state } = order.record;
  if (filled > order.ceiling) return `${filled} units are filled of an order of ${order.ceiling}: overfilled.`;
  if (cause === 'lateFill' && !expected) return `A fill came after the order was ${state}.`;
  if (state === 'DRAFT' || state === 'QUEUED') return 'A fill came for an order that was never sent.';
  return undefined;
}

function applyBust(order: FoldedOrder, event: Extract<OrderEvent, { type: 'bust' }>, at: number): Folded {
  const { tradeId, brokerTs } = event;
  if (order.busts.has(tradeId)) return unchanged(order, 'duplicate');
  const { record, traded } = order;
  const fill = order.fills.get(tradeId);
  const { quantity, price } = fill ?? { quantity: 0, price: 0 };
  const left: Traded = {
    filled: traded.filled - quantity,
    busted: traded.busted + quantity,
    bustedAt: Math.max(traded.bustedAt, brokerTs),
  };
  const filledValue = record.filledValue - quantity * price;
  const facts = { busts: new Map(order.busts).set(tradeId, brokerTs), traded: left };
  const next = advance(order, at, { filledValue }, facts);
  if (fill === undefined) {
    return applied(order, next, 'bust', {
      anomaly: `The exchange annulled trade ${tradeId}, which was never told of.`,
    });
  }
  const sentence = `The exchange annulled trade ${tradeId}: ${quantity} of ${record.filled} filled units are taken back.`;
  return applied(order, next, 'bust', { trade: { tradeId, fill, busted: true }, anomaly: sentence });
}

function applyRequest(order: FoldedOrder, event: Extract<OrderEvent, { type: 'request' }>, at: number): Folded {
  if (order.record.requests.some((other) => other.id === event.request.id)) return unchanged(order, 'duplicate');
  if (!isLive(order.record.state)) return anomaly(order, `A ${event.request.kind} was sent for a finished order.`);
  return applied(order, advance(order, at, { requests: [...order.record.requests, event.request] }), 'request');
}

function applyRequestEnded(
  order: FoldedOrder,
  event: Extract<OrderEvent, { type: 'requestEnded' }>,
  at: number,
): Folded {
  const { requests } = order.record;
  const request = requests.find((other) => other.id === event.requestId);
  if (request === undefined) return anomaly(order, 'An answer came to a request that was never made.');
  if (request.state === event.state) return unchanged(order, 'duplicate');
  if (request.state === 'done' || request.state === 'refused') {
    return anomaly(order, `A ${request.kind} that was ${request.state} is now said to be ${event.state}.`);
  }
  const ended = requests.map((other) => (other.id === request.id ? { ...other, state: event.state } : other));
  return applied(order, advance(order, at, { requests: ended }), 'requestEnded');
}
