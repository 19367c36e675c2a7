import { describe, expect, test } from 'vitest';
import type { Side } from '../../../../contract/enums.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { BrokerFill, BrokerOrder } from '../../brokers/broker.ts';
import type { JournalEntry, OrderEvent, OrderRecord, TradeRecord } from '../../domain/order.ts';
import type { PositionRecord } from '../../domain/position.ts';
import type { BracketRecord, ProfitLockRecord } from '../../store/desk-store.ts';
import type { RiskDecision, RiskOrder } from '../../rms/decision.ts';
import { profileOf } from '../settings.ts';
import { Durable } from '../durable.ts';
import type { Committed } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { TrueOrder } from '../sim-exchange.ts';
import { Absence } from './absence.ts';
import { Admission } from './admission.ts';
import { Agreement } from './agreement.ts';
import { BrokerBooks } from './broker-books.ts';
import { CancelAll } from './cancel-all.ts';
import type { Check, CheckedWorld, RunningDesk, Truth } from './check.ts';
import { DayRoll } from './day-roll.ts';
import { Exits } from './exits.ts';
import { KillSwitchChecks } from './kill.ts';
import { Locks } from './locks.ts';
import { Once } from './once.ts';
import { OrderBooks } from './order-books.ts';
import { OverdueExits } from './overdue-exits.ts';
import { Overruns } from './overruns.ts';
import { Positions } from './positions.ts';
import { Rate } from './rate.ts';
import { Replay } from './replay.ts';
import { RestingStops } from './resting-stops.ts';
import { Restart } from './restart.ts';
import { SquareOffMargin } from './square-off.ts';
import { Terms } from './terms.ts';
import { TrailingStops } from './trailing.ts';

const CALL: Instrument = {
  id: 1,
  exchange: 'NFO',
  symbol: 'NIFTY26000CE',
  name: 'NIFTY 26000 CE',
  underlying: 'NIFTY',
  kind: 'CE',
  expiry: '2026-12-01',
  strike: 2_600_000,
  lotSize: 65,
  tickSize: 5,
  freezeQty: 1800,
};

function order(change: Partial<OrderRecord> = {}): OrderRecord {
  return {
    id: 'o1',
    intentId: 'i1',
    parentId: null,
    instrumentId: 1,
    symbol: CALL.symbol,
    name: CALL.name,
    side: 'BUY',
    product: 'NRML',
    orderType: 'LIMIT',
    source: 'HAND',
    lots: 1,
    lotSize: 65,
    quantity: 65,
    filled: 0,
    filledValue: 0,
    price: 16_400,
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    state: 'OPEN',
    brokerOrderId: 'B1',
    reason: null,
    createdAt: 0,
    updatedAt: 0,
    accountId: 'a',
    strategyId: null,
    tag: 't1',
    requests: [],
    seq: 1,
    ...change,
  } as OrderRecord;
}

function trade(change: Partial<TradeRecord> = {}): TradeRecord {
  return {
    id: 'x1',
    orderId: 'o1',
    accountId: 'a',
    instrumentId: 1,
    symbol: CALL.symbol,
    name: CALL.name,
    side: 'BUY',
    lotSize: 65,
    quantity: 65,
    fillPrice: 100,
    pnl: 0,
    charges: 10,
    brokerTradeId: 'T1',
    timestamp: 0,
    ...change,
  };
}

function position(change: Partial<PositionRecord> = {}): PositionRecord {
  return {
    accountId: 'a',
    instrumentId: 1,
    symbol: CALL.symbol,
    product: 'NRML',
    netQty: 65,
    cost: 6500,
    realised: 0,
    charges: 10,
    day: '2026-11-23',
    updatedAt: 0,
    ...change,
  };
}

const NOTHING: Committed = {
  orders: [],
  journal: [],
  trades: [],
  positions: [],
  brackets: [],
  locks: [],
  riskStates: [],
  lines: [],
};

function journalled(event: OrderEvent, after = order(), seq = 1): Committed['journal'][number] {
  const entry: JournalEntry = { id: `j${seq}`, orderId: after.id, seq, at: 0, event };
  return { entry, before: after, after };
}

function row(change: Partial<BrokerOrder> = {}): TrueOrder {
  const { tag, instrumentId, side, quantity, price, triggerPrice, validity, product } = order();
  const told: BrokerOrder = {
    brokerOrderId: 'B1',
    tag,
    instrumentId,
    side,
    quantity,
    filled: 0,
    price: price!,
    triggerPrice,
    validity,
    product,
    status: 'OPEN',
    message: null,
    ts: 0,
    ...change,
  };
  return { row: told, history: [], modifications: 0, triggeredAt: null };
}

