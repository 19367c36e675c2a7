import { expect, test } from 'vitest';
import { averageFill, reasonText, saidBy, stateText, stateTone, typeText } from './order-figures.ts';

const reason = { code: 'RMS_MAX_LOTS', message: 'Open lots would be 11, the limit is 10.', details: {} } as const;

test('the average fill is value over units, absent before the first fill', () => {
  expect(averageFill({ filled: 130, filledValue: 130 * 16_437 + 65 })).toBe(16_437.5);
  expect(averageFill({ filled: 0, filledValue: 0 })).toBeNull();
});

test('a state is shown in words with the request under way', () => {
  expect(stateText({ state: 'TRIGGER_PENDING', pendingRequest: null })).toBe('TRIGGER PENDING');
  expect(stateText({ state: 'OPEN', pendingRequest: 'cancel' })).toBe('OPEN · cancelling');
});

test('denied and rejected are told apart by whose word it is, and say why', () => {
  expect(saidBy({ state: 'DENIED' })).toBe('RMS');
  expect(saidBy({ state: 'REJECTED' })).toBe('broker');
  expect(stateTone('DENIED')).toBe('danger');
  expect(reasonText({ state: 'DENIED', source: 'HAND', reason })).toBe(reason.message);
  expect(reasonText({ state: 'FILLED', source: 'HAND', reason })).toBeNull();
});

test('an order of the broker itself says what it is', () => {
  const settled = { code: 'BROKER_ORDER', message: 'Expired: settled at ₹12.35', details: {} } as const;
  expect(reasonText({ state: 'FILLED', source: 'BROKER', reason: settled })).toBe(settled.message);
  const limit = { orderType: 'LIMIT', triggerPrice: null, validity: 'DAY', intentId: 'own', partOf: null } as const;
  expect(typeText({ ...limit, source: 'BROKER' })).toBe('Limit · by the broker');
});

test('a stop and an IOC say what they are', () => {
  const stop = { triggerPrice: 16_300, validity: 'DAY', source: 'HAND', intentId: 'own', partOf: null } as const;
  expect(typeText({ ...stop, orderType: 'LIMIT' })).toBe('SL-L');
  expect(typeText({ ...stop, orderType: 'MARKET', source: 'BRACKET' })).toBe('SL-M · exit');
  const ioc = { orderType: 'MARKET', triggerPrice: null, validity: 'IOC', source: 'HAND', intentId: 'own' } as const;
  expect(typeText({ ...ioc, partOf: null })).toBe('Market IOC');
  expect(typeText({ ...ioc, partOf: 'a basket' })).toBe('Market IOC · part');
  expect(typeText({ ...ioc, partOf: 'own' })).toBe('Market IOC');
  expect(typeText({ ...ioc, partOf: 'own' }, { number: 1, of: 3, since: 0 })).toBe('Market IOC · part 1 of 3');
});
