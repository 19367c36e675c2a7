import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Order } from '../../contract/trading.ts';
import { DeskClient } from '../client/desk-client.ts';
import { MemoryWire } from '../client/memory-wire.ts';
import { applyTableDelta, followTables, ordersStore } from './tables.ts';

const { array, assert, constantFrom, integer, property, record } = fc;
const row = (id: string, lots: number) => ({ id, lots });

test('changed rows keep their place, new rows follow, removed rows go', () => {
  const rows = [row('a', 1), row('b', 1), row('c', 1)];
  const delta = { upsert: [row('b', 2), row('d', 1)], remove: ['a'] };
  expect(applyTableDelta('orders', rows, delta)).toEqual([row('b', 2), row('c', 1), row('d', 1)]);
  expect(rows).toHaveLength(3);
});

test('positions are keyed by their instrument', () => {
  const rows = [{ instrumentId: 7, netQty: 65 }];
  expect(applyTableDelta('positions', rows, { upsert: [{ instrumentId: 7, netQty: 0 }], remove: [] })).toEqual([
    { instrumentId: 7, netQty: 0 },
  ]);
});

test('any run of deltas leaves what the last delta of each key said', () => {
  const id = constantFrom('a', 'b', 'c', 'd');
  const step = record({ upsert: array(record({ id, lots: integer() })), remove: array(id) });
  assert(
    property(array(step), (steps) => {
      const expected = new Map<string, { id: string; lots: number }>();
      let rows: { id: string; lots: number }[] = [];
      for (const delta of steps) {
        for (const changed of delta.upsert) expected.set(changed.id, changed);
        for (const gone of delta.remove) expected.delete(gone);
        rows = applyTableDelta('orders', rows, delta);
      }
      expect(new Map(rows.map((left) => [left.id, left]))).toEqual(expected);
      expect(rows).toHaveLength(expected.size);
    }),
  );
});

test('a fresh snapshot replaces the rows and is counted', async () => {
  const wire = new MemoryWire();
  const client = new DeskClient(wire.open);
  await client.start();
  followTables(client);
  const { id } = wire.sentOf('sub').find(({ topic }) => topic === 'orders')!;
  const order = (name: string) => ({ id: name }) as Order;
  wire.say({ t: 'snap', id, seq: 0, data: [order('paper')] });
  wire.say({ t: 'delta', id, seq: 1, data: { upsert: [order('more')], remove: [] } });
  expect(ordersStore.getState().rows.map((held) => held.id)).toEqual(['paper', 'more']);
  wire.say({ t: 'snap', id, seq: 0, data: [order('replay')] });
  expect(ordersStore.getState()).toEqual({ rows: [order('replay')], ready: true, snapshots: 2 });
});
