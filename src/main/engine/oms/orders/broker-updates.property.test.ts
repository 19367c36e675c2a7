import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BrokerUpdate } from '../../brokers/broker.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

const LOT = 75;

interface Placed {
  side: 'BUY' | 'SELL';
  lots: number;
}
interface Told {
  /** Which of the orders it is about. */
  which: number;
  what: 'fills one lot' | 'ends' | 'busts its first trade';
  price: number;
}
const placed: fc.Arbitrary<Placed> = fc.record({
  side: fc.constantFrom('BUY', 'SELL'),
  lots: fc.integer({ min: 1, max: 2 }),
});
const told: fc.Arbitrary<Told> = fc.record({
  which: fc.nat(2),
  what: fc.constantFrom('fills one lot', 'fills one lot', 'fills one lot', 'ends', 'busts its first trade'),
  price: fc.integer({ min: 3_200, max: 3_300 }).map((ticks) => ticks * 5),
});

/** The same orders, the same words of the broker; `arrange` says how they arrive. */
async function lived(
  orders: readonly Placed[],
  tellings: readonly Told[],
  arrange: (updates: BrokerUpdate[]) => BrokerUpdate[],
): Promise<OrderDesk> {
  const desk = await scriptedDesk({ limits: { maxLots: null } });
  const { broker } = desk;
  broker.held = [];
  for (const { side, lots } of orders)
    desk.oms.place(desk.intent({ side, lots, price: side === 'BUY' ? 16_400 : 16_450 }));
  await settle();
  for (const { which, what, price } of tellings) {
    const order = broker.orders.get(broker.ids()[which % Math.max(1, broker.ids().length)] ?? '');
    if (order === undefined) continue;
    const { brokerOrderId: id, filled, quantity, status } = order;
    if (what === 'fills one lot' && filled < quantity) broker.fill(id, LOT, price);
    if (what === 'ends' && (status === 'OPEN' || status === 'PARTIAL')) broker.end(id, 'CANCELLED');
    const first = broker.fills.find(({ brokerOrderId }) => brokerOrderId === id);
    const isGone = broker.busts.some(({ tradeId }) => tradeId === first?.tradeId);
    if (what === 'busts its first trade' && first !== undefined && !isGone) broker.bust(first.tradeId);
  }
  broker.deliver(arrange);
  return desk;
}

/** What all orders of arrival have to come to; of the result the total, since its split may differ. */
function outcome(desk: OrderDesk) {
  const position = desk.store.positions(desk.store.identity.accountId)[0];
  return {
    orders: desk.oms.orderViews().map(({ state, filled, filledValue }) => ({ state, filled, filledValue })),
    netQty: desk.portfolio.netQty(desk.call.id),
    total: position === undefined ? 0 : position.realised - position.cost,
  };
}

test(
  'O4 P7 over a running desk: however often and in whatever order the broker is heard, it ends the same',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(placed, { minLength: 1, maxLength: 3 }),
        fc.array(told, { maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(999), fc.integer({ min: 1, max: 3 })), { minLength: 60, maxLength: 60 }),
        async (orders, tellings, shuffle) => {
          const inOrder = await lived(orders, tellings, (updates) => updates);
          const shuffled = await lived(orders, tellings, (updates) =>
            updates
              .flatMap((update, index) => {
                const [key, times] = shuffle[index % shuffle.length]!;
                return Array.from({ length: times }, (_, copy) => ({ update, key: (key * (copy + 1)) % 997 }));
              })
              .toSorted((a, b) => a.key - b.key)
              .map(({ update }) => update),
          );
          expect(outcome(shuffled)).toEqual(outcome(inOrder));
          await shuffled.restart();
          expect(outcome(shuffled)).toEqual(outcome(inOrder));
          inOrder.close();
          shuffled.close();
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
