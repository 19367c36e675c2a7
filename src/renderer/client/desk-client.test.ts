import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Order } from '../../contract/trading.ts';
import { CallError } from './call-error.ts';
import { DeskClient, type ConnectionState } from './desk-client.ts';
import { MemoryWire } from './memory-wire.ts';
import { RefusedError } from './transport.ts';

let wire: MemoryWire;
let client: DeskClient;
let states: ConnectionState['kind'][];

beforeEach(async () => {
  vi.useFakeTimers();
  wire = new MemoryWire();
  client = new DeskClient(wire.open);
  states = [];
  client.onState(({ kind }) => states.push(kind));
  await client.start();
});

afterEach(() => {
  client.stop();
  vi.useRealTimers();
});

const lostBack = () => vi.advanceTimersByTimeAsync(60_000);

function follow() {
  const seen: string[] = [];
  const stop = client.subscribe(
    'orders',
    {},
    {
      onSnapshot: (rows) => seen.push(`snap ${rows.map(({ id }) => id).join()}`),
      onDelta: ({ upsert }) => seen.push(`delta ${upsert.map(({ id }) => id).join()}`),
    },
  );
  return { seen, stop };
}

const order = (id: string) => ({ id }) as Order;
const lastSub = () => wire.sentOf('sub').at(-1)!;

test('a call resolves with the answer of its own id', async () => {
  const first = client.call('replay.days', {});
  const second = client.call('workspace.load', { key: 'layout' });
  const [a, b] = wire.sentOf('call');
  wire.say({ t: 'ok', id: b!.id, result: 'second' });
  wire.say({ t: 'ok', id: a!.id, result: [] });
  expect(await first).toEqual([]);
  expect(await second).toBe('second');
});

test('a refusal rejects with its code, sentence and figures', async () => {
  const asked = client.call('jobs.cancel', { jobId: 'x' });
  const error = { code: 'IMPORT_BUSY', message: 'An import is running.', details: { left: 3 } } as const;
  wire.say({ t: 'err', id: wire.sentOf('call')[0]!.id, error });
  await expect(asked).rejects.toMatchObject(error);
  await expect(asked).rejects.toBeInstanceOf(CallError);
});

test('calls in flight are rejected on a lost connection and never sent again', async () => {
  const asked = client.call('replay.stop', {});
  wire.drop('The terminal is closing.');
  await expect(asked).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  await lostBack();
  expect(wire.opened).toBe(2);
  expect(wire.sentOf('call')).toHaveLength(1);
  expect(states).toEqual(['connecting', 'connected', 'lost', 'connected']);
});

test('without a connection a call is rejected at once and sends nothing later', async () => {
  wire.refusal = new Error('down');
  wire.drop();
  await expect(client.call('replay.stop', {})).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  wire.refusal = null;
  await lostBack();
  expect(wire.sentOf('call')).toHaveLength(0);
});

test('subscriptions are made anew after a reconnect, and an old subscription is not heard', async () => {
  const { seen } = follow();
  const before = lastSub();
  wire.say({ t: 'snap', id: before.id, seq: 0, data: [order('a')] });
  wire.drop();
  await lostBack();
  const after = lastSub();
  expect(after.id).not.toBe(before.id);
  wire.say({ t: 'delta', id: before.id, seq: 1, data: { upsert: [order('old')], remove: [] } });
  wire.say({ t: 'snap', id: after.id, seq: 0, data: [order('b')] });
  expect(seen).toEqual(['snap a', 'snap b']);
});

test('a gap in the sequence is not shown: the subscription is made anew', () => {
  const { seen } = follow();
  const { id } = lastSub();
  wire.say({ t: 'snap', id, seq: 0, data: [] });
  wire.say({ t: 'delta', id, seq: 1, data: { upsert: [order('one')], remove: [] } });
  wire.say({ t: 'delta', id, seq: 3, data: { upsert: [order('three')], remove: [] } });
  expect(seen).toEqual(['snap ', 'delta one']);
  expect(wire.sentOf('unsub')).toEqual([{ t: 'unsub', id }]);
  expect(wire.sentOf('sub')).toHaveLength(2);
  wire.say({ t: 'snap', id: lastSub().id, seq: 0, data: [order('all')] });
  expect(seen.at(-1)).toBe('snap all');
});

test('a second snapshot, as on a change of mode, starts the sequence again', () => {
  const { seen } = follow();
  const { id } = lastSub();
  wire.say({ t: 'snap', id, seq: 0, data: [] });
  wire.say({ t: 'delta', id, seq: 1, data: { upsert: [order('paper')], remove: [] } });
  wire.say({ t: 'snap', id, seq: 0, data: [order('replay')] });
  wire.say({ t: 'delta', id, seq: 1, data: { upsert: [order('next')], remove: [] } });
  expect(seen).toEqual(['snap ', 'delta paper', 'snap replay', 'delta next']);
});

test('after unsubscribing nothing is heard, and nothing is made anew', async () => {
  const { seen, stop } = follow();
  const { id } = lastSub();
  stop();
  wire.say({ t: 'snap', id, seq: 0, data: [order('late')] });
  expect(seen).toEqual([]);
  expect(wire.sentOf('unsub')).toEqual([{ t: 'unsub', id }]);
  wire.drop();
  await lostBack();
  expect(wire.sentOf('sub')).toHaveLength(1);
});

test('a subscription made while disconnected is sent when the connection comes', async () => {
  wire.drop();
  follow();
  expect(wire.sentOf('sub')).toHaveLength(0);
  await lostBack();
  expect(wire.sentOf('sub')).toHaveLength(1);
});

test('a refused connection is not tried again and tells its sentence', async () => {
  wire.drop('This session has ended.', true);
  await lostBack();
  expect(wire.opened).toBe(1);
  expect(client.state).toEqual({ kind: 'refused', message: 'This session has ended.' });
});

test('a first attempt that is refused tells its sentence', async () => {
  wire.refusal = new RefusedError('Open the link again.');
  const other = new DeskClient(wire.open);
  await other.start();
  expect(other.state).toEqual({ kind: 'refused', message: 'Open the link again.' });
});

test('an engine that is away at first is tried until it is there', async () => {
  wire.refusal = new Error('nobody listens');
  const other = new DeskClient(wire.open);
  await other.start();
  expect(other.state).toEqual({ kind: 'connecting' });
  wire.refusal = null;
  await lostBack();
  expect(other.state).toEqual({ kind: 'connected' });
  other.stop();
});
