import { describe, expect, it } from 'vitest';
import { isLive } from '../domain/order.ts';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';

const LOT = 75;

const live = (desk: OrderDesk) => desk.oms.orderViews().filter(({ state }) => isLive(state));
const placedAfter = (desk: OrderDesk, from: number) => desk.broker.placed.slice(from);

describe('the price runs through the stop while the terminal is off', () => {
  it.each([1, 2, 3])('F21 after %i crashes in a row one exit goes out (PL3, B2)', async (crashes) => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent({ slPrice: 15_000 }));
    await desk.advance(500);
    desk.quotes.set(desk.call.id, { bid: 11_000, ask: 11_005, ltp: 11_000, ts: desk.clock.now() });
    for (let crash = 0; crash < crashes; crash++) {
      await desk.restart();
      desk.tick(desk.call.id, 11_000, 11_005);
      await settle();
    }
    await desk.advance(3000);
    const exits = placedAfter(desk, 1);
    expect(exits.map(({ side, quantity }) => [side, quantity])).toEqual([['SELL', LOT]]);
    expect(desk.oms.positionViews()[0]!.netQty).toBe(0);
  });
});

describe('the kill switch', () => {
  it.each([
    { fault: 'an entry whose answer is lost', begin: (desk: OrderDesk) => void (desk.broker.fates = ['unanswered']) },
    { fault: 'an entry that hangs', begin: (desk: OrderDesk) => void (desk.broker.fates = ['hangs']) },
    { fault: 'updates that are late', begin: (desk: OrderDesk) => void (desk.broker.held = []) },
    { fault: 'books that cannot be read', begin: (desk: OrderDesk) => void (desk.broker.booksFail = true) },
  ])(
    'F22 during $fault: halted at once, no entry afterwards (K2), nothing works once it is over',
    async ({ begin }) => {
      const desk = await scriptedDesk();
      const before = desk.oms.place(desk.intent());
      await settle();
      begin(desk);
      desk.oms.place(desk.intent({ lots: 2 }));
      await settle();
      desk.oms.kill('the trader pressed it', false);
      const { length } = desk.broker.placed;
      expect(desk.oms.place(desk.intent({ lots: 3 }))).toMatchObject({
        state: 'DENIED',
        reason: { code: 'RMS_HALTED' },
      });
      await desk.advance(1000);
      desk.broker.booksFail = false;
      desk.broker.deliver();
      await desk.advance(40_000);
      expect(placedAfter(desk, length)).toEqual([]);
      expect(desk.order(before.id).state).toBe('CANCELLED');
      const atBroker = [...desk.broker.orders.values()].filter(
        ({ status }) => status === 'OPEN' || status === 'PARTIAL',
      );
      expect(atBroker).toEqual([]);
      expect(desk.oms.risk().state).toBe('HALTED');
    },
  );

  it('F22 a crash at any moment after the kill wakes up halted (K2, K3)', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent());
    await settle();
    desk.oms.kill('the trader pressed it', true);
    for (let crash = 0; crash < 4; crash++) {
      await desk.restart();
      expect(desk.oms.risk().state).toBe('HALTED');
      expect(desk.oms.place(desk.intent({ lots: 3 }))).toMatchObject({ state: 'DENIED' });
    }
    await desk.advance(5000);
    expect(live(desk)).toEqual([]);
    expect(desk.broker.placed).toHaveLength(1);
  });
});