function sent(change: Partial<Sent> = {}): Sent {
  const { tag, instrumentId, side, quantity, triggerPrice, validity, product } = order();
  const request = { tag, instrumentId, side, quantity, price: 16_400, triggerPrice, validity, product };
  return { kind: 'place', at: 0, request, brokerOrderId: null, ...change };
}

const NO_TRUTH: Truth = {
  orders: new Map(),
  fills: [] as BrokerFill[],
  accepted: [],
  positions: new Map(),
  failedReads: 0,
  misledAt: 0,
};

/** A world in which everything agrees; each test plants one wrong thing in it. */
function world(
  change: Partial<CheckedWorld> = {},
  books: { orders?: OrderRecord[]; positions?: PositionRecord[] } = {},
): CheckedWorld {
  const durable = new Durable();
  durable.commit([
    ...(books.orders ?? []).map((each) => ({ name: 'saveOrder', args: [each] })),
    ...(books.positions ?? []).map((each) => ({ name: 'savePosition', args: [each] })),
  ]);
  return {
    now: 0,
    wallDay: '2026-11-23',
    isOpen: true,
    margin: 1_000_000,
    market: { get: () => null },
    durable,
    truth: NO_TRUTH,
    capabilities: profileOf({ seed: 1, faults: [] }).capabilities,
    store: { journal: () => [], verifyLogs: () => ({ ok: true, entries: 1, message: 'whole' }) },
    limits: { maxLots: null } as CheckedWorld['limits'],
    lastTickAt: 0,
    rearmed: false,
    desk: null,
    hamperedSince: () => false,
    cancelledAll: null,
    instrument: () => CALL,
    ...change,
  };
}

/** The rules that a check finds broken. */
function broken(look: (violate: (rule: string) => void) => void): string[] {
  const rules: string[] = [];
  look((rule) => rules.push(rule));
  return [...new Set(rules)];
}

function committed(check: Check, change: Partial<Committed>, seen = world()): string[] {
  return broken((violate) => check.onCommit!({ ...NOTHING, ...change }, seen, violate));
}

