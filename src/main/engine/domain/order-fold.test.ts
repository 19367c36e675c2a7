import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderState } from '../../../contract/enums.ts';
import { applyOrderEvent, replayOrder } from './order-fold.ts';
import type { FoldedOrder } from './order-fold.ts';
import { isFinal, TRANSITION_IDS, TRANSITIONS } from './order-transitions.ts';
import type { TransitionId } from './order-transitions.ts';
import { propertyRuns } from '../../../testing/property-runs.ts';
import { isLive } from './order.ts';
import type { JournalEntry, OrderEvent, OrderRecord } from './order.ts';

const record: OrderRecord = {
  id: '3d2f2c2e-9a57-4a2c-8d5b-111111111111',
  intentId: '3d2f2c2e-9a57-4a2c-8d5b-222222222222',
  parentId: null,
  partOf: null,
  instrumentId: 7,
  symbol: 'NIFTY01DEC2626000CE',
  name: 'NIFTY 26000 CE',
  side: 'BUY',
  product: 'NRML',
  orderType: 'LIMIT',
  source: 'HAND',
  lots: 2,
  lotSize: 75,
  quantity: 150,
  filled: 0,
  filledValue: 0,
  price: 16_400,
  triggerPrice: null,
  validity: 'DAY',
  tpPrice: null,
  slPrice: null,
  state: 'DRAFT',
  brokerOrderId: null,
  reason: null,
  createdAt: 1,
  updatedAt: 1,
  accountId: 'a',
  strategyId: null,
  tag: '3d2f2c2e9a574a2c8d5b',
  requests: [],
  seq: 0,
};

const reason = { code: 'BROKER_UNKNOWN' as const, message: 'No answer.', details: {} };
const intent: OrderEvent = { type: 'intent', order: record };
const passed: OrderEvent = { type: 'passed' };
const sending: OrderEvent = { type: 'sending' };
const accepted: OrderEvent = { type: 'accepted', brokerOrderId: 'B1' };
const lost: OrderEvent = { type: 'lost', reason };
const absent: OrderEvent = { type: 'absent', reason };
const refused: OrderEvent = { type: 'refused', reason };

type Word = Extract<OrderEvent, { type: 'broker' }>;
const word = (status: Word['status'], brokerTs: number, filled = 0, quantity = 150): Word => ({
  type: 'broker',
  status,
  brokerOrderId: 'B1',
  message: null,
  brokerTs,
  filled,
  quantity,
  price: 16_400,
  triggerPrice: null,
});
const fill = (tradeId: string, quantity: number, price = 16_400): OrderEvent => ({
  type: 'fill',
  tradeId,
  quantity,
  price,
  brokerTs: 9,
});
const bust = (tradeId: string, brokerTs = 10): OrderEvent => ({ type: 'bust', tradeId, brokerTs });

function fold(...events: OrderEvent[]): FoldedOrder {
  let order = applyOrderEvent(null, intent, 1).order;
  for (const event of events) order = applyOrderEvent(order, event, 2).order;
  return order;
}
const stateAfter = (...events: OrderEvent[]): OrderState => fold(...events).record.state;
const sent = [passed, sending];
const working = [...sent, accepted, word('OPEN', 1)];

