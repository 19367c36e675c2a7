import { expect, test } from 'vitest';
import { LIMIT_KEYS, type Limits } from '../../../contract/risk.ts';
import { strategyLimitsOf } from './strategy-limits.ts';

const OFF = Object.fromEntries(LIMIT_KEYS.map((key) => [key, null])) as Limits;

test('each limit that is set says its figure, each that is off what holds instead', () => {
  const all = { ...OFF, maxLoss: 200_000, maxLots: 2, maxOrderLots: 1, profitLock: 100_000, trailingSl: 12 };
  const [off, set] = [strategyLimitsOf(OFF), strategyLimitsOf(all)];
  expect(set.map(({ text }) => text)).toEqual(['₹2,000.00', '2 lots', '1 lot', '₹1,000.00', '12 points']);
  for (const [at, { sentence, text }] of set.entries()) {
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(sentence).toContain(text);
    expect(off[at]!.text).toBe('off');
    expect(off[at]!.sentence).not.toBe(sentence);
  }
});

test('the profit lock says what arms it: one and a half times what it keeps', () => {
  const lock = strategyLimitsOf({ ...OFF, profitLock: 100_000 }).find(
    ({ parameter }) => parameter.key === 'profitLock',
  );
  expect(lock?.sentence).toContain('has reached ₹1,500.00, a fall back to ₹1,000.00');
});