describe('orders', () => {
  test('O1, O2, O3, O9: figures that do not follow from trades and journal', () => {
    const fine = { trades: [trade()], orders: [order({ filled: 65, filledValue: 6500, state: 'FILLED' })] };
    expect(committed(new OrderBooks(), fine)).toEqual([]);
    expect(committed(new OrderBooks(), { orders: [order({ filled: 130 })] })).toContain('O1');
    expect(committed(new OrderBooks(), { ...fine, trades: [] })).toEqual(['O2']);
    const revived = new OrderBooks();
    committed(revived, { orders: [order({ state: 'CANCELLED' })] });
    expect(committed(revived, { orders: [order({ state: 'OPEN' })] })).toEqual(['O3']);
    const again = new OrderBooks();
    const line = { journal: [journalled({ type: 'passed' })] };
    expect(committed(again, line)).toEqual([]);
    expect(committed(again, line)).toEqual(['O9']);
  });

  test('O5, O6: an order twice at the exchange, and one that was never journalled', () => {
    const known = { orders: [order({ state: 'SENDING' })] };
    const truth = { ...NO_TRUTH, accepted: ['t1'] };
    const step = (seen: CheckedWorld) => broken((violate) => new Once().onStep(seen, violate));
    expect(step(world({ truth }, known))).toEqual([]);
    expect(step(world({ truth: { ...truth, accepted: ['t1', 't1'] } }, known))).toEqual(['O5']);
    expect(step(world({ truth }))).toEqual(['O6']);
    expect(broken((violate) => new Once().onSent(sent(), world({}, known), violate))).toEqual([]);
    expect(broken((violate) => new Once().onSent(sent(), world(), violate))).toEqual(['O6']);
  });

  test('O8, O4: a store that the journal does not lead to', () => {
    const intended = order({ state: 'DRAFT', brokerOrderId: null, seq: 0 });
    const journal: JournalEntry[] = [
      { id: 'j', orderId: 'o1', seq: 1, at: 0, event: { type: 'intent', order: intended } },
    ];
    const store = { journal: () => journal, verifyLogs: () => ({ ok: true, entries: 1, message: '' }) };
    const rest = (stored: OrderRecord) =>
      broken((violate) => new Replay(1).atRest(world({ store }, { orders: [stored] }), violate));
    expect(rest({ ...intended, seq: 1 })).toEqual([]);
    expect(rest({ ...intended, seq: 1, quantity: 130 })).toEqual(['O8']);
  });

  test('T8: proven absent, and the exchange has it', () => {
    const reason = { code: 'BROKER_UNKNOWN', message: '', details: {} } as const;
    const absent = { journal: [journalled({ type: 'absent', reason })] };
    const truth = { ...NO_TRUTH, accepted: ['t1'] };
    expect(committed(new Absence(), absent)).toEqual([]);
    expect(committed(new Absence(), absent, world({ truth }))).toEqual(['T8']);
    // It came in the midst of the last read: long after it was sent it is a ghost (T7), soon after it the read was too early.
    const came = (at: number) => {
      const check = new Absence();
      const ghost = { ...row(), history: [{ at, row: row().row }] };
      check.onSent(sent(), world(), () => {});
      return committed(check, absent, world({ truth: { ...truth, orders: new Map([['B1', ghost]]) }, now: 60_000 }));
    };
    expect(came(59_900)).toEqual([]);
    expect(came(59_700)).toEqual(['T8']);
    expect(came(50)).toEqual(['T8']);
    const refused = { journal: [journalled({ type: 'refused', reason })] };
    expect(committed(new Absence(), refused)).toEqual([]);
    expect(committed(new Absence(), refused, world({ truth }))).toEqual(['T5']);
  });

  test('T13: terms that were only asked for', () => {
    const there = row();
    there.history.push({ at: 0, row: { ...there.row, price: 16_500 } });
    const truth = { ...NO_TRUTH, orders: new Map([['B1', there]]), accepted: ['t1'] };
    const priced = (price: number) => ({
      journal: [journalled({ type: 'intent', order: order() })],
      orders: [order({ price })],
    });
    expect(committed(new Terms(), priced(16_400), world({ truth }))).toEqual([]);
    expect(committed(new Terms(), priced(16_500), world({ truth }))).toEqual([]);
    expect(committed(new Terms(), priced(16_600), world({ truth }))).toEqual(['T13']);
  });

  test('T3b, K3, TS3: what the next run sends, and what it would not find', () => {
    const check = new Restart();
    const looks = (seen: CheckedWorld) =>
      broken((violate) => {
        for (let step = 0; step < 20; step++) check.onStep(seen, violate);
      });
    expect(looks(world({ desk: null }, { orders: [order({ state: 'QUEUED' })] }))).toEqual([]);
    expect(broken((violate) => check.onSent(sent(), world(), violate))).toEqual(['T3b']);
    const desk = (state: string | null, slPrice: number | null) =>
      ({
        tradingState: () => state,
        stops: () => (slPrice === null ? [] : [{ instrumentId: 1, netQty: 65, slPrice }]),
      }) as unknown as CheckedWorld['desk'];
    expect(looks(world({ desk: desk('ACTIVE', null) }))).toEqual([]);
    expect(looks(world({ desk: desk('HALTED', null) }))).toEqual(['K3']);
    // It says itself that it could not write it.
    expect(looks(world({ desk: desk(null, null) }))).toEqual([]);
    const seen = world({ desk: desk('ACTIVE', 15_000) });
    const bracket = { entryOrderId: 'o1', instrumentId: 1, state: 'ARMED', slPrice: 15_000, trail: null };
    seen.durable.brackets.set('o1', bracket as NonNullable<ReturnType<typeof seen.durable.brackets.get>>);
    expect(looks(seen)).toEqual([]);
    seen.durable.brackets.set('o1', { ...seen.durable.brackets.get('o1')!, slPrice: 14_000 });
    expect(looks(seen)).toEqual(['TS3']);
  });

  test('O10, B1, B2: the stop of what is held rests on, for all of it, and no exit by hand leaves beside it', () => {
    const stop = (change: Partial<OrderRecord> = {}) =>
      order({
        id: 's1',
        parentId: 'o1',
        source: 'BRACKET',
        side: 'SELL',
        triggerPrice: 15_000,
        state: 'TRIGGER_PENDING',
        tag: 't2',
        ...change,
      });
    const entry = order({ state: 'FILLED', filled: 65 });
    const bracket = { entryOrderId: 'o1', instrumentId: 1, state: 'ARMED', slPrice: 15_000, trail: null };
    const seen = (orders: OrderRecord[], change: Partial<CheckedWorld> = {}, armed = bracket) => {
      const desk = { reconciledAt: () => 1, stops: () => [{ instrumentId: 1, netQty: 65, slPrice: 15_000 }] };
      const held = world(
        { cancelledAll: new Set(['s1']), desk: desk as unknown as CheckedWorld['desk'], ...change },
        { orders: [entry, ...orders], positions: [position()] },
      );
      held.durable.brackets.set('o1', armed as NonNullable<ReturnType<typeof held.durable.brackets.get>>);
      return held;
    };
    const O10 = (held: CheckedWorld) => broken((violate) => new CancelAll().atRest(held, violate));
    expect(O10(seen([stop()]))).toEqual([]);
    expect(O10(seen([stop({ quantity: 130 })]))).toEqual(['O10']);
    expect(O10(seen([stop()], {}, { ...bracket, state: 'DONE' }))).toEqual(['O10']);
    expect(O10(seen([stop({ source: 'HAND' })]))).toEqual(['O10']);
    const rests = (held: CheckedWorld) => broken((violate) => new RestingStops().atRest(held, violate));
    expect(rests(seen([stop()]))).toEqual([]);
    expect(rests(seen([]))).toEqual(['B1']);
    expect(rests(seen([order({ id: 'x', tag: 't3', side: 'SELL' })]))).toEqual([]);
    const without = { ...profileOf({ seed: 1, faults: [] }).capabilities, stopOrders: false };
    expect(rests(seen([], { capabilities: without }))).toEqual([]);
    const exit = order({ id: 'x', tag: 't3', side: 'SELL' });
    const leaving = sent({ request: { ...sent().request!, tag: 't3', side: 'SELL' } });
    const leaves = (held: CheckedWorld) => broken((violate) => new RestingStops().onSent(leaving, held, violate));
    expect(leaves(seen([exit]))).toEqual([]);
    expect(leaves(seen([exit, stop()]))).toEqual(['B2']);
  });

  test('O10, O12, O14, T17: what lives on, leaves too fast, hangs, or is not known', () => {
    const cancelled = world({ cancelledAll: new Set(['o1']) }, { orders: [order()] });
    expect(broken((violate) => new CancelAll().atRest(cancelled, violate))).toEqual(['O10']);
    const rate = new Rate();
    const leave = (at: number) => broken((violate) => rate.onSent(sent({ at }), world(), violate));
    const { max } = profileOf({ seed: 1, faults: [] }).capabilities.rateLimits[0]!;
    for (let index = 0; index < max; index++) expect(leave(index)).toEqual([]);
    expect(leave(500)).toEqual(['O12']);
    const rest = (seen: CheckedWorld) => broken((violate) => new Agreement().atRest(seen, violate));
    const truth = { ...NO_TRUTH, orders: new Map([['B1', row()]]), accepted: ['t1'] };
    expect(rest(world({ truth }, { orders: [order()] }))).toEqual([]);
    expect(rest(world({ truth }, { orders: [order({ state: 'UNKNOWN' })] }))).toEqual(['O14']);
    expect(rest(world({ truth }))).toEqual(['T17']);
    expect(rest(world({ truth }, { orders: [order({ price: 16_405 })] }))).toEqual(['T14']);
    expect(rest(world({ truth }, { orders: [order({ state: 'CANCELLED' })] }))).toEqual(['T12']);
    const cut = { journal: () => [], verifyLogs: () => ({ ok: false, entries: 1, message: 'Entry 2 is missing.' }) };
    expect(rest(world({ store: cut }))).toEqual(['chain']);
    const agreement = new Agreement();
    committed(agreement, { orders: [order({ state: 'SENDING' })] }, world({ now: 0 }));
    const later = (now: number) => world({ truth, now }, { orders: [order({ state: 'SENDING' })] });
    expect(broken((violate) => agreement.atRest(later(100), violate))).toEqual([]);
    expect(broken((violate) => agreement.atRest(later(3000), violate))).toEqual(['O14']);
  });
});

