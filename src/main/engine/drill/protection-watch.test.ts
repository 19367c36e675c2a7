import { describe, expect, it } from 'vitest';
import { lacksProtection, ProtectionWatch } from './protection-watch.ts';
import type { ProtectionState } from './protection-watch.ts';

type Held = ProtectionState['positions'][number];
type Exit = ProtectionState['orders'][number];
const long: Held = {
  instrumentId: 1,
  name: 'NIFTY 26000 CE',
  netQty: 150,
  ltp: 100_00,
  slPrice: null,
  protectionFrozen: false,
};
const armed: Held = { ...long, slPrice: 90_00 };
const stop: Exit = {
  instrumentId: 1,
  side: 'SELL',
  state: 'TRIGGER_PENDING',
  quantity: 150,
  filled: 0,
  triggerPrice: null,
  createdAt: 0,
  updatedAt: 0,
};
const state = (over: Partial<ProtectionState> = {}): ProtectionState => ({
  positions: [],
  orders: [],
  booksAgree: true,
  now: 100_000,
  ...over,
});

describe('a working stop', () => {
  it.each<[string, Held, Partial<ProtectionState>, string | null]>([
    ['none', long, {}, 'a working stop'],
    ['one held here', armed, {}, null],
    ['one held here, feed stale (B3)', { ...armed, protectionFrozen: true }, {}, 'a live feed: its stop was frozen'],
    ['one held here, books apart', armed, { booksAgree: false }, 'agreed books: its stop stood still'],
    [
      'one at the exchange, feed stale, books apart',
      { ...long, protectionFrozen: true },
      { orders: [stop], booksAgree: false },
      null,
    ],
    ['one at the exchange for half', long, { orders: [{ ...stop, quantity: 75 }] }, 'a stop for all of it'],
    ['one at the exchange half filled', long, { orders: [{ ...stop, filled: 75 }] }, 'a stop for all of it'],
    [
      'two that make the whole',
      long,
      {
        orders: [
          { ...stop, quantity: 75 },
          { ...stop, quantity: 75 },
        ],
      },
      null,
    ],
    ['an entry stop of the same side', long, { orders: [{ ...stop, side: 'BUY' }] }, 'a working stop'],
    ['a stop of another symbol', long, { orders: [{ ...stop, instrumentId: 2 }] }, 'a working stop'],
    ['an exit of the last second', long, { orders: [{ ...stop, state: 'OPEN', createdAt: 99_000 }] }, null],
    [
      'an exit not filled in a second (B4)',
      long,
      { orders: [{ ...stop, state: 'OPEN', createdAt: 98_999 }] },
      'a working stop',
    ],
    [
      'an exit of unknown outcome',
      long,
      { orders: [{ ...stop, state: 'UNKNOWN', createdAt: 100_000 }] },
      'a working stop',
    ],
    [
      'a stop at the exchange that has just triggered',
      long,
      { orders: [{ ...stop, state: 'OPEN', triggerPrice: 90_00, updatedAt: 99_500 }] },
      null,
    ],
    ['a short, its stop above', { ...long, netQty: -150 }, { orders: [{ ...stop, side: 'BUY' }] }, null],
  ])('%s', (_, position, over, lacks) => {
    expect(lacksProtection(position, state(over))).toBe(lacks);
  });
});

it('adds up what each position lacked, between looks, only while it is open', () => {
  const watch = new ProtectionWatch();
  watch.look(state({ positions: [armed] }), 0);
  watch.look(state({ positions: [{ ...armed, protectionFrozen: true }] }), 1000);
  watch.look(state({ positions: [armed], booksAgree: false }), 1400);
  watch.look(state({ positions: [{ ...armed, netQty: 0 }] }), 1500);
  watch.look(state(), 9000);
  expect(watch.positions()).toEqual([
    {
      name: armed.name,
      heldMs: 1500,
      protectedMs: 1000,
      lacked: new Map([
        ['a live feed: its stop was frozen', 400],
        ['agreed books: its stop stood still', 100],
      ]),
    },
  ]);
});

it('B4: a stop that was reached a second ago and has not sold protects no longer, fired or armed again', () => {
  const watch = new ProtectionWatch();
  const through: Held = { ...armed, ltp: 89_95 };
  watch.look(state({ positions: [armed] }), 0);
  watch.look(state({ positions: [through] }), 1000);
  watch.look(
    state({ positions: [{ ...through, slPrice: null }], orders: [{ ...stop, state: 'OPEN', createdAt: 100_000 }] }),
    1100,
  );
  watch.look(state({ positions: [through] }), 2500);
  watch.look(state({ positions: [{ ...armed, ltp: 90_05 }] }), 4000);
  watch.look(state({ positions: [] }), 5000);
  expect(watch.positions()).toMatchObject([
    { heldMs: 5000, protectedMs: 3500, lacked: new Map([['a filled exit: its stop was reached', 1500]]) },
  ]);
});
