import { expect, it } from 'vitest';
import type { Order } from '../../../contract/trading.ts';
import type { BrokerOrder } from '../brokers/broker.ts';
import { checkAgainstTruth } from './truth-check.ts';

const START = 1000;
const id = '3b241101-e2bb-4255-8caf-4136c566a962';
const ours = {
  id,
  intentId: 'intent-1',
  brokerOrderId: 'b1',
  side: 'BUY',
  name: 'NIFTY 26000 CE',
  quantity: 75,
  filled: 75,
  state: 'FILLED',
  createdAt: START + 5,
} as Order;
const row = {
  brokerOrderId: 'b1',
  tag: '3b241101e2bb42558caf',
  side: 'BUY',
  quantity: 75,
  filled: 75,
  status: 'FILLED',
  ts: START + 9,
} as BrokerOrder;
const check = (orders: Order[], rows: BrokerOrder[]) => checkAgainstTruth(orders, { orders: rows }, START);

it('finds nothing where both tell the same, by the id or, before the answer came, by the tag', () => {
  expect(check([ours], [row])).toEqual({ doubled: [], lost: [] });
  expect(check([{ ...ours, brokerOrderId: null }], [row])).toEqual({ doubled: [], lost: [] });
});

it('leaves alone what was before the drill, and what was placed elsewhere', () => {
  const before = { ...row, brokerOrderId: 'b0', ts: START - 1 };
  expect(check([ours], [before, row, { ...row, brokerOrderId: 'b9', tag: null }])).toEqual({ doubled: [], lost: [] });
});

it('O5: two orders of one intent are doubled', () => {
  const { doubled, lost } = check([ours], [row, { ...row, brokerOrderId: 'b2' }]);
  expect(doubled).toEqual(['BUY 75 (b1) is at the broker 2 times (intent-1).']);
  expect(lost).toEqual([]);
});

it.each<[string, Order[], BrokerOrder[], string]>([
  ['an order we know nothing of (O6)', [], [row], 'BUY 75 (b1) is at the broker and in no book of ours.'],
  ['a fill we missed', [{ ...ours, filled: 0, state: 'OPEN' }], [row], 'BUY 75 (b1) filled 75; our book has 0.'],
  [
    'an order that works there and is dead here',
    [{ ...ours, filled: 0, state: 'NOT_PLACED' }],
    [{ ...row, filled: 0, status: 'OPEN' }],
    'BUY 75 (b1) is OPEN; ours NOT_PLACED.',
  ],
  [
    'an order that is dead there and works here',
    [{ ...ours, filled: 0, state: 'OPEN' }],
    [{ ...row, filled: 0, status: 'CANCELLED' }],
    'BUY 75 (b1) is CANCELLED; ours OPEN.',
  ],
  ['an order that is only here', [ours], [], 'BUY 75 NIFTY 26000 CE is in our book and not at the broker.'],
])('finds %s', (_, orders, rows, sentence) => {
  expect(check(orders, rows)).toEqual({ doubled: [], lost: [sentence] });
});