describe('positions', () => {
  const books = (trades: TradeRecord[], change: Partial<PositionRecord>) =>
    committed(new Positions(), { trades, positions: [position(change)] });

  test('P1–P5, P8: a position that its fills do not come to', () => {
    expect(books([trade()], {})).toEqual([]);
    expect(books([trade()], { netQty: 130 })).toContain('P1');
    expect(books([trade()], { realised: 1 })).toEqual(['P2']);
    const flat = [trade(), trade({ side: 'SELL' })];
    expect(books(flat, { netQty: 0, cost: 5, realised: 5, charges: 20 })).toEqual(['P3']);
    const flipped = [trade(), trade({ side: 'SELL', quantity: 130, fillPrice: 200 })];
    expect(books(flipped, { netQty: -65, cost: -13_000, realised: 6500, charges: 20 })).toEqual([]);
    expect(books(flipped, { netQty: -65, cost: -9750, realised: 9750, charges: 20 })).toEqual(['P4']);
    const grown = [trade(), trade({ fillPrice: 200 })];
    expect(books(grown, { netQty: 130, cost: 39_000, realised: 19_500, charges: 20 })).toEqual(['P5']);
    expect(books([trade()], { charges: 11 })).toEqual(['P8']);
  });

  test('P7, P9: other fills than were booked, and another position at the broker', () => {
    const check = new Positions();
    committed(check, { trades: [trade()], positions: [position()] });
    const rest = (held: number, stored: Partial<PositionRecord>) => {
      const truth = { ...NO_TRUTH, positions: new Map([[1, held]]) };
      return broken((violate) => check.atRest(world({ truth }, { positions: [position(stored)] }), violate));
    };
    expect(rest(65, {})).toEqual([]);
    expect(rest(130, {})).toEqual(['P9']);
    expect(rest(65, { realised: 7 })).toEqual(['P7']);
  });
});

