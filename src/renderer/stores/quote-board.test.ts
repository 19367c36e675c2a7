import { beforeEach, expect, test } from 'vitest';
import { QUOTE_FIELDS, QUOTE_STRIDE, STAMP_ROW } from '../../contract/market.ts';
import { DeskClient } from '../client/desk-client.ts';
import { MemoryWire } from '../client/memory-wire.ts';
import { QuoteBoard } from './quote-board.ts';

let wire: MemoryWire;
let board: QuoteBoard;
let paints: (() => void)[];

beforeEach(async () => {
  wire = new MemoryWire();
  const client = new DeskClient(wire.open);
  await client.start();
  paints = [];
  board = new QuoteBoard(client, (paint) => paints.push(paint));
});

/** A frame of the page passes. */
const frame = () => {
  for (const paint of paints.splice(0)) paint();
};
const settled = () => new Promise<void>((resolve) => queueMicrotask(resolve));

function packed(...rows: { id: number; ltp: number }[]): Float64Array {
  const data = new Float64Array(rows.length * QUOTE_STRIDE);
  rows.forEach(({ id, ltp }, row) => {
    data[row * QUOTE_STRIDE] = id;
    data[row * QUOTE_STRIDE + QUOTE_FIELDS.indexOf('ltp')] = ltp;
  });
  return data;
}

const subscriptions = () => wire.sentOf('sub').map(({ args }) => (args as { instrumentIds: number[] }).instrumentIds);
const lastId = () => wire.sentOf('sub').at(-1)!.id;

test('watches made together share one subscription', async () => {
  board.watch([1, 2]);
  board.watch([2, 3]);
  await settled();
  expect(subscriptions()).toEqual([[1, 2, 3]]);
});

test('a new id widens the subscription, then the narrower one is left', async () => {
  board.watch([1]);
  await settled();
  const first = lastId();
  board.watch([2]);
  await settled();
  expect(subscriptions()).toEqual([[1], [1, 2]]);
  expect(wire.sent.slice(-2).map(({ t }) => t)).toEqual(['sub', 'unsub']);
  expect(wire.sentOf('unsub')).toEqual([{ t: 'unsub', id: first }]);
});

test('an id stays subscribed while anybody watches it', async () => {
  const stopOne = board.watch([1]);
  const stopOther = board.watch([1]);
  await settled();
  stopOne();
  stopOne();
  board.watch([9]);
  await settled();
  expect(subscriptions().at(-1)).toEqual([1, 9]);
  stopOther();
  board.watch([10]);
  await settled();
  expect(subscriptions().at(-1)).toEqual([9, 10]);
});

test('many updates within a frame are applied once, the latest wins, and only changed rows are told', async () => {
  board.watch([1, 2]);
  await settled();
  const told: number[] = [];
  board.listen(1, () => told.push(1));
  board.listen(2, () => told.push(2));
  const id = lastId();
  wire.say({ t: 'snap', id, seq: 0, data: packed({ id: 1, ltp: 100 }, { id: 2, ltp: 200 }) });
  wire.say({ t: 'delta', id, seq: 1, data: packed({ id: 1, ltp: 101 }) });
  wire.say({ t: 'delta', id, seq: 2, data: packed({ id: 1, ltp: 102 }) });
  expect(board.quoteOf(1)).toBeUndefined();
  expect(paints).toHaveLength(1);
  frame();
  expect(board.quoteOf(1)?.ltp).toBe(102);
  expect(told).toEqual([1, 2]);
  wire.say({ t: 'delta', id, seq: 3, data: packed({ id: 1, ltp: 102 }, { id: 2, ltp: 205 }) });
  const before = board.quoteOf(1);
  frame();
  expect(told).toEqual([1, 2, 2]);
  expect(board.quoteOf(1)).toBe(before);
});

test('a quote that is no longer followed is not there when it is watched again', async () => {
  const stop = board.watch([1]);
  await settled();
  wire.say({ t: 'snap', id: lastId(), seq: 0, data: packed({ id: 1, ltp: 100 }) });
  frame();
  stop();
  board.watch([2]);
  await settled();
  expect(board.quoteOf(1)).toBeUndefined();
});

test('clearing tells the rows and asks for fresh quotes', async () => {
  board.watch([1]);
  await settled();
  wire.say({ t: 'snap', id: lastId(), seq: 0, data: packed({ id: 1, ltp: 100 }) });
  frame();
  let told = 0;
  board.listen(1, () => told++);
  board.clear();
  expect(board.quoteOf(1)).toBeUndefined();
  expect(told).toBe(1);
  await settled();
  expect(subscriptions()).toEqual([[1], [1]]);
});

test('a price to send is the newest that came, though it is not painted yet', async () => {
  board.watch([1]);
  await settled();
  wire.say({ t: 'snap', id: lastId(), seq: 0, data: packed({ id: 1, ltp: 100 }) });
  frame();
  wire.say({ t: 'delta', id: lastId(), seq: 1, data: packed({ id: 1, ltp: 105 }) });
  expect([board.quoteOf(1)?.ltp, board.latestOf(1)?.ltp]).toEqual([100, 105]);
  frame();
  expect([board.quoteOf(1)?.ltp, board.latestOf(1)?.ltp]).toEqual([105, 105]);
});

test('a stamp is no quote: it is told once, after the figures it came with were written', async () => {
  const written: number[] = [];
  const client = new DeskClient(wire.open);
  await client.start();
  const stamped = new QuoteBoard(
    client,
    (paint) => paints.push(paint),
    (arrivedAt) => written.push(arrivedAt),
  );
  stamped.watch([1]);
  await settled();
  expect(wire.sentOf('sub').at(-1)!.args).toEqual({ instrumentIds: [1], stamps: true });
  const data = packed({ id: 1, ltp: 100 }, { id: STAMP_ROW, ltp: 0 });
  data[QUOTE_STRIDE + 1] = 1234.5;
  wire.say({ t: 'snap', id: lastId(), seq: 0, data });
  expect(written).toEqual([]);
  frame();
  expect(stamped.quoteOf(1)?.ltp).toBe(100);
  expect(stamped.quoteOf(STAMP_ROW)).toBeUndefined();
  wire.say({ t: 'delta', id: lastId(), seq: 1, data: packed({ id: 1, ltp: 105 }) });
  frame();
  expect(written).toEqual([1234.5]);
});
