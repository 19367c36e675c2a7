import { describe, expect, it } from 'vitest';
import type { Order } from '../../../contract/trading.ts';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';

const LOT = 75;

/** What the broker holds, by instrument: the truth a position is held against (P9). */
function heldAtBroker(desk: OrderDesk): number {
  return desk.broker.fills.reduce((net, { side, quantity }) => net + (side === 'BUY' ? quantity : -quantity), 0);
}

function held(desk: OrderDesk): number {
  return desk.oms.positionViews().find(({ instrumentId }) => instrumentId === desk.call.id)?.netQty ?? 0;
}

async function resting(desk: OrderDesk, lots = 2): Promise<Order> {
  const { id } = desk.oms.place(desk.intent({ lots }));
  await settle();
  return desk.order(id);
}

describe('fills race cancels and modifies', () => {
  it.each([
    { name: 'the fill is told first', arrange: <T>(told: T[]) => told },
    { name: 'the cancel is told first', arrange: <T>(told: T[]) => told.toReversed() },
    {
      name: 'each is told three times, disordered',
      arrange: <T>(told: T[]) => [...told.toReversed(), ...told, ...told],
    },
  ])(
    'F17 fill against cancel, $name: the fill counts once, what was left is cancelled (T15, O1, O4)',
    async ({ arrange }) => {
      const desk = await scriptedDesk();
      const order = await resting(desk);
      desk.broker.held = [];
      desk.broker.fill(order.brokerOrderId!, LOT, 16_400);
      desk.oms.cancel(order.id);
      await settle();
      desk.broker.deliver(arrange);
      await desk.advance(3000);
      expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED', filled: LOT, filledValue: LOT * 16_400 });
      expect(held(desk)).toBe(heldAtBroker(desk));
    },
  );

  it('F17 a whole fill wins over the cancel that was sent meanwhile (T15)', async () => {
    const desk = await scriptedDesk();
    const order = await resting(desk);
    desk.broker.held = [];
    desk.broker.fill(order.brokerOrderId!, 2 * LOT, 16_400);
    desk.oms.cancel(order.id);
    await settle();
    desk.broker.deliver((told) => told.toReversed());
    await desk.advance(3000);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 2 * LOT, pendingRequest: null });
    expect(held(desk)).toBe(2 * LOT);
  });

  it('F17 a modify below what has filled meanwhile leaves the order filled with that (T14)', async () => {
    const desk = await scriptedDesk();
    const order = await resting(desk, 3);
    desk.broker.held = [];
    desk.broker.fill(order.brokerOrderId!, 2 * LOT, 16_400);
    desk.oms.modify(order.id, 16_400, 1);
    await settle();
    desk.broker.deliver();
    await desk.advance(3000);
    expect(desk.order(order.id)).toMatchObject({ state: 'FILLED', filled: 2 * LOT, quantity: 2 * LOT });
    expect(held(desk)).toBe(2 * LOT);
  });
});

describe('fills that come late', () => {
  it('F18 a fill after CANCELLED is booked and told (T9)', async () => {
    const desk = await scriptedDesk();
    const order = await resting(desk);
    desk.oms.cancel(order.id);
    await desk.advance(1000);
    expect(desk.order(order.id).state).toBe('CANCELLED');
    desk.broker.fill(order.brokerOrderId!, LOT, 16_400);
    await desk.advance(3000);
    expect(desk.order(order.id).filled).toBe(LOT);
    expect(held(desk)).toBe(LOT);
    expect(desk.store.verifyLogs()).toMatchObject({ ok: true });
  });

  it('F18 an order proven absent that fills all the same is taken in again, not doubled (T7, T9, O5)', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['lost'];
    const { id } = desk.oms.place(desk.intent());
    await desk.advance(3000);
    expect(desk.order(id).state).toBe('NOT_PLACED');
    const tag = id.replaceAll('-', '').slice(0, 20);
    desk.broker.addForeign({
      brokerOrderId: 'L1',
      tag,
      instrumentId: desk.call.id,
      side: 'BUY',
      quantity: LOT,
      filled: 0,
      price: 16_400,
      triggerPrice: null,
      validity: 'DAY',
      product: 'NRML',
      status: 'OPEN',
      message: null,
      ts: desk.clock.now(),
    });
    desk.broker.fill('L1', LOT, 16_400);
    await desk.advance(3000);
    expect(desk.order(id)).toMatchObject({ state: 'FILLED', filled: LOT, brokerOrderId: 'L1' });
    expect(desk.oms.orderViews()).toHaveLength(1);
    expect(held(desk)).toBe(LOT);
  });
});

describe('a session that ends, and another terminal', () => {
  it('F19 a refusal in mid-burst rejects that order alone', async () => {
    const desk = await scriptedDesk();
    desk.broker.fates = ['accept', 'refuse', 'accept'];
    const placed = [1, 2, 3].map((lots) => desk.oms.place(desk.intent({ lots })));
    await desk.advance(1000);
    expect(placed.map(({ id }) => desk.order(id).state)).toEqual(['OPEN', 'REJECTED', 'OPEN']);
    expect(desk.broker.placed).toHaveLength(2);
  });

  it('F19 what another terminal trades is taken in, counts in the position and is not managed (T17, P9)', async () => {
    const desk = await scriptedDesk();
    desk.broker.addForeign({
      brokerOrderId: 'X1',
      tag: null,
      instrumentId: desk.call.id,
      side: 'SELL',
      quantity: 2 * LOT,
      filled: 0,
      price: 16_400,
      triggerPrice: null,
      validity: 'DAY',
      product: 'NRML',
      status: 'OPEN',
      message: null,
      ts: desk.clock.now(),
    });
    desk.broker.fill('X1', 2 * LOT, 16_400);
    await desk.advance(5000);
    expect(desk.oms.orderViews()).toMatchObject([{ source: 'BROKER', state: 'FILLED', filled: 2 * LOT }]);
    expect(held(desk)).toBe(heldAtBroker(desk));
    expect(desk.oms.reconciledAt).not.toBeNull();
  });
});

describe('a stop and a target', () => {
  it('F20 target and an exit by hand both fill: what stands on the wrong side is seen and agrees with the broker (B1, P9)', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    const { id } = desk.oms.place(desk.intent({ tpPrice: 20_000, slPrice: 12_000 }));
    await desk.advance(500);
    expect(held(desk)).toBe(LOT);
    // The exit by hand is filled at the broker and not told of when the target is reached.
    desk.broker.held = [];
    const exit = desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await desk.advance(200);
    desk.tick(desk.call.id, 20_100, 20_105);
    await desk.advance(200);
    desk.broker.deliver();
    await exit;
    desk.broker.fillsAtOnce = true;
    await desk.advance(10_000);
    expect(held(desk)).toBe(heldAtBroker(desk));
    expect(Math.abs(held(desk))).toBeLessThanOrEqual(LOT);
    expect(desk.order(id).filled).toBe(LOT);
  });

  it('F20 the 26th modification is refused with the next step, and the order works on', async () => {
    const desk = await scriptedDesk();
    const order = await resting(desk);
    const { maxModifications } = desk.broker.capabilities;
    for (let change = 1; change <= maxModifications; change++) {
      desk.oms.modify(order.id, 16_400 - 5 * change, 2);
      await desk.advance(1000);
    }
    expect(() => desk.oms.modify(order.id, 16_000, 2)).toThrow(/cancel it and place another/);
    expect(desk.order(order.id).state).toBe('OPEN');
    desk.oms.cancel(order.id);
    await desk.advance(1000);
    expect(desk.order(order.id).state).toBe('CANCELLED');
  });
});
