import { expect, test } from 'vitest';
import type { ChainSide } from '../../../contract/chain.ts';
import { CHAIN_COLUMNS, CHAIN_VIEWS, inOrder, isChainView, mirrored } from './chain-columns.ts';

const side: ChainSide = {
  instrumentId: 7,
  ltp: 164_35,
  bid: 164_25,
  ask: 164_45,
  volume: 33_60_000,
  oi: 95_30_000,
  chgOi: null,
  chgOiReason: 'No close of the day before is known.',
  iv: null,
  ivReason: 'The price is below intrinsic value.',
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
};

test('the columns of every view stand in their one order', () => {
  for (const { columns } of Object.values(CHAIN_VIEWS)) expect(inOrder(columns)).toEqual(columns);
  expect(inOrder(['ask', 'oi', 'no such column'])).toEqual(['oi', 'ltp', 'ask']);
});

test('puts are the mirror of calls, but bid stays before ask', () => {
  expect(mirrored(CHAIN_VIEWS.oi.columns)).toEqual(['bid', 'ask', 'ltp', 'iv', 'delta', 'volume', 'chgOi', 'oi']);
  expect(mirrored(CHAIN_VIEWS.depth.columns)).toEqual(['bidQty', 'bid', 'ask', 'askQty', 'spread', 'ltp', 'volume']);
});

test('a figure that is missing is a dash that says why', () => {
  expect(CHAIN_COLUMNS.iv.text(side)).toBe('–');
  expect(CHAIN_COLUMNS.iv.title(side)).toBe('The price is below intrinsic value.');
  expect(CHAIN_COLUMNS.delta.text(side)).toBe('–');
  expect(CHAIN_COLUMNS.delta.title(side)).toBe('The price is below intrinsic value.');
  expect(CHAIN_COLUMNS.chgOi.text(side)).toBe('–');
  expect(CHAIN_COLUMNS.chgOi.title(side)).toBe('No close of the day before is known.');
  expect(CHAIN_COLUMNS.spread.text({ ...side, bid: null })).toBe('–');
  expect(CHAIN_COLUMNS.bidQty.text(side, undefined)).toBe('–');
});

test('prices are rupees, theta a day, the spread what a round trip costs', () => {
  expect(CHAIN_COLUMNS.ltp.text(side)).toBe('164.35');
  expect(CHAIN_COLUMNS.spread.text(side)).toBe('0.20');
  expect(CHAIN_COLUMNS.theta.text({ ...side, theta: -1234.4 })).toBe('−12.34');
  expect(CHAIN_COLUMNS.gamma.text({ ...side, gamma: 0.0000312 })).toBe('0.0031');
  expect(CHAIN_COLUMNS.chgOi.look({ ...side, chgOi: -5 })).toBe('down');
});

test('a saved view is taken only when there is one of its name', () => {
  expect([isChainView('greeks'), isChainView('rho'), isChainView(null)]).toEqual([true, false, false]);
});
