import { expect, test } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import { legAfterKey, legOf, type Leg } from './leg.ts';

const chain = { ladder: [100, 200, 300, 400, 500], atm: 300 };
const at = (strike: number, kind: Leg['kind'] = 'CE'): Leg => ({ strike, kind });

test('arrows and brackets move along the strikes and stay inside', () => {
  expect(legAfterKey('ArrowDown', at(300), chain)).toEqual(at(400));
  expect(legAfterKey(']', at(300, 'PE'), chain)).toEqual(at(400, 'PE'));
  expect(legAfterKey('[', at(100), chain)).toEqual(at(100));
  expect(legAfterKey('PageDown', at(200), chain)).toEqual(at(500));
});

test('C, P and the arrows change the side of the same strike', () => {
  expect(legAfterKey('p', at(200), chain)).toEqual(at(200, 'PE'));
  expect(legAfterKey('ArrowLeft', at(200, 'PE'), chain)).toEqual(at(200, 'CE'));
});

test('without a leg, and at Home, the money is next', () => {
  expect(legAfterKey('ArrowDown', null, chain)).toEqual(at(300));
  expect(legAfterKey('p', null, chain)).toEqual(at(300, 'PE'));
  expect(legAfterKey('Home', at(500, 'PE'), chain)).toEqual(at(300, 'PE'));
  expect(legAfterKey('ArrowDown', null, { ladder: [100, 200, 300], atm: null })).toEqual(at(200));
});

test('other keys, and a chain without strikes, lead nowhere', () => {
  expect(legAfterKey('b', at(300), chain)).toBeNull();
  expect(legAfterKey('ArrowDown', null, { ladder: [], atm: null })).toBeNull();
});

test('an instrument is a leg only of its own underlying and expiry', () => {
  const call = { underlying: 'NIFTY', expiry: '2026-11-24', kind: 'CE', strike: 300 } as Instrument;
  expect(legOf(call, 'NIFTY', '2026-11-24')).toEqual(at(300));
  expect(legOf(call, 'NIFTY', '2026-12-01')).toBeNull();
  expect(legOf({ ...call, kind: 'FUT', strike: null }, 'NIFTY', '2026-11-24')).toBeNull();
  expect(legOf(undefined, 'NIFTY', '2026-11-24')).toBeNull();
});
