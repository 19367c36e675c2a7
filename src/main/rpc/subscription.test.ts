import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QUOTE_STRIDE } from '../../contract/market.ts';
import { CLOSE_CODE } from '../../contract/frames.ts';
import type { EngineMessage } from '../../contract/protocol.ts';
import type { Order } from '../../contract/trading.ts';
import type { Status } from '../../contract/desk.ts';
import { seededIds } from '../engine/core/ids.ts';
import { silentLog } from '../engine/core/operator-log.ts';
import { VirtualClock } from '../engine/core/virtual-clock.ts';
import { Connection, EVERY_ACCESS } from './connection.ts';
import { MemoryTransport } from './memory-transport.ts';
import { TestingDesk } from './testing-desk.ts';

const ORDERS = 1;
const QUOTES = 2;
const STATUS = 3;

/** A client that follows orders, quotes and the status; `fall behind` stops it with a full wire. */
function follow() {
  const desk = new TestingDesk();
  desk.snapshots.set('quotes', new Float64Array());
  desk.snapshots.set('status', status(0));
  const transport = new MemoryTransport();
  const clock = new VirtualClock(0);
  const allow = EVERY_ACCESS;
  const connection = new Connection({ api: desk.api, transport, allow, clock, ids: seededIds(1), log: silentLog });
  transport.say({ t: 'sub', id: ORDERS, topic: 'orders', args: {} });
  transport.say({ t: 'sub', id: QUOTES, topic: 'quotes', args: { instrumentIds: [1, 2, 3] } });
  transport.say({ t: 'sub', id: STATUS, topic: 'status', args: {} });
  const taken = (id: number) => transport.taken.filter((message) => message.id === id);
  const fallBehind = () => {
    transport.stall();
    desk.emit('orders', { upsert: [{ id: 'ballast', symbol: 'x'.repeat(300_000) } as Order], remove: [] });
  };
  return { desk, transport, connection, taken, fallBehind };
}

function row(instrumentId: number, ltp: number) {
  const packed = new Float64Array(QUOTE_STRIDE);
  packed[0] = instrumentId;
  packed[2] = ltp;
  return packed;
}

const order = (id: string) => ({ upsert: [{ id } as Order], remove: [] });
const status = (outbox: number) => ({ outbox }) as Status;
const seqs = (messages: EngineMessage[]) => messages.map((message) => ('seq' in message ? message.seq : null));
const quotesOf = (messages: EngineMessage[]) =>
  messages.slice(1).flatMap((message) => {
    const packed = (message as { data: Float64Array }).data;
    return Array.from({ length: packed.length / QUOTE_STRIDE }, (_, at) => [
      packed[at * QUOTE_STRIDE],
      packed[at * QUOTE_STRIDE + 2],
    ]);
  });

