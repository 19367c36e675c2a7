import { expect, test } from 'vitest';
import type { Order, Position } from '../../../contract/trading.ts';
import { chartLines, dragPrice, protectionKind } from './chart-lines.ts';
import { movedBooks } from './line-move.ts';

const position: Position = {
  instrumentId: 1,
  symbol: 'NIFTY26NOV24500CE',
  name: 'NIFTY 24500 CE',
  product: 'NRML',
  lotSize: 65,
  netQty: 195,
  cost: 195 * 15_140,
  ltp: 16_435,
  unrealised: 195 * 1295,
  realised: 0,
  charges: 0,
  tpPrice: 18_600,
  slPrice: 14_200,
  trail: null,
  stopHome: 'TERMINAL',
  protection: 'OK',
  protectionFrozen: false,
  note: null,
  updatedAt: 0,
};

const order = (change: Partial<Order>): Order => ({
  id: 'o1',
  intentId: 'i1',
  parentId: null,
  partOf: null,
  strategyId: null,
  instrumentId: 1,
  symbol: position.symbol,
  name: position.name,
  side: 'BUY',
  product: 'NRML',
  orderType: 'LIMIT',
  source: 'HAND',
  lots: 1,
  lotSize: 65,
  quantity: 65,
  filled: 0,
  filledValue: 0,
  price: 16_220,
  triggerPrice: null,
  validity: 'DAY',
  tpPrice: null,
  slPrice: null,
  state: 'OPEN',
  status: 'PENDING',
  pendingRequest: null,
  brokerOrderId: 'B1',
  reason: null,
  createdAt: 0,
  updatedAt: 0,
  ...change,
});

test('a long position shows its line, target and stop with their outcome in rupees', () => {
  const lines = chartLines(position, []);
  expect(lines.map(({ word, text, price, outcome, note }) => [word, text, price, outcome, note])).toEqual([
    ['LONG', '3 lots · 195', 15_140, 252_525, null],
    ['TARGET', '3 lots', 18_600, 674_700, 'held here'],
    ['STOP', '3 lots', 14_200, -183_300, 'held here'],
  ]);
});

test('a stop says where it rests, also while the feed is stale, and its order has no line of its own', () => {
  const resting = { ...position, stopHome: 'EXCHANGE' as const };
  const own = order({ side: 'SELL', source: 'BRACKET', state: 'TRIGGER_PENDING', triggerPrice: 14_200, price: 13_900 });
  const notes = (held: Position, orders: Order[]) => chartLines(held, orders).map(({ word, note }) => [word, note]);
  expect(notes(resting, [own])).toEqual([
    ['LONG', null],
    ['TARGET', 'held here'],
    ['STOP', 'at exchange'],
  ]);
  expect(notes({ ...resting, protectionFrozen: true }, [own]).at(-1)).toEqual(['STOP', 'at exchange']);
  expect(notes(position, [{ ...own, state: 'UNKNOWN' }]).at(-1)).toEqual(['UNKNOWN', 'without proof']);
  expect(notes(position, [{ ...own, state: 'OPEN' }]).at(-1)).toEqual(['SELL', 'exit']);
});

test('a short position gains below its average, and says when its protection is frozen', () => {
  const short = {
    ...position,
    netQty: -65,
    cost: -65 * 15_140,
    tpPrice: 14_000,
    slPrice: null,
    protectionFrozen: true,
  };
  const [line, target] = chartLines(short, []);
  expect(line).toMatchObject({ word: 'SHORT', text: '1 lot · 65', price: 15_140 });
  expect(target).toMatchObject({ outcome: 65 * 1140, note: 'frozen: feed stale' });
});

test('a flat position has no line', () => {
  expect(chartLines({ ...position, netQty: 0, cost: 0 }, [])).toEqual([]);
});

test('a working order shows its open lots in its side’s colour; a finished one is gone', () => {
  const partial = order({ lots: 3, quantity: 195, filled: 65, state: 'PARTIAL' });
  expect(chartLines(undefined, [partial, order({ id: 'o2', status: 'FILLED', state: 'FILLED' })])).toMatchObject([
    { id: 'order:o1', word: 'BUY', text: '2 lots limit', color: '--up', draggable: true, closable: true },
  ]);
  expect(chartLines(undefined, [order({ side: 'SELL' })])).toMatchObject([{ color: '--down' }]);
});

test('a stop that waits is a stop at its trigger; once triggered it is a limit at its price', () => {
  const stop = order({ side: 'SELL', state: 'TRIGGER_PENDING', triggerPrice: 15_000, price: 14_700 });
  expect(chartLines(undefined, [stop])).toMatchObject([{ text: '1 lot stop', price: 15_000 }]);
  expect(chartLines(undefined, [{ ...stop, state: 'OPEN' }])).toMatchObject([{ text: '1 lot limit', price: 14_700 }]);
});

test('a stop is dragged by its trigger, and its limit moves along', () => {
  const stop = order({ side: 'SELL', state: 'TRIGGER_PENDING', triggerPrice: 15_000, price: 14_700 });
  const moved = (from: Order) => movedBooks(position, [from], { lineId: 'order:o1', price: 15_200 }).orders;
  expect(moved(stop)).toEqual([{ ...stop, triggerPrice: 15_200, price: 14_900 }]);
  const market = { ...stop, orderType: 'MARKET' as const };
  expect(moved(market)).toEqual([{ ...market, triggerPrice: 15_200 }]);
  expect(moved({ ...stop, state: 'OPEN' })).toEqual([{ ...stop, state: 'OPEN', price: 15_200 }]);
});

test('an unknown order can be neither moved nor cancelled from its line', () => {
  expect(chartLines(undefined, [order({ state: 'UNKNOWN' })])).toMatchObject([
    { kind: 'unknown', color: '--warn', text: 'BUY 1 lot', draggable: false, closable: false },
  ]);
});

test('the target and stop of a waiting entry are worth what it would make of them', () => {
  const lines = chartLines(undefined, [order({ tpPrice: 18_020, slPrice: 15_420 })]);
  expect(lines.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['order:o1', null],
    ['target:o1', 65 * 1800],
    ['stop:o1', -65 * 800],
  ]);
});

test('a drag lands on the tick and never under one tick', () => {
  expect([dragPrice(16_222.4, 5), dragPrice(16_222.6, 5), dragPrice(-40, 5)]).toEqual([16_220, 16_225, 5]);
});

test('a drag out of the position becomes a target on the winning side and a stop on the other', () => {
  expect(protectionKind(65, 15_140, 15_145)).toBe('target');
  expect(protectionKind(65, 15_140, 15_135)).toBe('stop');
  expect(protectionKind(-65, 15_140, 15_135)).toBe('target');
  expect(protectionKind(-65, 15_140, 15_145)).toBe('stop');
});

test('a moved line changes only what it stands for', () => {
  const entry = order({ tpPrice: 18_000, slPrice: 15_000 });
  const move = (lineId: string) => movedBooks(position, [entry], { lineId, price: 17_000 });
  expect(move('stop')).toEqual({ position: { ...position, slPrice: 17_000 }, orders: [entry] });
  expect(move('order:o1')).toEqual({ position, orders: [{ ...entry, price: 17_000 }] });
  expect(move('target:o1')).toEqual({ position, orders: [{ ...entry, tpPrice: 17_000 }] });
});