describe('the transitions', () => {
  test.each<[string, OrderEvent[], OrderState]>([
    ['T1 denied before any I/O', [{ type: 'denied', reason }], 'DENIED'],
    ['T2 passed and waiting', [passed], 'QUEUED'],
    ['T3 sending', sent, 'SENDING'],
    ['T3b dropped before it was sent', [passed, { type: 'dropped', reason }], 'CANCELLED'],
    ['T4 accepted', [...sent, accepted], 'ACKED'],
    ['T5 refused', [...sent, refused], 'REJECTED'],
    ['T6 no answer', [...sent, lost], 'UNKNOWN'],
    ['T7 found in the book after no answer', [...sent, lost, word('OPEN', 1)], 'OPEN'],
    ['T7 resurrected after it was taken for absent', [...sent, lost, absent, word('OPEN', 1)], 'OPEN'],
    ['T8 proven absent', [...sent, lost, absent], 'NOT_PLACED'],
    ['T9 a fill after a cancel that knew of none', [...working, word('CANCELLED', 2), fill('t', 75)], 'PARTIAL'],
    ['T9 all fills after a refusal', [...sent, refused, fill('t', 150)], 'FILLED'],
    ['T10 open', working, 'OPEN'],
    ['T11 a part filled', [...working, fill('t', 75)], 'PARTIAL'],
    ['T11 all filled', [...working, fill('t', 75), fill('u', 75)], 'FILLED'],
    ['T12 cancelled', [...working, word('CANCELLED', 2)], 'CANCELLED'],
    ['T12 rejected by the exchange after it was accepted', [...working, word('REJECTED', 2)], 'REJECTED'],
    ['T12 expired', [...working, word('EXPIRED', 2)], 'EXPIRED'],
    ['T15 a part filled, then cancelled', [...working, fill('t', 75), word('CANCELLED', 2, 75)], 'CANCELLED'],
    [
      'T15 the cancel comes before the fill it counts',
      [...working, word('CANCELLED', 2, 75), fill('t', 75)],
      'CANCELLED',
    ],
    ['T9 a fill after it was proven absent', [...sent, lost, absent, fill('t', 75)], 'PARTIAL'],
    ['T10 a stop waits for its trigger', [...sent, accepted, word('TRIGGER_PENDING', 1)], 'TRIGGER_PENDING'],
    ['T10 a stop was triggered', [...sent, accepted, word('TRIGGER_PENDING', 1), word('OPEN', 2)], 'OPEN'],
    ['T15 filled wins over cancelled', [...working, fill('t', 150), word('CANCELLED', 2, 150)], 'FILLED'],
    ['FILLED needs every fill in hand', [...working, word('FILLED', 2, 150), fill('t', 75)], 'PARTIAL'],
  ])('%s', (_name, events, state) => {
    expect(stateAfter(...events)).toBe(state);
  });

  test.each(['CANCELLED', 'REJECTED'] as const)(
    'T7 T12 what the broker says of an order it %s outlives an answer that comes later',
    (status) => {
      const said = { ...word(status, 1), message: 'Margin short by ₹1.00.' };
      for (const answers of [[accepted], [lost], [lost, accepted]]) {
        const { record: after } = fold(...sent, said, ...answers);
        expect(after).toMatchObject({ state: status, reason: { message: 'Margin short by ₹1.00.' } });
      }
      expect(fold(...sent, accepted, said).record.reason).toEqual(fold(...sent, said, accepted).record.reason);
    },
  );

  test('T12 and T15 keep the fills and leave nothing working', () => {
    const { record: after } = fold(...working, fill('t', 75, 16_000), word('CANCELLED', 2, 75));
    expect(after).toMatchObject({ filled: 75, filledValue: 75 * 16_000, quantity: 150 });
    expect(isLive(after.state)).toBe(false);
  });

  test('T13 and T14: a modify changes nothing until the broker confirms it', () => {
    const request = {
      id: 'r',
      kind: 'modify',
      state: 'sent',
      quantity: 225,
      price: 16_500,
      triggerPrice: null,
    } as const;
    const asked = fold(...working, { type: 'request', request });
    expect(asked.record).toMatchObject({ quantity: 150, price: 16_400, state: 'OPEN' });
    const confirmed = fold(...working, { type: 'request', request }, { ...word('OPEN', 2, 0, 225), price: 16_500 });
    expect(confirmed.record).toMatchObject({ quantity: 225, lots: 3, price: 16_500 });
  });

  test('T14: a modify below what is filled leaves exactly what is filled', () => {
    const { record: after } = fold(...working, fill('t', 100), word('PARTIAL', 3, 100, 75));
    expect(after).toMatchObject({ state: 'FILLED', quantity: 100, filled: 100 });
  });

  test('T14: a refused request can be made again, an answered one cannot change its answer', () => {
    const request = {
      id: 'r',
      kind: 'cancel',
      state: 'sent',
      quantity: null,
      price: null,
      triggerPrice: null,
    } as const;
    const ended = (state: 'done' | 'refused'): OrderEvent => ({
      type: 'requestEnded',
      requestId: 'r',
      state,
      reason: null,
    });
    const order = fold(...working, { type: 'request', request }, ended('refused'));
    expect(order.record.requests[0]!.state).toBe('refused');
    expect(applyOrderEvent(order, ended('done'), 3).effect).toBe('anomaly');
  });

  test('T18: an event that does not fit changes nothing but the seq, and says so', () => {
    const before = fold(...working);
    const { order, effect, anomaly } = applyOrderEvent(before, { type: 'denied', reason }, 3);
    expect(effect).toBe('anomaly');
    expect(anomaly).toMatch(/OPEN/);
    expect(order.record).toEqual({ ...before.record, seq: before.record.seq + 1 });
  });

  test('T16 a bust takes its fill back, and the order is recomputed from what remains', () => {
    const filled = fold(...working, fill('t', 75, 16_000), fill('u', 75, 16_100), word('FILLED', 9, 150));
    const { order, transition, trade, anomaly } = applyOrderEvent(filled, bust('t'), 3);
    expect(transition).toBe('T16');
    expect(trade).toEqual({ tradeId: 't', fill: { quantity: 75, price: 16_000, ts: 9 }, busted: true });
    expect(anomaly).toMatch(/annulled trade t: 75 of 150/);
    // What was traded once does not come back to the market.
    expect(order.record).toMatchObject({ state: 'CANCELLED', filled: 75, filledValue: 75 * 16_100, quantity: 150 });
    expect(applyOrderEvent(order, bust('t'), 4).effect).toBe('duplicate');
    expect(applyOrderEvent(order, fill('t', 75, 16_000), 4).effect).toBe('duplicate');
  });

  test('T16 a bust of a working order leaves it working', () => {
    expect(stateAfter(...working, fill('t', 75), word('PARTIAL', 9, 75), bust('t'))).toBe('OPEN');
    expect(stateAfter(...working, fill('t', 75), bust('t'), word('PARTIAL', 11, 0), fill('u', 100))).toBe('PARTIAL');
  });

  test.each([
    ['of all', [fill('t', 150)]],
    ['of a part', [fill('s', 75), fill('t', 75)]],
  ])('T16 O4 a bust %s under the stamp of the fill ends the order, whatever is told first', (_what, fills) => {
    const told = [word('FILLED', 10, 150), bust('t', 10), word('CANCELLED', 10, fills.length === 1 ? 0 : 75)];
    for (const order of [told, told.toReversed(), [told[2]!, told[0]!, told[1]!]]) {
      expect(stateAfter(...working, ...fills, ...order)).toBe('CANCELLED');
      expect(stateAfter(...working, ...order, ...fills)).toBe('CANCELLED');
    }
  });

  test('T16 a bust that comes before its fill keeps the fill out of the position', () => {
    const order = fold(...working, bust('t'));
    const folded = applyOrderEvent(order, fill('t', 75), 3);
    expect(folded).toMatchObject({ effect: 'applied', transition: 'T16', trade: null });
    expect(folded.order.record.filled).toBe(0);
  });

  test('T16 a fill told again with other terms is no correction: it stays, and somebody is told', () => {
    const folded = applyOrderEvent(fold(...working, fill('t', 75)), fill('t', 50), 3);
    expect(folded).toMatchObject({ effect: 'anomaly', transition: 'T18' });
    expect(folded.order.record.filled).toBe(75);
  });

  test.each(['OPEN', 'CANCELLED'] as const)('T7 the tombstone of an order not placed is watched: %s', (status) => {
    const { anomaly, transition } = applyOrderEvent(fold(...sent, lost, absent), word(status, 5), 6);
    expect(transition).toBe('T7');
    expect(anomaly).toMatch(/taken for not placed/);
  });

  test('an overfill is booked and said', () => {
    const { order, anomaly } = applyOrderEvent(fold(...working), fill('t', 175), 3);
    expect(order.record).toMatchObject({ filled: 175, quantity: 150, state: 'FILLED' });
    expect(anomaly).toMatch(/overfilled/);
  });

  test('a late fill is said to be late, an expected one is not', () => {
    const cancelled = fold(...working, word('CANCELLED', 2, 75));
    expect(applyOrderEvent(cancelled, fill('t', 75), 3).anomaly).toBeUndefined();
    const later = fold(...working, word('CANCELLED', 2, 0));
    expect(applyOrderEvent(later, fill('t', 75), 3).anomaly).toMatch(/CANCELLED/);
  });
});