describe("the broker's books", () => {
  const desk = (change: Partial<RunningDesk>) =>
    ({ reconciledAt: () => 1, booksUnread: () => false, ...change }) as RunningDesk;
  const step = (check: Check, seen: CheckedWorld) => broken((violate) => check.onStep!(seen, violate));

  test('P9, F16: a read that failed and is taken for one', () => {
    const truth = { ...NO_TRUTH, failedReads: 1 };
    const unread = desk({ reconciledAt: () => null, booksUnread: () => true });
    expect(step(new BrokerBooks(), world({ truth, desk: unread }))).toEqual([]);
    expect(step(new BrokerBooks(), world({ truth, desk: desk({}) }))).toEqual(['P9']);
    const differs = desk({ reconciledAt: () => null });
    expect(step(new BrokerBooks(), world({ truth, desk: differs }))).toEqual(['P9']);
  });

  test('P9: another position at the broker for longer than a period', () => {
    const truth = { ...NO_TRUTH, positions: new Map([[1, 65]]) };
    const after = (ms: number, change: Partial<CheckedWorld> = {}) => {
      const check = new BrokerBooks();
      step(check, world({ truth, desk: desk({}), now: 1, ...change }));
      return step(check, world({ truth, desk: desk({}), now: ms, ...change }));
    };
    expect(after(34_000)).toEqual([]);
    expect(after(36_000)).toEqual(['P9']);
    expect(after(36_000, { desk: desk({ reconciledAt: () => null }) })).toEqual([]);
    expect(after(36_000, { hamperedSince: () => true })).toEqual([]);
    expect(after(36_000, { truth: { ...truth, misledAt: 30_000 } })).toEqual([]);
  });
});

describe('what may leave', () => {
  const asked = { instrument: CALL, side: 'BUY', quantity: 65, price: 16_400, reduces: false } as RiskOrder;
  const passed: RiskDecision = { passed: true, denial: null, checks: () => [] };
  const leave = (seen: CheckedWorld, change: Partial<Sent> = {}, decided = true) =>
    broken((violate) => {
      const check = new Admission();
      if (decided) check.onDecision(asked, passed, violate);
      check.onSent(sent(change), seen, violate);
    });

  test('R0, R1, O13: an exit refused, an order nobody passed, a broken lot', () => {
    expect(leave(world())).toEqual([]);
    expect(leave(world(), {}, false)).toEqual(['R1']);
    const odd = { ...sent().request!, quantity: 64 };
    expect(leave(world(), { request: odd })).toEqual(['O13']);
    const denial = { code: 'RMS_MAX_LOTS', message: '', details: {} } as const;
    const refuse = (reduces: boolean) =>
      broken((violate) => new Admission().onDecision({ ...asked, reduces }, { ...passed, denial }, violate));
    expect(refuse(false)).toEqual([]);
    expect(refuse(true)).toEqual(['R0']);
  });

  test('K2, O11, O7: entries while halted or reducing, and beyond max_lots if all unknown ones fill', () => {
    const state = (name: 'HALTED' | 'REDUCING') => {
      const seen = world();
      seen.durable.riskState = { state: name } as NonNullable<Durable['riskState']>;
      return leave(seen);
    };
    expect(state('HALTED')).toEqual(['K2']);
    expect(state('REDUCING')).toEqual(['O11']);
    const limits = { maxLots: 2 } as CheckedWorld['limits'];
    const unknown = [order({ state: 'SENDING' }), order({ id: 'o2', tag: 't2', state: 'UNKNOWN', quantity: 130 })];
    expect(leave(world({ limits }, { orders: unknown.slice(0, 1) }))).toEqual([]);
    expect(leave(world({ limits }, { orders: unknown }))).toEqual(['O7']);
  });

  test('B2, SQ2, B3: an exit for more than is held, or on an old price', () => {
    const exit = (source: 'BRACKET' | 'SQUARE_OFF', held: number, lastTickAt = 0, entrySide: Side = 'BUY') => {
      const entry = order({ id: 'e', tag: 'te', side: entrySide, state: 'FILLED', quantity: 65, filled: 65 });
      const orders = [entry, order({ source, side: 'SELL', state: 'SENDING', parentId: 'e' })];
      const seen = world({ lastTickAt }, { orders, positions: [position({ netQty: held })] });
      const request = { ...sent().request!, side: 'SELL' as const };
      return broken((violate) => new Exits().onSent(sent({ request, at: 5000 }), seen, violate));
    };
    expect(exit('BRACKET', 65, 5000)).toEqual([]);
    expect(exit('BRACKET', 0, 5000)).toEqual(['B2']);
    expect(exit('SQUARE_OFF', -65)).toEqual(['SQ2']);
    expect(exit('BRACKET', 65)).toEqual(['B3']);
    // An overrun (B1') is flattened whatever the feed does: no price has set it off.
    expect(exit('BRACKET', 65, 0, 'SELL')).toEqual([]);
  });
});