describe('Subscription', () => {
  it('opens with a snapshot and counts its deltas from 1', () => {
    const { desk, taken } = follow();
    desk.emit('orders', order('a'));
    desk.emit('orders', order('b'));
    expect(taken(ORDERS)).toEqual([
      { t: 'snap', id: ORDERS, seq: 0, data: [] },
      { t: 'delta', id: ORDERS, seq: 1, data: order('a') },
      { t: 'delta', id: ORDERS, seq: 2, data: order('b') },
    ]);
  });

  it('opens anew on a reset', () => {
    const { desk, taken } = follow();
    desk.emit('orders', order('a'));
    desk.reset('orders', [{ id: 'replayed' } as Order]);
    desk.emit('orders', order('b'));
    expect(taken(ORDERS).slice(2)).toEqual([
      { t: 'snap', id: ORDERS, seq: 0, data: [{ id: 'replayed' }] },
      { t: 'delta', id: ORDERS, seq: 1, data: order('b') },
    ]);
  });

  it('keeps what a source says before its snapshot is out', () => {
    const desk = new TestingDesk();
    (desk.api.topics as { orders: unknown }).orders = (_args: object, emit: (delta: unknown) => void) => {
      emit(order('early'));
      return { snapshot: [{ id: 'first' }], close: () => {} };
    };
    const transport = new MemoryTransport();
    const clock = new VirtualClock(0);
    const options = { api: desk.api, transport, allow: EVERY_ACCESS, clock, ids: seededIds(1), log: silentLog };
    expect(new Connection(options)).toBeDefined();
    transport.say({ t: 'sub', id: 1, topic: 'orders', args: {} });
    expect(transport.taken).toEqual([
      { t: 'snap', id: 1, seq: 0, data: [{ id: 'first' }] },
      { t: 'delta', id: 1, seq: 1, data: order('early') },
    ]);
  });

  it('gives a slow client the latest quote of each instrument and every order event', () => {
    const { desk, transport, taken, fallBehind } = follow();
    desk.emit('quotes', row(1, 100));
    fallBehind();
    for (let i = 1; i <= 50; i += 1) {
      desk.emit('quotes', row(1, 100 + i));
      desk.emit('quotes', row(2, 200 + i));
      desk.emit('status', status(i));
      desk.emit('orders', order(`o${i}`));
    }
    transport.resume();
    desk.emit('quotes', row(3, 300));
    expect(quotesOf(taken(QUOTES))).toEqual([
      [1, 100],
      [1, 150],
      [2, 250],
      [3, 300],
    ]);
    expect(seqs(taken(QUOTES))).toEqual([0, 1, 2, 3]);
    expect(taken(STATUS).slice(1)).toEqual([{ t: 'delta', id: STATUS, seq: 1, data: status(50) }]);
    expect(taken(ORDERS)).toHaveLength(52);
    expect(seqs(taken(ORDERS))).toEqual(Array.from({ length: 52 }, (_, seq) => seq));
  });

  it('forgets what waited when the source resets', () => {
    const { desk, transport, taken, fallBehind } = follow();
    fallBehind();
    desk.emit('quotes', row(1, 100));
    desk.emit('status', status(1));
    desk.reset('quotes', row(9, 900));
    desk.reset('status', status(2));
    transport.resume();
    expect(taken(QUOTES).at(-1)).toEqual({ t: 'snap', id: QUOTES, seq: 0, data: row(9, 900) });
    expect(taken(STATUS).at(-1)).toEqual({ t: 'snap', id: STATUS, seq: 0, data: status(2) });
  });

  it('closes a client that falls behind with what may not be dropped', () => {
    const { desk, transport } = follow();
    transport.stall();
    for (let i = 0; i < 60; i += 1) {
      desk.emit('orders', { upsert: [{ id: `o${i}`, symbol: 'x'.repeat(300_000) } as Order], remove: [] });
    }
    expect(transport.closed?.code).toBe(CLOSE_CODE.TOO_SLOW);
    expect(Buffer.byteLength(transport.closed!.reason)).toBeLessThanOrEqual(123);
    expect(desk.followers.every(({ closed }) => closed)).toBe(true);
  });

  it('whatever the pauses: seq has no gap, no order event is lost, the last quote of each instrument arrives', () => {
    const act = fc.record({
      act: fc.constantFrom('order', 'quote', 'status', 'behind', 'resume'),
      instrument: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const { desk, transport, taken, fallBehind } = follow();
        const last = new Map<number, number>();
        let orders = 0;
        let statuses = 0;
        acts.forEach((step, at) => {
          if (step.act === 'order') desk.emit('orders', order(`o${(orders += 1)}`));
          else if (step.act === 'status') desk.emit('status', status((statuses = at + 1)));
          else if (step.act === 'behind') fallBehind();
          else if (step.act === 'resume') transport.resume();
          else {
            desk.emit('quotes', row(step.instrument, at + 1));
            last.set(step.instrument, at + 1);
          }
        });
        transport.resume();
        for (const id of [ORDERS, QUOTES, STATUS]) {
          expect(seqs(taken(id))).toEqual(taken(id).map((_, seq) => seq));
        }
        const ids = taken(ORDERS)
          .slice(1)
          .flatMap((message) => (message as { data: { upsert: Order[] } }).data.upsert.map(({ id }) => id));
        expect(ids.filter((id) => id !== 'ballast')).toEqual(Array.from({ length: orders }, (_, i) => `o${i + 1}`));
        expect(new Map(quotesOf(taken(QUOTES)) as [number, number][])).toEqual(last);
        expect(taken(STATUS).at(-1)).toMatchObject({ data: { outbox: statuses } });
      }),
      { numRuns: 100 },
    );
  });
});