const cancel: OrderEvent = {
  type: 'request',
  request: { id: 'c', kind: 'cancel', state: 'sent', quantity: null, price: null, triggerPrice: null },
};
const done: OrderEvent = { type: 'requestEnded', requestId: 'c', state: 'done', reason: null };

describe('each applied event names its line of the table', () => {
  test.each<[TransitionId, OrderEvent[]]>([
    ['T1', [{ type: 'denied', reason }]],
    ['T2', [passed]],
    ['T3', sent],
    ['T3b', [passed, { type: 'dropped', reason }]],
    ['T4', [...sent, accepted]],
    ['T5', [...sent, refused]],
    ['T6', [...sent, lost]],
    ['T7', [...sent, word('OPEN', 1)]],
    ['T7', [...sent, lost, fill('t', 75)]],
    ['T7', [...sent, lost, accepted]],
    ['T7', [...sent, lost, absent, word('OPEN', 1)]],
    ['T8', [...sent, lost, absent]],
    ['T9', [...working, word('CANCELLED', 2), fill('t', 75)]],
    ['T10', working],
    ['T11', [...working, fill('t', 75)]],
    ['T12', [...working, word('EXPIRED', 2)]],
    ['T13', [...working, cancel]],
    ['T14', [...working, cancel, done]],
    ['T14', [...working, { ...word('OPEN', 2), price: 16_500 }]],
    ['T15', [...working, cancel, fill('t', 75)]],
    ['T15', [...working, cancel, fill('t', 75), word('CANCELLED', 2, 75)]],
    ['T16', [...working, fill('t', 75), bust('t')]],
    ['T18', [...working, passed]],
  ])('%s', (id, events) => {
    const last = events.at(-1)!;
    expect(applyOrderEvent(fold(...events.slice(0, -1)), last, 3).transition).toBe(id);
  });

  test('T17 an order placed elsewhere begins with its own line', () => {
    const foreign: OrderEvent = { type: 'intent', order: { ...record, source: 'BROKER', state: 'ACKED' } };
    expect(applyOrderEvent(null, foreign, 1).transition).toBe('T17');
  });

  test('the table has every line of the specification', () => {
    expect(new Set(TRANSITIONS.map(({ id }) => id))).toEqual(new Set(TRANSITION_IDS));
  });
});

