import { expect, it } from 'vitest';
import type { JournalEntry } from '../../domain/order.ts';
import { foldable } from './stored-order.ts';

const journal = (order: object): JournalEntry[] => [
  { id: 'j', orderId: 'o', seq: 1, at: 0, event: { type: 'intent', order } } as unknown as JournalEntry,
];

it('F4 a bit that renamed the list of requests in a journal is refused with a sentence', () => {
  const whole = journal({ requests: [] });
  expect(foldable('o', whole)).toBe(whole);
  expect(() => foldable('o', journal({ requestr: [] }))).toThrow(/journal of order o is damaged.*Put back a backup/);
});