describe('the kill switch and the square-off', () => {
  const state = (name: 'HALTED' | 'ACTIVE') => ({
    riskStates: [{ state: name }] as unknown as Committed['riskStates'],
  });

  test('K1, K3, SQ3: no cancel in time, re-armed by nobody, never finished', () => {
    const check = new KillSwitchChecks();
    const seen = world({}, { orders: [order()] });
    expect(committed(check, state('HALTED'), seen)).toEqual([]);
    expect(broken((violate) => check.onStep({ ...seen, now: 40 }, violate))).toEqual([]);
    expect(broken((violate) => check.onStep({ ...seen, now: 60 }, violate))).toEqual(['K1']);
    expect(committed(check, state('ACTIVE'), seen)).toEqual(['K3']);
    const unfinished = world();
    unfinished.durable.riskState = { state: 'HALTED', squareOffPending: true } as NonNullable<Durable['riskState']>;
    const night = { ...unfinished, isOpen: false };
    expect(broken((violate) => check.onStep(night, violate))).toEqual([]);
    expect(broken((violate) => check.atRest(night, violate))).toEqual([]);
    expect(broken((violate) => check.onStep(unfinished, violate))).toEqual([]);
    expect(broken((violate) => check.onStep(night, violate))).toEqual([]);
    expect(broken((violate) => check.atRest(night, violate))).toEqual(['SQ3']);
  });

  test('K1: the first cancels leave in the step that makes the kill durable', () => {
    const check = new KillSwitchChecks();
    const seen = world({}, { orders: [order(), order({ id: 'o2', tag: 't2', brokerOrderId: 'B2' })] });
    check.onSent(sent({ kind: 'cancel', request: null, brokerOrderId: 'B1' }), seen, () => {});
    expect(committed(check, state('HALTED'), seen)).toEqual([]);
    expect(broken((violate) => check.onStep({ ...seen, now: 60 }, violate))).toEqual([]);
    expect(broken((violate) => check.onStep({ ...seen, now: 400 }, violate))).toEqual(['K1']);
  });

  test('SQ1: the hedge is sold before the short is bought back', () => {
    const check = new SquareOffMargin();
    const own = [order({ source: 'SQUARE_OFF', side: 'SELL', state: 'SENDING' })];
    const desk = (margin: (held: number) => number, hasForward = true) =>
      ({
        hasForward: () => hasForward,
        marginOf: (held: readonly { instrumentId: number }[]) => margin(held.length),
      }) as unknown as CheckedWorld['desk'];
    const both = [position({ netQty: 65 }), position({ instrumentId: 2, netQty: -65 })];
    const before = world({ desk: desk(() => 4_000_000) }, { orders: own, positions: both });
    check.onSent(sent(), before, () => {});
    const sold = { trades: [trade({ side: 'SELL' })] };
    const left = { orders: own, positions: both.slice(1) };
    const jumps = world({ desk: desk((held) => (held === 2 ? 4_000_000 : 17_000_000)) }, left);
    const guessed = world({ desk: desk(() => 17_000_000, false) }, left);
    expect(committed(check, sold, guessed)).toEqual([]);
    expect(committed(check, sold, jumps)).toEqual(['SQ1']);
  });
});