/** What a broker delivers over the life of one order: consistent words with their own times, and the fills behind them. */
const delivered = fc
  .record({
    cuts: fc.array(fc.integer({ min: 1, max: 75 }), { maxLength: 6 }),
    prices: fc.array(fc.integer({ min: 15_000, max: 17_000 }), { minLength: 6, maxLength: 6 }),
    ends: fc.constantFrom('CANCELLED' as const, 'EXPIRED' as const, null),
    lateFill: fc.boolean(),
    busted: fc.subarray(['t0', 't1', 't2', 't3']),
    heardSince: fc.boolean(),
  })
  .map(({ cuts, prices, ends, lateFill, busted, heardSince }) => {
    const events: OrderEvent[] = [word('OPEN', 1)];
    let filled = 0;
    let ts = 1;
    cuts.forEach((cut, index) => {
      const quantity = Math.min(cut, 150 - filled);
      if (quantity === 0) return;
      filled += quantity;
      ts += 1;
      events.push(fill(`t${index}`, quantity, prices[index]));
      events.push(word(filled === 150 ? 'FILLED' : 'PARTIAL', ts, filled));
    });
    if (ends !== null && filled < 150) {
      events.push(word(ends, ts + 1, filled));
      if (lateFill) events.push(fill('late', 150 - filled, 16_000));
    }
    const last = events.findLast((event) => event.type === 'broker')!;
    for (const tradeId of busted) {
      const trade = events.find((event) => event.type === 'fill' && event.tradeId === tradeId);
      if (trade?.type !== 'fill') continue;
      ts += 2;
      filled -= trade.quantity;
      events.push(bust(tradeId, ts));
      if (heardSince) events.push({ ...last, brokerTs: ts, filled });
    }
    return events;
  });
