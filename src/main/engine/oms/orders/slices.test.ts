import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

/** A desk with five crores, so that margin is not what it hits. */
async function richDesk(options: Parameters<typeof scriptedDesk>[0] = {}): Promise<OrderDesk> {
  const desk = await scriptedDesk(options);
  desk.store.transaction((tx) => tx.saveAccountMargin(desk.store.identity.accountId, 5_000_000_000));
  await desk.restart();
  return desk;
}

/** The contracts of the desk: lot 75, freeze 1800, thus at most 24 lots an order. */
const partsOf = (desk: OrderDesk, intentId: string) =>
  desk.oms.orderViews().filter((order) => order.partOf === intentId);

describe('an order above the freeze quantity', () => {
  test(
    'O13 any size goes out in parts: their sum is exact, each is whole lots within the freeze quantity',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 160 }), async (lots) => {
          const desk = await richDesk();
          const intent = desk.intent({ lots });
          desk.oms.place(intent);
          await desk.advance(3_000);
          const quantities = desk.broker.placed.map(({ quantity }) => quantity);
          expect(quantities.reduce((sum, quantity) => sum + quantity, 0)).toBe(lots * 75);
          expect(quantities.every((quantity) => quantity % 75 === 0 && quantity > 0 && quantity <= 1800)).toBe(true);
          expect(new Set(desk.broker.placed.map(({ tag }) => tag)).size).toBe(quantities.length);
          desk.close();
        }),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );

  test('is one intent: its parts name it, a repeated press gives the same, another size is refused (O5)', async () => {
    const desk = await richDesk();
    const intent = desk.intent({ lots: 60 });
    const first = desk.oms.place(intent);
    await settle();
    expect(first).toMatchObject({ intentId: intent.intentId, partOf: intent.intentId, lots: 24 });
    expect(partsOf(desk, intent.intentId).map(({ lots }) => lots)).toEqual([24, 24, 12]);
    expect(desk.oms.place(intent).id).toBe(first.id);
    expect(desk.broker.placed).toHaveLength(3);
    expect(() => desk.oms.place({ ...intent, lots: 61 })).toThrow(/already asked/);
  });

  test('has part ids that are the same on every run', async () => {
    const [one, other] = [await richDesk({ seed: 1 }), await richDesk({ seed: 2 })];
    const intent = one.intent({ lots: 60 });
    for (const desk of [one, other]) desk.oms.place({ ...intent, instrumentId: desk.call.id });
    const ids = (desk: OrderDesk) => partsOf(desk, intent.intentId).map(({ intentId }) => intentId);
    expect(ids(one)).toEqual(ids(other));
  });

  test('is not a duplicate of itself, and a twin of it is one', async () => {
    const desk = await richDesk();
    desk.oms.place(desk.intent({ lots: 48, confirmed: false }));
    await settle();
    expect(desk.broker.placed).toHaveLength(2);
    expect(desk.oms.place(desk.intent({ lots: 24, confirmed: false })).reason?.code).toBe('RMS_DUPLICATE');
  });

  test('is judged whole: limits count all its lots before a part is sent', async () => {
    const desk = await richDesk({ limits: { maxLoss: null, maxLots: 50 } as never });
    expect(desk.oms.place(desk.intent({ lots: 60 }))).toMatchObject({ state: 'DENIED', lots: 60, partOf: null });
    expect(desk.broker.placed).toHaveLength(0);
    expect(desk.oms.preview(desk.intent({ lots: 48 }))).toMatchObject({ orders: 2, denial: null });
  });

  test('O12 waits for the order rate part by part', async () => {
    const desk = await richDesk();
    const intent = desk.intent({ lots: 240 });
    desk.oms.place(intent);
    await settle();
    expect(desk.broker.placed).toHaveLength(8);
    await desk.advance(1_100);
    expect(desk.broker.placed).toHaveLength(10);
  });

  test('the kill switch stops what waits, and cancels what works', async () => {
    const desk = await richDesk();
    const intent = desk.intent({ lots: 240 });
    desk.oms.place(intent);
    await settle();
    desk.oms.kill('enough', false);
    await desk.advance(3_000);
    expect(desk.broker.placed).toHaveLength(8);
    expect(partsOf(desk, intent.intentId).every(({ state }) => state === 'CANCELLED')).toBe(true);
  });

  test('a cancel of one part stops those that wait', async () => {
    const desk = await richDesk();
    const intent = desk.intent({ lots: 240 });
    const first = desk.oms.place(intent);
    await settle();
    desk.oms.cancel(first.id);
    await desk.advance(3_000);
    expect(desk.broker.placed).toHaveLength(8);
    expect(partsOf(desk, intent.intentId).at(-1)!.reason!.message).toMatch(/Another part/);
  });

  test('a part that the broker refuses stops those that wait', async () => {
    const desk = await richDesk();
    desk.broker.fates = ['accept', 'refuse'];
    desk.oms.place(desk.intent({ lots: 240 }));
    await desk.advance(3_000);
    expect(desk.broker.placed).toHaveLength(7);
  });

  test('F1 after a crash between the parts the rest is not sent, and each says so', async () => {
    const desk = await richDesk();
    const intent = desk.intent({ lots: 240 });
    desk.oms.place(intent);
    await settle();
    await desk.restart();
    await desk.advance(5_000);
    expect(desk.broker.placed).toHaveLength(8);
    const parts = partsOf(desk, intent.intentId);
    expect(parts.map(({ state }) => state)).toEqual([...Array<string>(8).fill('OPEN'), 'CANCELLED', 'CANCELLED']);
    expect(parts[9]!.reason!.message).toMatch(/restarted before it was sent/);
    expect(desk.oms.place(intent).id).toBe(parts[0]!.id);
    expect(desk.broker.placed).toHaveLength(8);
  });

  test('an IOC, and a stop, are sliced alike', async () => {
    const desk = await richDesk();
    desk.oms.place(desk.intent({ lots: 30, validity: 'IOC' }));
    desk.oms.place(desk.intent({ lots: 30, triggerPrice: 16_500, price: 16_550 }));
    await settle();
    expect(desk.broker.placed.map(({ validity, triggerPrice }) => [validity, triggerPrice])).toEqual([
      ['IOC', null],
      ['IOC', null],
      ['DAY', 16_500],
      ['DAY', 16_500],
    ]);
  });
});
