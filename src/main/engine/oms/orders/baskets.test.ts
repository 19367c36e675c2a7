import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Basket } from '../../../../contract/basket.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { paperDesk } from '../../../../testing/paper-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

/** A desk with five crores, so that margin is not what it hits. */
async function richDesk(): Promise<OrderDesk> {
  const desk = await scriptedDesk();
  desk.store.transaction((tx) => tx.saveAccountMargin(desk.store.identity.accountId, 5_000_000_000));
  await desk.restart();
  return desk;
}

/** Sells the call, buys the put: the put goes first. */
function spread(desk: Pick<OrderDesk, 'ids' | 'call' | 'put'>, change: Partial<Basket> = {}): Basket {
  return {
    basketId: desk.ids.uuid(),
    legs: [
      { instrumentId: desk.call.id, side: 'SELL', ratio: 1 },
      { instrumentId: desk.put.id, side: 'BUY', ratio: 2 },
    ],
    lots: 1,
    onFailure: 'ASK',
    ...change,
  };
}

const sides = (desk: OrderDesk) => desk.broker.placed.map(({ side, quantity }) => `${side} ${quantity / 75}`);

describe('a basket', () => {
  test('sends the bought leg first and the sold one once that is filled, each by its ratio', async () => {
    const desk = await richDesk();
    const placing = desk.oms.baskets.place(spread(desk, { lots: 2 }));
    await settle();
    expect(sides(desk)).toEqual(['BUY 4']);
    desk.broker.fill('B1', 300, 16_430);
    await settle();
    expect(sides(desk)).toEqual(['BUY 4', 'SELL 2']);
    desk.broker.fill('B2', 150, 16_420);
    const result = await placing;
    expect(result).toMatchObject({ state: 'DONE', rollback: [] });
    expect(result.orders.every(({ partOf }) => partOf === result.basketId)).toBe(true);
  });

  test('whose hedge does not fill sells nothing, cancels it, and asks with what would undo it', async () => {
    const desk = await richDesk();
    const placing = desk.oms.baskets.place(spread(desk));
    await settle();
    desk.broker.fill('B1', 75, 16_430);
    await desk.advance(8_000);
    expect(await placing).toMatchObject({
      state: 'ASKS',
      message: expect.stringMatching(/BUY 2 NIFTY 26000 PE failed. It was not filled within 5 s. Take back/),
      rollback: [{ side: 'SELL', lots: 1, price: 16_420 }],
    });
    expect(sides(desk)).toEqual(['BUY 2']);
    expect(desk.broker.orders.get('B1')!.status).toBe('CANCELLED');
  });

  test('that asked is taken back on demand, once', async () => {
    const desk = await richDesk();
    desk.broker.fillsAtOnce = true;
    desk.broker.fates = ['accept', 'refuse'];
    const { basketId, state } = await desk.oms.baskets.place(spread(desk));
    expect(state).toBe('ASKS');
    const [one, other] = await Promise.all([desk.oms.baskets.rollback(basketId), desk.oms.baskets.rollback(basketId)]);
    expect(one).toMatchObject({ state: 'ROLLED_BACK', rollback: [] });
    expect(other).toEqual(one);
    expect(sides(desk)).toEqual(['BUY 2', 'SELL 2']);
    expect(desk.portfolio.open()).toEqual([]);
    expect((await desk.oms.baskets.rollback(basketId)).state).toBe('ROLLED_BACK');
    expect(desk.broker.placed).toHaveLength(2);
  });

  test.each([
    ['ROLLBACK', 'ROLLED_BACK', 0],
    ['KEEP', 'KEPT', 150],
  ] as const)('with %s chosen ends %s when the sold leg is refused', async (onFailure, state, held) => {
    const desk = await richDesk();
    desk.broker.fillsAtOnce = true;
    desk.broker.fates = ['accept', 'refuse'];
    const result = await desk.oms.baskets.place(spread(desk, { onFailure }));
    expect(result.state).toBe(state);
    expect(desk.portfolio.netQty(desk.put.id)).toBe(held);
  });

  test(
    'whatever becomes of its orders: whole, or as it was before after a rollback, or it says OPEN',
    async () => {
      const fate = fc.constantFrom<Fate>('accept', 'accept', 'refuse', 'lost', 'unanswered');
      await fc.assert(
        fc.asyncProperty(fc.array(fate, { maxLength: 4 }), fc.boolean(), async (fates, fills) => {
          const desk = await richDesk();
          desk.broker.fillsAtOnce = fills;
          desk.broker.fates = [...fates];
          const placing = desk.oms.baskets.place(spread(desk, { onFailure: 'ROLLBACK' }));
          await desk.advance(30_000);
          const { state } = await placing;
          const [call, put] = [desk.portfolio.netQty(desk.call.id), desk.portfolio.netQty(desk.put.id)];
          const held = `${call} ${put}`;
          expect(state === 'DONE' ? held : '-75 150').toBe('-75 150');
          expect(state === 'ROLLED_BACK' ? held : '0 0').toBe('0 0');
          expect(['DONE', 'ROLLED_BACK', 'OPEN']).toContain(state);
          expect(call === 0 || put === 150).toBe(true);
          desk.close();
        }),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );

  test('pressed twice is one basket, and one that is over is not placed again (O5)', async () => {
    const desk = await richDesk();
    desk.broker.fillsAtOnce = true;
    const basket = spread(desk);
    const [one, other] = await Promise.all([desk.oms.baskets.place(basket), desk.oms.baskets.place(basket)]);
    expect(other).toEqual(one);
    await desk.oms.baskets.place(basket);
    await desk.restart();
    await desk.oms.baskets.place(basket);
    expect(desk.broker.placed).toHaveLength(2);
  });

  test('F1 after a restart in between no further leg is sent, and the log says so, once', async () => {
    const desk = await richDesk();
    void desk.oms.baskets.place(spread(desk)).catch(() => undefined);
    await settle();
    await desk.restart();
    desk.broker.fill('B1', 150, 16_430);
    await desk.advance(12_000);
    expect(sides(desk)).toEqual(['BUY 2']);
    const said = () => desk.lines().filter((line) => line.startsWith('Basket interrupted by a restart'));
    expect(said()).toEqual([expect.stringContaining('BUY 2 NIFTY 26000 PE, SELL 1 NIFTY 26000 CE')]);
    await desk.restart();
    expect(said()).toHaveLength(1);
    desk.broker.fillsAtOnce = true;
    await desk.oms.baskets.place(spread(desk));
    await desk.restart();
    expect(said()).toHaveLength(1);
  });

  test('is refused whole by a leg, by its margin and by its lots, with nothing sent', async () => {
    const desk = await scriptedDesk();
    const legs = [{ instrumentId: desk.call.id, side: 'SELL', ratio: 20 }] as const;
    await expect(desk.oms.baskets.place(spread(desk, { legs: [...legs] }))).rejects.toThrow(/whole basket/);
    desk.quotes.set(desk.put.id, { ask: 0, bid: 0, ltp: 0 });
    await expect(desk.oms.baskets.place(spread(desk))).rejects.toThrow(/PE/);
    expect(desk.broker.heard).toEqual([]);
  });

  test('previews the final position: a hedge takes margin off, and the premium is the sum of the legs', async () => {
    const desk = await richDesk();
    const naked = desk.oms.baskets.preview(
      spread(desk, { legs: [{ instrumentId: desk.call.id, side: 'SELL', ratio: 1 }] }),
    );
    expect(naked.premium).toBe(-75 * 16_420);
    const whole = desk.oms.baskets.preview(spread(desk));
    expect(whole.premium).toBe(150 * 16_430 - 75 * 16_420);
    expect(whole.legs.map(({ side }) => side)).toEqual(['BUY', 'SELL']);
    expect(whole.rollback.map(({ side }) => side)).toEqual(['BUY', 'SELL']);
    expect(naked.marginAfter).toBeGreaterThan(0);
  });

  test('O13 slices its legs, and fills on the paper exchange', async () => {
    const desk = await richDesk();
    desk.broker.fillsAtOnce = true;
    const sliced = desk.oms.baskets.place(spread(desk, { lots: 15 }));
    await desk.advance(12_000);
    const result = await sliced;
    expect(result.state).toBe('DONE');
    expect(sides(desk)).toEqual(['BUY 24', 'BUY 6', 'SELL 15']);
    const paper = await paperDesk();
    paper.quotes.set(paper.put.id, { bidQty: 750, askQty: 750 });
    paper.store.transaction((tx) => tx.saveAccountMargin(paper.store.identity.accountId, 5_000_000_000));
    await paper.restart({ newBroker: true });
    const placing = paper.oms.baskets.place(spread(paper));
    await paper.advance(12_000);
    expect(await placing).toMatchObject({ state: 'DONE' });
    expect(paper.portfolio.netQty(paper.call.id)).toBe(-75);
  });
});