describe('protection', () => {
  const quote = { bid: 16_000, ask: 16_010, ltp: 16_000 };
  const desk = (change: Partial<RunningDesk> = {}) =>
    ({
      reconciledAt: () => 1,
      quote: () => quote,
      isStale: () => false,
      isUnprotected: () => true,
      locks: () => [],
      ...change,
    }) as unknown as RunningDesk;
  const steps = (check: Check, seen: CheckedWorld, count = 1) =>
    broken((violate) => {
      for (let step = 0; step < count; step++) check.onStep!(seen, violate);
    });
  const entry = order({ id: 'e', tag: 'te', state: 'FILLED', filled: 65 });

  describe('overruns', () => {
    const exit = (id: string, change: Partial<OrderRecord> = {}) =>
      order({ id, tag: id, source: 'BRACKET', parentId: 'e', side: 'SELL', state: 'FILLED', filled: 65, ...change });
    const twice = [entry, exit('x1'), exit('x2')];
    const overrun = (net: number, change: Partial<CheckedWorld> = {}, more: OrderRecord[] = []) =>
      world(
        { desk: desk(), now: 1, ...change },
        { orders: [...twice, ...more], positions: [position({ netQty: net })] },
      );
    const begun = () => {
      const check = new Overruns();
      expect(committed(check, { orders: twice }, overrun(-65))).toEqual([]);
      expect(steps(check, overrun(-65))).toEqual([]);
      return check;
    };

    test("B1': nothing takes back what both exits filled", () => {
      expect(steps(begun(), overrun(-65, { now: 1900 }))).toEqual([]);
      expect(steps(begun(), overrun(-65, { now: 2100 }))).toEqual(["B1'"]);
      const back = exit('x3', { side: 'BUY', state: 'OPEN', filled: 0 });
      expect(steps(begun(), overrun(-65, { now: 2100 }, [back]))).toEqual([]);
      expect(steps(begun(), overrun(-65, { now: 2100, desk: desk({ reconciledAt: () => null }) }))).toEqual([]);
    });

    test("B1': more is sent back than was taken, or what others hold", () => {
      const back = exit('x3', { side: 'BUY', state: 'SENDING', filled: 0 });
      const leaves = (check: Check, quantity: number, net = -65) => {
        const request = { ...sent().request!, tag: 'x3', quantity };
        return broken((violate) => check.onSent!(sent({ request }), overrun(net, {}, [back]), violate));
      };
      expect(leaves(begun(), 65)).toEqual([]);
      expect(leaves(begun(), 130, -130)).toEqual(["B1'"]);
      const closed = begun();
      committed(closed, { orders: [order({ id: 'h', filled: 65 })] }, overrun(0));
      committed(closed, { orders: [order({ id: 'h2', side: 'SELL', filled: 65 })] }, overrun(-65));
      expect(leaves(closed, 65)).toEqual(["B1'"]);
    });
  });

  test('B4: an exit that the market has jumped over rests without a word, or is never priced anew', () => {
    const exit = order({ source: 'BRACKET', parentId: 'e', side: 'SELL', price: 16_400 });
    const seen = (now: number, change: Partial<RunningDesk> = {}, bid = 16_500) =>
      world(
        { now, desk: desk({ quote: () => ({ ...quote, bid }), ...change }) },
        { orders: [exit], positions: [position()] },
      );
    const after = (ms: number, change: Partial<RunningDesk> = {}, bid = 16_500) => {
      const check = new OverdueExits();
      committed(check, { orders: [exit] }, seen(1));
      const rules = new Set<string>();
      for (let now = 1; now <= ms; now += 500) for (const rule of steps(check, seen(now, change, bid))) rules.add(rule);
      return [...rules];
    };
    expect(after(900, { isUnprotected: () => false })).toEqual([]);
    expect(after(2000)).toEqual([]);
    expect(after(2000, { isUnprotected: () => false })).toEqual(['B4']);
    expect(after(9000)).toEqual([]);
    expect(after(9000, {}, 16_000)).toEqual(['B4']);
    expect(after(9000, { isStale: () => true }, 16_000)).toEqual([]);
  });

  test('TS1, TS2, TS4: a stop that loosens, is set beyond the price, or has seen prices that never were', () => {
    const bracket = {
      entryOrderId: 'e',
      accountId: 'a',
      instrumentId: 1,
      tpPrice: null,
      slPrice: 15_000,
      trail: { follow: { type: 'DISTANCE', by: 200 }, after: 0, breakEvenAfter: null },
      entryPrice: 15_500,
      trailFrom: 15_500,
      bestPrice: 15_900,
      state: 'ARMED',
      exitOrderId: null,
      updatedAt: 0,
    } satisfies BracketRecord;
    const seen = world({ desk: desk(), market: { get: () => quote } }, { orders: [entry], positions: [position()] });
    const moved = (...brackets: BracketRecord[]) => {
      const check = new TrailingStops();
      committed(check, { brackets: [bracket] }, seen);
      return committed(check, { brackets }, seen);
    };
    expect(moved({ ...bracket, bestPrice: 16_000 })).toEqual([]);
    expect(moved({ ...bracket, bestPrice: 15_800 })).toEqual(['TS1']);
    expect(moved({ ...bracket, slPrice: null })).toEqual(['TS1']);
    expect(moved({ ...bracket, bestPrice: 16_100 })).toEqual(['TS4']);
    const byHand = (slPrice: number) => {
      const journal = [journalled({ type: 'protect', tpPrice: null, slPrice }, entry)];
      return committed(new TrailingStops(), { journal, brackets: [{ ...bracket, slPrice, bestPrice: null }] }, seen);
    };
    expect(byHand(14_000)).toEqual([]);
    expect(byHand(16_000)).toEqual(['TS2']);
  });

  test('PL1–PL6: floors that fall, overtake, differ or are forgotten; an exit twice, or never', () => {
    const lock = (change: Partial<ProfitLockRecord> = {}, floor: number | null = null): ProfitLockRecord => ({
      id: 'l',
      accountId: 'a',
      scope: { type: 'POSITION', instrumentId: 1 },
      terms: { trigger: 100_000, floor: 60_000, trail: null, net: false },
      lock: { phase: floor === null ? 'IDLE' : 'LOCKED', floor },
      state: 'ARMED',
      since: 0,
      updatedAt: 0,
      ...change,
    });
    const at = (bid: number, change: Partial<CheckedWorld> = {}) =>
      world({ desk: desk({ quote: () => ({ ...quote, bid }) }), now: 1, ...change });
    // 65 bought at 100.00: at 116.00 that is 1,040.00.
    const held = { trades: [trade({ fillPrice: 10_000 })], locks: [lock()] };
    const saved = (then: ProfitLockRecord[], bid = 11_600) => {
      const check = new Locks();
      expect(committed(check, held, at(bid))).toEqual([]);
      return then.flatMap((each) => committed(check, { locks: [each] }, at(bid)));
    };
    expect(saved([lock({}, 60_000)])).toEqual([]);
    expect(saved([lock({}, 60_000), lock({}, 50_000)])).toContain('PL1');
    expect(committed(new Locks(), { locks: [lock({ terms: { ...lock().terms, floor: 100_000 } })] })).toEqual(['PL2']);
    expect(saved([lock({}, 60_000)], 11_000)).toEqual(['PL4']);
    const hit = lock({ lock: { phase: 'HIT', floor: 60_000 }, state: 'EXITING' });
    expect(saved([hit], 10_900)).toEqual([]);
    expect(saved([hit])).toEqual(['PL4']);
    expect(saved([hit, lock({}, 60_000)], 10_900)).toContain('PL3');

    const shown = (floor: number | null) =>
      [{ ...lock(), phase: 'LOCKED', floor }] as unknown as ReturnType<RunningDesk['locks']>;
    const running = (floor: number, bid: number, ms: number) => {
      const check = new Locks();
      committed(check, held, at(11_600));
      committed(check, { locks: [lock({}, 60_000)] }, at(11_600));
      const seen = (now: number) =>
        at(bid, { now, desk: desk({ quote: () => ({ ...quote, bid }), locks: () => shown(floor) }) });
      return [...steps(check, seen(1), 20), ...steps(check, seen(ms), 20)];
    };
    expect(running(60_000, 11_600, 5000)).toEqual([]);
    expect(running(50_000, 11_600, 5000)).toContain('PL5');
    expect(running(60_000, 10_900, 3000)).toEqual([]);
    expect(running(60_000, 10_900, 5000)).toEqual(['PL6']);

    const over = new Locks();
    committed(over, { locks: [hit] });
    const own = order({ source: 'SQUARE_OFF', partOf: 'l', state: 'SENDING' });
    const leaves = (state: ProfitLockRecord['state']) => {
      const seen = world({}, { orders: [own] });
      seen.durable.locks.set('l', lock({ state }));
      return broken((violate) => over.onSent(sent(), seen, violate));
    };
    expect(leaves('EXITING')).toEqual([]);
    expect(leaves('DONE')).toEqual(['PL3']);
  });

  test('P10: a day that opens with what was not booked, or twice', () => {
    const money = (opening: number, realised: number, charges: number) =>
      desk({ money: () => ({ opening, realised, charges }) });
    const looks = (...days: [wallDay: string, desk: RunningDesk][]) => {
      const check = new DayRoll();
      // Bought at 100.00 and sold at 110.00, 0.20 of charges.
      const trades = [trade({ fillPrice: 10_000 }), trade({ side: 'SELL', fillPrice: 11_000 })];
      committed(check, { trades });
      return days.flatMap(([wallDay, seen]) => {
        const closed = world({ isOpen: false, wallDay, desk: seen }, { positions: [position({ netQty: 0, cost: 0 })] });
        return steps(check, closed, 20);
      });
    };
    const before: [string, RunningDesk] = ['2026-11-23', money(1_000_000, 65_000, 20)];
    const next: [string, RunningDesk] = ['2026-11-24', money(1_064_980, 0, 0)];
    expect(looks(before, next)).toEqual([]);
    expect(looks(before, next, ['2026-11-23', next[1]])).toEqual([]);
    expect(looks(before, ['2026-11-24', before[1]])).toEqual(['P10']);
    expect(looks(before, ['2026-11-24', money(1_129_960, 0, 0)])).toEqual(['P10']);
    expect(looks(before, next, before)).toEqual(['P10']);
  });
});
