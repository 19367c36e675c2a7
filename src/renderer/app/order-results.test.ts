import { expect, test } from 'vitest';
import type { Order } from '../../contract/trading.ts';
import { ordersStore } from '../stores/tables.ts';
import { toastsStore } from '../stores/toasts.ts';
import { announceOrderResults, orderResult, wholeOf } from './order-results.ts';

const base = {
  id: 'o1',
  side: 'BUY',
  lots: 2,
  quantity: 130,
  filled: 0,
  filledValue: 0,
  name: 'NIFTY 26000 CE',
  state: 'OPEN',
  reason: null,
  partOf: null,
  strategyId: null,
} as unknown as Order;

const said = (change: Partial<Order>) => orderResult({ ...base, ...change })?.text;

test('only final and unknown states are said', () => {
  for (const state of ['DRAFT', 'QUEUED', 'SENDING', 'ACKED', 'OPEN', 'PARTIAL', 'TRIGGER_PENDING'] as const) {
    expect(said({ state })).toBeUndefined();
  }
});

test('a fill says side, lots and average price', () => {
  expect(said({ state: 'FILLED', filled: 130, filledValue: 130 * 16_435 })).toBe(
    'Filled: BUY 2 lots NIFTY 26000 CE at 164.35',
  );
});

test('denied and rejected are told apart and say why', () => {
  const reason = { code: 'RMS_MAX_LOTS', message: 'Open lots would be 22; the limit is 20.', details: {} } as const;
  expect(said({ state: 'DENIED', reason })).toMatch(/^Denied by RMS: .*the limit is 20\.$/);
  expect(said({ state: 'REJECTED', reason })).toMatch(/^Rejected by the broker: /);
});

test('a cancel after a partial fill says how much was filled', () => {
  expect(said({ state: 'CANCELLED', filled: 65 })).toContain('after 65 of 130 filled');
});

test('an order is announced once at its end; orders that ended before are not', () => {
  const texts = () => toastsStore.getState().toasts.map(({ text }) => text);
  announceOrderResults();
  const old = { ...base, id: 'old', state: 'CANCELLED' } as Order;
  ordersStore.setState({ rows: [old], ready: true, snapshots: 1 });
  expect(texts()).toEqual([]);
  const filled = { ...base, state: 'FILLED', filled: 130, filledValue: 130 } as Order;
  ordersStore.setState({ rows: [old, base] });
  ordersStore.setState({ rows: [old, filled] });
  ordersStore.setState({ rows: [old, { ...filled, updatedAt: 2 }] });
  expect(texts()).toEqual(['Filled: BUY 2 lots NIFTY 26000 CE at 0.01']);
  const inReplay = { ...base, id: 'r', state: 'REJECTED' } as Order;
  ordersStore.setState({ rows: [inReplay], snapshots: 2 });
  expect(texts()).toHaveLength(1);
});

const part = (id: string, change: Partial<Order> = {}) =>
  ({ ...base, id, partOf: 'i', instrumentId: 7, lots: 27, quantity: 1755, ...change }) as Order;
const filledPart = (id: string, price: number) =>
  part(id, { state: 'FILLED', filled: 1755, filledValue: 1755 * price });

test('the parts of one intent are said once, as one order, when the last has ended', () => {
  const texts = () => toastsStore.getState().toasts.map(({ text }) => text);
  toastsStore.setState({ toasts: [] });
  ordersStore.setState({ rows: [part('p1'), part('p2')] });
  ordersStore.setState({ rows: [filledPart('p1', 16_000), part('p2')] });
  expect(texts()).toEqual([]);
  ordersStore.setState({ rows: [filledPart('p1', 16_000), filledPart('p2', 17_000)] });
  expect(texts()).toEqual(['Filled: BUY 54 lots NIFTY 26000 CE in 2 parts at 165.00']);
});

test('parts that ended differently are said by the worst of them, with what was filled', () => {
  const reason = { code: 'BROKER_REFUSED', message: 'Margin short.', details: {} } as const;
  const whole = wholeOf([filledPart('a', 16_000), part('b', { state: 'REJECTED', reason })])!;
  expect(orderResult(whole, 2)?.text).toBe(
    'Rejected by the broker: BUY 54 lots NIFTY 26000 CE in 2 parts after 1755 of 3510 filled. Margin short.',
  );
});

test('an unknown part is said at once, the whole when the others have ended', () => {
  const kinds = () => toastsStore.getState().toasts.map(({ kind, text }) => `${kind}: ${text.slice(0, 19)}`);
  toastsStore.setState({ toasts: [] });
  ordersStore.setState({ rows: [part('u1'), part('u2')] });
  ordersStore.setState({ rows: [part('u1', { state: 'UNKNOWN' }), part('u2')] });
  expect(kinds()).toEqual(['warn: Unknown: BUY 27 lot']);
  ordersStore.setState({ rows: [part('u1', { state: 'UNKNOWN' }), filledPart('u2', 16_000)] });
  expect(kinds()).toEqual(['warn: Unknown: BUY 27 lot', 'warn: Unknown: BUY 54 lot']);
});
