import { expect, test } from 'vitest';
import type { Order } from '../../contract/trading.ts';
import { ordersStore } from '../stores/tables.ts';
import { toastsStore } from '../stores/toasts.ts';
import { announceOrderResults, orderResult } from './order-results.ts';

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
