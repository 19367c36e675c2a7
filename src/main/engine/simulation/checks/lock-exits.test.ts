import { expect, test } from 'vitest';
import { derivedId } from '../../oms/ledger/derived-id.ts';
import type { Committed } from '../durable.ts';
import { LockExits } from './lock-exits.ts';

const lock = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const exit = (number: number) => ({ source: 'SQUARE_OFF', partOf: derivedId(lock, number * 1000) }) as const;

test('every exit of a lock is known as its own, however often the broker refuses', () => {
  const exits = new LockExits();
  exits.follow({ locks: [{ id: lock, state: 'EXITING' }] } as unknown as Committed);
  for (let number = 0; number < 300; number++) expect(exits.lockOf(exit(number))).toBe(lock);
});

test('a square-off by hand is of no lock, and so is what a lock that waits has not sent', () => {
  const exits = new LockExits();
  exits.follow({ locks: [{ id: lock, state: 'LOCKED' }] } as unknown as Committed);
  expect(exits.lockOf(exit(0))).toBeNull();
  expect(exits.lockOf({ source: 'SQUARE_OFF', partOf: null })).toBeNull();
});
