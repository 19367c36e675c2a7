import { expect, test } from 'vitest';
import { scriptedDesk } from '../../../testing/order-desk.ts';
import { restingSpans } from './resting-spans.ts';

test('an order rests at each price that it had, from one change to the next', async () => {
  const desk = await scriptedDesk();
  const placedAt = desk.clock.now();
  const { id } = desk.oms.place(desk.intent({ price: 16_000 }));
  await desk.advance(1000);
  desk.oms.modify(id, 16_100, 1);
  await desk.advance(1000);
  const order = { orderId: id, instrumentId: desk.call.id, side: 'BUY', stop: false };
  const near = (ts: number) => expect.toSatisfy((at: number) => Math.abs(at - ts) <= 50);
  const [before, after] = restingSpans(desk.store.journal(id));
  expect(before).toEqual({ ...order, price: 16_000, from: near(placedAt), to: near(placedAt + 1000) });
  expect(after).toEqual({ ...order, price: 16_100, from: before!.to, to: null });
  const cancelledAt = desk.clock.now();
  desk.oms.cancel(id);
  await desk.advance(1000);
  expect(restingSpans(desk.store.journal(id)).map(({ to }) => to)).toEqual([before!.to, near(cancelledAt)]);
  desk.close();
});

test('a stop rests at its trigger, then at its limit; a market order nowhere', async () => {
  const desk = await scriptedDesk();
  const stop = desk.oms.place(desk.intent({ side: 'SELL', triggerPrice: 16_300, price: 16_250 }));
  const market = desk.oms.place(desk.intent({ orderType: 'MARKET', price: null }));
  await desk.advance(1000);
  const row = desk.broker.orders.get('B1')!;
  desk.broker.updates.emit({ type: 'order', order: { ...row, status: 'OPEN', ts: row.ts + 1000 } });
  await desk.advance(1000);
  const places = (id: string) => restingSpans(desk.store.journal(id)).map(({ price, stop: is }) => [price, is]);
  expect(places(stop.id)).toEqual([
    [16_300, true],
    [16_250, false],
  ]);
  expect(places(market.id)).toEqual([]);
  desk.close();
});