const multiset = delivered.chain((events) =>
  fc
    .tuple(fc.array(fc.integer({ min: 0, max: events.length - 1 }), { maxLength: 8 }), fc.constant(events))
    .chain(([again, list]) => {
      const all = [...list, ...again.map((index) => list[index]!)];
      return fc.tuple(fc.constant(list), fc.shuffledSubarray(all, { minLength: all.length }));
    }),
);

const anyEvent: fc.Arbitrary<OrderEvent> = fc.oneof(
  fc.constantFrom<OrderEvent>(
    passed,
    sending,
    accepted,
    lost,
    absent,
    refused,
    { type: 'denied', reason },
    { type: 'dropped', reason },
    { type: 'protect', tpPrice: 17_000, slPrice: null },
    { type: 'anomaly', message: 'x' },
    {
      type: 'request',
      request: { id: 'r', kind: 'modify', state: 'sent', quantity: 75, price: 16_000, triggerPrice: null },
    },
    { type: 'requestEnded', requestId: 'r', state: 'unknown', reason },
    { type: 'requestEnded', requestId: 'r', state: 'done', reason: null },
  ),
  fc
    .record({ id: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 100 }) })
    .map(({ id, quantity }) => fill(id, quantity)),
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), ts: fc.nat(9) }).map(({ id, ts }) => bust(id, ts)),
  fc
    .record({
      status: fc.constantFrom<Word['status']>('OPEN', 'PARTIAL', 'FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED'),
      ts: fc.nat(9),
      filled: fc.integer({ min: 0, max: 150 }),
      quantity: fc.constantFrom(75, 150, 225),
    })
    .map(({ status, ts, filled, quantity }) => word(status, ts, Math.min(filled, quantity), quantity)),
);
const anyEvents = fc.array(anyEvent, { maxLength: 30 });
const runs = { numRuns: propertyRuns };

