import { describe, expect, test } from 'vitest';
import { paperDesk } from '../../../testing/paper-desk.ts';

const market = { orderType: 'MARKET', price: null } as const;

describe('the order path on the paper broker', () => {
  test('a market order fills at the ask, and F closes it at the bid', async () => {
    const desk = await paperDesk();
    const entry = desk.oms.place(desk.intent({ ...market, lots: 2 }));
    expect(entry.state).toBe('SENDING');
    await desk.advance(300);
    expect(desk.order(entry.id)).toMatchObject({ state: 'FILLED', filledValue: 150 * 16_430 });
    const closing = desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await desk.advance(300);
    expect((await closing).side).toBe('SELL');
    const [position] = desk.oms.positionViews();
    expect(position).toMatchObject({ netQty: 0, realised: -150 * 10 });
    expect(desk.portfolio.funds().available).toBe((await desk.broker.books()).funds.available);
  });

  test('a limit order rests, is moved, and fills when the market comes to it', async () => {
    const desk = await paperDesk();
    const order = desk.oms.place(desk.intent({ price: 16_300 }));
    await desk.advance(300);
    expect(desk.order(order.id).state).toBe('OPEN');
    desk.oms.modify(order.id, 16_350, 1);
    await desk.advance(300);
    expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', price: 16_350, pendingRequest: null });
    desk.tick(desk.call.id, 16_340, 16_350);
    expect(desk.order(order.id).state).toBe('FILLED');
    expect(desk.oms.tradeViews()[0]).toMatchObject({ quantity: 75, fillPrice: 16_350 });
  });

  test('a resting order is cancelled', async () => {
    const desk = await paperDesk();
    const order = desk.oms.place(desk.intent({ price: 16_300 }));
    await desk.advance(300);
    expect(desk.oms.cancel(order.id).pendingRequest).toBe('cancel');
    await desk.advance(300);
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED', pendingRequest: null });
  });

  test('a stop sells what the entry bought', async () => {
    const desk = await paperDesk();
    desk.oms.place(desk.intent({ ...market, slPrice: 16_000, tpPrice: 17_000 }));
    await desk.advance(300);
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: 75, slPrice: 16_000, tpPrice: 17_000 });
    desk.tick(desk.call.id, 15_990, 16_000);
    await desk.advance(300);
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: 0, slPrice: null });
    expect(desk.oms.orderViews().at(-1)).toMatchObject({ source: 'BRACKET', state: 'FILLED' });
  });

  test('B1 a stop that rests at the exchange sells what the entry bought, once', async () => {
    const desk = await paperDesk();
    desk.residentStops = true;
    await desk.restart();
    desk.oms.place(desk.intent({ ...market, slPrice: 16_000, tpPrice: 17_000 }));
    await desk.advance(1_000);
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: 75, stopHome: 'EXCHANGE' });
    desk.tick(desk.call.id, 15_990, 16_000);
    await desk.advance(3_000);
    expect(desk.oms.positionViews()[0]).toMatchObject({ netQty: 0, slPrice: null });
    const exits = desk.oms.orderViews().filter(({ source }) => source === 'BRACKET');
    expect(exits).toMatchObject([{ state: 'FILLED', triggerPrice: 16_000 }]);
  });

  test('B2 its target cancels it and sells once; F does the same', async () => {
    for (const exit of ['target', 'F'] as const) {
      const desk = await paperDesk();
      desk.residentStops = true;
      await desk.restart();
      desk.oms.place(desk.intent({ ...market, slPrice: 16_000, tpPrice: 17_000 }));
      await desk.advance(1_000);
      if (exit === 'target') desk.tick(desk.call.id, 17_000, 17_010);
      else void desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
      await desk.advance(3_000);
      expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
      const sells = desk.oms.orderViews().filter(({ side }) => side === 'SELL');
      expect(sells.map(({ state, triggerPrice }) => [state, triggerPrice])).toEqual([
        ['CANCELLED', 16_000],
        ['FILLED', null],
      ]);
    }
  });

  test('F2 a restart at any moment ends with the same books as the broker (P9)', async () => {
    for (let at = 0; at <= 130; at += 10) {
      const desk = await paperDesk();
      const order = desk.oms.place(desk.intent({ ...market, lots: 2 }));
      await desk.advance(at);
      await desk.restart({ newBroker: true });
      await desk.advance(3_000);
      desk.tick(desk.call.id, 16_420, 16_430);
      const { positions } = await desk.broker.books();
      expect(desk.oms.reconciledAt).not.toBeNull();
      expect(desk.portfolio.netQty(desk.call.id)).toBe(positions[0]?.netQty ?? 0);
      expect(['FILLED', 'NOT_PLACED']).toContain(desk.order(order.id).state);
    }
  });

  test('flatten closes a short before the long that hedges it', async () => {
    const desk = await paperDesk();
    desk.quotes.set(desk.put.id, { bidQty: 750, askQty: 750 });
    desk.oms.place(desk.intent({ ...market, lots: 2 }));
    desk.oms.place(desk.intent({ ...market, instrumentId: desk.put.id, side: 'SELL' }));
    await desk.advance(300);
    const flatten = desk.oms.flattenAll(desk.ids.uuid(), desk.oms.flattenPreview().token);
    await desk.advance(600);
    expect((await flatten).map((order) => `${order.side} ${order.state}`)).toEqual(['BUY FILLED', 'SELL FILLED']);
    expect(desk.portfolio.open()).toEqual([]);
  });
});
