import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { paperDesk } from '../../../../testing/paper-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

const sent = (orders: readonly { side: string; quantity: number }[]) =>
  orders.map(({ side, quantity }) => `${side} ${quantity / 75}`);

describe('a target position', () => {
  test(
    'B2 from any position to any other: the orders sum to the difference, and none crosses zero',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }), async (from, to) => {
          const desk = await scriptedDesk();
          desk.store.transaction((tx) => tx.saveAccountMargin(desk.store.identity.accountId, 5_000_000_000));
          await desk.restart();
          desk.broker.fillsAtOnce = true;
          await desk.oms.targetPosition(desk.call.id, from, desk.ids.uuid());
          await settle();
          expect(desk.portfolio.netQty(desk.call.id)).toBe(from * 75);
          const before = desk.broker.placed.length;
          let held = from;
          await desk.oms.targetPosition(desk.call.id, to, desk.ids.uuid());
          await settle();
          expect(desk.portfolio.netQty(desk.call.id)).toBe(to * 75);
          for (const { side, quantity } of desk.broker.placed.slice(before)) {
            const next = held + (side === 'BUY' ? quantity : -quantity) / 75;
            expect(held * next).toBeGreaterThanOrEqual(0);
            held = next;
          }
          expect(desk.broker.placed.length - before).toBeLessThanOrEqual(from * to < 0 ? 2 : 1);
          desk.close();
        }),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );

  test('reverse closes, waits until that is confirmed, and only then opens the other side', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    const reversing = desk.oms.reverse(desk.call.id, desk.ids.uuid());
    await settle();
    expect(sent(desk.broker.placed)).toEqual(['BUY 1', 'SELL 1']);
    desk.broker.fill('B2', 75, 16_420);
    expect(sent(await reversing)).toEqual(['SELL 1', 'SELL 1']);
    expect(desk.broker.placed).toHaveLength(3);
  });

  test('an exit that is not confirmed leaves the other side unopened and says so', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    const reversing = desk.oms.reverse(desk.call.id, desk.ids.uuid());
    let refusal = '';
    reversing.catch((error: Error) => {
      refusal = error.message;
    });
    await desk.advance(11_000);
    expect(refusal).toMatch(/not confirmed flat after 10 s/);
    expect(desk.broker.placed.filter(({ quantity }) => quantity > 75)).toEqual([]);
    expect(desk.portfolio.netQty(desk.call.id)).toBeGreaterThanOrEqual(0);
  });

  test('the same intent again is the same move, and another one waits for what is on its way', async () => {
    const desk = await scriptedDesk();
    const intentId = desk.ids.uuid();
    const [first] = await desk.oms.targetPosition(desk.call.id, 2, intentId);
    const [again] = await desk.oms.targetPosition(desk.call.id, 2, intentId);
    expect(again!.id).toBe(first!.id);
    await expect(desk.oms.targetPosition(desk.call.id, 2, desk.ids.uuid())).rejects.toThrow(/still on its way/);
    expect(desk.broker.placed).toHaveLength(1);
  });

  test('there already sends nothing, and a flat position cannot be reversed', async () => {
    const desk = await scriptedDesk();
    expect(await desk.oms.targetPosition(desk.call.id, 0, desk.ids.uuid())).toEqual([]);
    await expect(desk.oms.reverse(desk.call.id, desk.ids.uuid())).rejects.toThrow(/no position/);
  });

  test('F1 after a restart in between the other side is not opened', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.fill('B1', 75, 16_400);
    void desk.oms.reverse(desk.call.id, desk.ids.uuid()).catch(() => undefined);
    await settle();
    await desk.restart();
    desk.broker.fill('B2', 75, 16_420);
    await desk.advance(12_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(desk.broker.placed).toHaveLength(2);
  });

  test('on the paper exchange a long becomes a short', async () => {
    const desk = await paperDesk();
    await desk.oms.targetPosition(desk.call.id, 2, desk.ids.uuid());
    await desk.advance(300);
    const reversing = desk.oms.reverse(desk.call.id, desk.ids.uuid());
    await desk.advance(600);
    await reversing;
    expect(desk.portfolio.netQty(desk.call.id)).toBe(-150);
  });
});