describe('properties of the fold', () => {
  test('O1 an order never fills beyond the most it was for, unless an anomaly says so', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let order = fold();
        let overfilled = false;
        for (const event of events) {
          const folded = applyOrderEvent(order, event, 2);
          order = folded.order;
          overfilled ||= /overfilled/.test(folded.anomaly ?? '');
          const { filled, quantity, state } = order.record;
          expect(filled).toBeGreaterThanOrEqual(0);
          expect(filled <= quantity || overfilled).toBe(true);
          expect(filled < quantity || !isLive(state)).toBe(true);
        }
      }),
      runs,
    );
  });

  test('O2 what is filled is the sum of its distinct fills that were not busted, exactly', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const known = new Map<string, { quantity: number; price: number }>();
        for (const event of events)
          if (event.type === 'fill' && !known.has(event.tradeId)) known.set(event.tradeId, event);
        for (const event of events) if (event.type === 'bust') known.delete(event.tradeId);
        const { record: after } = fold(...events);
        const fills = [...known.values()];
        expect(after.filled).toBe(fills.reduce((sum, each) => sum + each.quantity, 0));
        expect(after.filledValue).toBe(fills.reduce((sum, each) => sum + each.quantity * each.price, 0));
      }),
      runs,
    );
  });

  test('O3 a final state is left only by a new fill, a bust or by the word of the broker on an order it never had', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let order = fold();
        for (const event of events) {
          const before = order;
          const folded = applyOrderEvent(order, event, 2);
          order = folded.order;
          const left = isFinal(before.record.state) && order.record.state !== before.record.state;
          if (!left) continue;
          const answered = event.type === 'accepted' && before.local === 'NOT_PLACED';
          const spoke = event.type === 'broker';
          expect(event.type === 'fill' || event.type === 'bust' || spoke || answered).toBe(true);
          expect(!isLive(order.record.state) || folded.anomaly !== undefined).toBe(true);
        }
      }),
      runs,
    );
  });

  test('O4 any order and repetition of what is delivered ends the same', () => {
    fc.assert(
      fc.property(multiset, fc.integer({ min: 0, max: 3 }), ([inOrder, shuffled], when) => {
        const local = [...sent, accepted];
        const one = fold(...local, ...inOrder).record;
        // Updates may overtake the broker's answer, too.
        const other = fold(...local.slice(0, when), ...shuffled, ...local.slice(when)).record;
        expect(other).toMatchObject({
          state: one.state,
          filled: one.filled,
          filledValue: one.filledValue,
          quantity: one.quantity,
        });
      }),
      runs,
    );
  });

  test('T1–T18 whatever happens, an event takes a line of the table or is said to take none', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let order = fold();
        for (const event of events) {
          const before = order.record.state;
          const folded = applyOrderEvent(order, event, 2);
          order = folded.order;
          const took = folded.transition !== null && folded.transition !== 'T18';
          expect(took).toBe(folded.effect === 'applied' && event.type !== 'protect');
          expect(folded.transition === 'T18').toBe(folded.effect === 'anomaly');
          expect(folded.effect === 'applied' || order.record.state === before).toBe(true);
        }
      }),
      runs,
    );
  });

  test('O8 a snapshot and its tail come to what the whole journal does', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(30), (events, cut) => {
        const at = Math.min(cut, events.length);
        const snapshot = structuredClone(fold(...events.slice(0, at)));
        const journal = events
          .slice(at)
          .map((event, index) => ({ id: '', orderId: record.id, seq: at + 2 + index, at: 2, event }));
        expect(replayOrder(journal, snapshot)).toEqual(fold(...events));
      }),
      runs,
    );
  });

  test('O8 and O9 the journal replays to the same order, and a missing entry is noticed', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        let order = applyOrderEvent(null, intent, 1).order;
        const journal: JournalEntry[] = [{ id: '1', orderId: record.id, seq: 1, at: 1, event: intent }];
        events.forEach((event, index) => {
          const folded = applyOrderEvent(order, event, index + 2);
          expect(folded.order.record.seq).toBe(order.record.seq + 1);
          if (folded.effect === 'duplicate') return;
          order = folded.order;
          const { seq } = order.record;
          journal.push({ id: String(seq), orderId: record.id, seq, at: index + 2, event });
        });
        const stored = JSON.parse(JSON.stringify(journal)) as JournalEntry[];
        expect(replayOrder(stored)).toEqual(order);
        const last = { ...journal.at(-1)!, seq: journal.length + 1 };
        expect(() => replayOrder([...journal.slice(0, -1), last])).toThrow(/misses/);
      }),
      runs,
    );
  });
});
