import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

async function held(): Promise<OrderDesk> {
  const desk = await scriptedDesk();
  desk.oms.place(desk.intent({ tpPrice: 16_900, slPrice: 16_000 }));
  await settle();
  desk.broker.fill('B1', 75, 16_400);
  return desk;
}
/** The stop's exit was cancelled, and the one sent in its place has sold all: a late fill of the first is too much. */
async function soldAnew(): Promise<OrderDesk> {
  const desk = await held();
  desk.tick(desk.call.id, 15_990, 16_000);
  await settle();
  desk.broker.end('B2', 'CANCELLED');
  await desk.advance(1_200);
  desk.broker.fill('B3', 75, 15_990);
  return desk;
}
const exits = (desk: OrderDesk) => desk.oms.orderViews().filter((order) => order.source === 'BRACKET');

describe('an overrun', () => {
  test("F20 B1' when a cancelled exit fills next to the one sent in its place, the excess is flattened, once", async () => {
    const desk = await soldAnew();
    desk.broker.fill('B2', 75, 15_980);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(-75);
    await settle();
    expect(desk.broker.placed.at(-1)).toMatchObject({ side: 'BUY', quantity: 75 });
    desk.broker.fill('B4', 75, 16_000);
    await desk.advance(2_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(desk.broker.placed).toHaveLength(4);
    expect(desk.lines().filter((line) => line.startsWith('Overrun'))).toHaveLength(1);
  });

  test("T16 F8 F18 B1' what a busted entry leaves of its exit is flattened whole, with a clock that is behind", async () => {
    const desk = await held();
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.fill('B2', 75, 16_400);
    const ahead = desk.clock.now() + 900_000;
    const fillAhead = (brokerOrderId: string, tradeId: string) => {
      const { tag, instrumentId, side } = desk.broker.orders.get(brokerOrderId)!;
      const fill = { tradeId, brokerOrderId, tag, instrumentId, side, quantity: 75, price: 15_990, ts: ahead };
      desk.broker.updates.emit({ type: 'fill', fill });
    };
    desk.tick(desk.call.id, 15_990, 16_000);
    await settle();
    fillAhead('B3', 'exit');
    desk.oms.place(desk.intent({ side: 'SELL', price: 15_990 }));
    await settle();
    fillAhead('B4', 'close');
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    desk.broker.bust('T1');
    await settle();
    expect(desk.portfolio.netQty(desk.call.id)).toBe(-75);
    expect(desk.broker.placed.at(-1)).toMatchObject({ side: 'BUY', quantity: 75 });
    expect(desk.broker.placed).toHaveLength(5);
  });

  test("B1' an overrun that was closed by hand is over: what is sold short later is nobody's excess", async () => {
    const desk = await soldAnew();
    desk.broker.fates = ['refuse'];
    desk.broker.fill('B2', 75, 15_980);
    await settle();
    const sent = desk.broker.placed.length;
    desk.oms.place(desk.intent({ price: 16_000 }));
    await settle();
    desk.broker.fill([...desk.broker.orders.keys()].at(-1)!, 75, 16_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    desk.oms.place(desk.intent({ side: 'SELL', price: 15_990 }));
    await settle();
    desk.broker.fill([...desk.broker.orders.keys()].at(-1)!, 75, 15_990);
    await desk.restart();
    await desk.advance(5_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(-75);
    expect(desk.broker.placed).toHaveLength(sent + 2);
  });

  test.each([
    {
      what: 'nobody offers',
      stops: (desk: OrderDesk) => desk.tick(desk.call.id, 15_990, 0, 15_990),
      goesOn: (desk: OrderDesk) => desk.tick(desk.call.id, 15_990, 16_000),
    },
    {
      what: 'the books cannot be read',
      stops: (desk: OrderDesk) => {
        desk.broker.booksFail = true;
        void desk.oms.reconcile();
      },
      goesOn: (desk: OrderDesk) => {
        desk.broker.booksFail = false;
        void desk.oms.reconcile();
      },
    },
  ])(
    "B1' an overrun while $what is flattened within 2 s of its end, however long it took",
    async ({ stops, goesOn }) => {
      const desk = await soldAnew();
      stops(desk);
      await settle();
      desk.broker.fill('B2', 75, 15_980);
      await desk.advance(16_500);
      expect(desk.broker.placed).toHaveLength(3);
      expect(desk.oms.orderViews().filter(({ state }) => state === 'DENIED')).toEqual([]);
      goesOn(desk);
      await desk.advance(1_900);
      expect(desk.broker.placed).toHaveLength(4);
      expect(desk.broker.placed.at(-1)).toMatchObject({ side: 'BUY', quantity: 75 });
    },
  );

  test("B1' a flatten that the broker refuses is tried again at a pace, until the other side is closed", async () => {
    const desk = await soldAnew();
    desk.broker.fates = ['refuse'];
    desk.broker.fill('B2', 75, 15_980);
    await settle();
    expect(exits(desk).at(-1)).toMatchObject({ side: 'BUY', state: 'REJECTED' });
    await desk.advance(1_100);
    expect(exits(desk)).toHaveLength(4);
    expect(exits(desk).at(-1)).toMatchObject({ side: 'BUY', quantity: 75, state: 'OPEN' });
  });

  test("B1' is flattened when the order that would have taken it back ends", async () => {
    const desk = await soldAnew();
    const byHand = desk.oms.place(desk.intent({ price: 15_000 }));
    await settle();
    desk.broker.fill('B2', 75, 15_980);
    await desk.advance(5_000);
    expect(desk.broker.placed).toHaveLength(4);
    desk.oms.cancel(byHand.id);
    await settle();
    desk.broker.end('B4', 'CANCELLED');
    await desk.advance(1_900);
    expect(desk.broker.placed).toHaveLength(5);
    expect(desk.broker.placed.at(-1)).toMatchObject({ side: 'BUY', quantity: 75 });
  });
});
