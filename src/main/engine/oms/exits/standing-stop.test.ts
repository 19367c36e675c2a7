import { describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

const FILLED_AT = 16_400;
const position = (desk: OrderDesk) => desk.oms.positionViews()[0]!;
const exits = (desk: OrderDesk) => desk.oms.orderViews().filter((order) => order.source === 'BRACKET');
const at = (desk: OrderDesk, price: number) => {
  desk.clock.advanceBy(10);
  desk.tick(desk.call.id, price, price);
};

async function bought(desk: OrderDesk, intent: Parameters<OrderDesk['intent']>[0] = {}): Promise<void> {
  at(desk, FILLED_AT);
  desk.oms.place(desk.intent(intent));
  await settle();
  desk.broker.fill('B1', 75, FILLED_AT);
  at(desk, FILLED_AT);
}

describe('the limit on trailing stops (rms_rules.trailing_sl)', () => {
  test('gives a position a stop at its distance, which follows the best price and fires', async () => {
    const desk = await scriptedDesk();
    desk.oms.setLimits({ trailingSl: 10 });
    await bought(desk);
    expect(position(desk)).toMatchObject({ slPrice: 15_400, trail: { follow: { type: 'DISTANCE', by: 1000 } } });
    at(desk, 16_900);
    expect(position(desk).slPrice).toBe(15_900);
    at(desk, 16_000);
    expect(exits(desk)).toEqual([]);
    at(desk, 15_900);
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: 75 }]);
  });

  test('in steps: for every gain of one figure the stop moves by the other', async () => {
    const desk = await scriptedDesk();
    desk.oms.setLimits({ trailingSl: 10, trailEvery: 4, trailBy: 2 });
    await bought(desk);
    at(desk, 17_250);
    expect(position(desk)).toMatchObject({ slPrice: 15_800, trail: { follow: { type: 'STEP', every: 400, by: 200 } } });
  });

  test('of a short the stop is above and comes down', async () => {
    const desk = await scriptedDesk();
    desk.oms.setLimits({ trailingSl: 10 });
    await bought(desk, { side: 'SELL' });
    expect(position(desk).slPrice).toBe(17_400);
    at(desk, 16_000);
    expect(position(desk).slPrice).toBe(17_000);
  });

  test('a stop of the order stays where it was put, and follows from there', async () => {
    const desk = await scriptedDesk();
    desk.oms.setLimits({ trailingSl: 10 });
    await bought(desk, { slPrice: 16_000 });
    expect(position(desk).slPrice).toBe(16_000);
    at(desk, 16_900);
    expect(position(desk).slPrice).toBe(16_000);
    at(desk, 17_100);
    expect(position(desk).slPrice).toBe(16_100);
  });

  test('set while a position stands deep in a loss it begins at the price there is: nothing goes out at once', async () => {
    const desk = await scriptedDesk();
    await bought(desk);
    at(desk, 13_000);
    desk.oms.setLimits({ trailingSl: 10 });
    at(desk, 12_500);
    expect(exits(desk)).toEqual([]);
    expect(position(desk).slPrice).toBe(12_000);
    at(desk, 16_600);
    expect(position(desk).slPrice).toBe(15_600);
  });

  test('TS3 a restart finds the stop where it was, and gives one to an entry that filled just before a crash', async () => {
    const desk = await scriptedDesk();
    desk.oms.setLimits({ trailingSl: 10 });
    await bought(desk);
    at(desk, 16_900);
    await desk.restart();
    expect(position(desk).slPrice).toBe(15_900);
    expect(exits(desk)).toEqual([]);
  });

  test('a stop that was taken off by hand stays off', async () => {
    const desk = await scriptedDesk();
    desk.oms.setLimits({ trailingSl: 10 });
    await bought(desk);
    desk.oms.protect(desk.call.id, null, { tpPrice: null, slPrice: null, trail: null });
    at(desk, 14_000);
    await desk.restart();
    at(desk, 13_000);
    expect(position(desk).slPrice).toBeNull();
    expect(exits(desk)).toEqual([]);
  });

  test('an entry that was closed by hand gets none when the next one is opened', async () => {
    const desk = await scriptedDesk();
    await bought(desk);
    void desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await settle();
    desk.broker.fill('B2', 75, FILLED_AT);
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.fill('B3', 75, FILLED_AT);
    desk.oms.setLimits({ trailingSl: 10 });
    at(desk, FILLED_AT);
    at(desk, 15_000);
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: 75 }]);
  });

  test('a premium smaller than the distance keeps a stop at the lowest price', async () => {
    const desk = await scriptedDesk();
    desk.oms.setLimits({ trailingSl: 500 });
    await bought(desk);
    expect(position(desk).slPrice).toBe(desk.call.tickSize);
  });
});

test('TS4 an exit that fails does not make the stop count the price from before the fill', async () => {
  const desk = await scriptedDesk();
  desk.oms.setLimits({ trailingSl: 10 });
  at(desk, 16_900);
  desk.oms.place(desk.intent({ tpPrice: 16_800 }));
  await settle();
  // The newest quote is from before the fill: the target is reached at once, and its exit refused.
  desk.broker.fill('B1', 75, FILLED_AT);
  await settle();
  expect(exits(desk)).toHaveLength(1);
  desk.broker.end('B2', 'REJECTED', 'no');
  await settle();
  expect(position(desk).slPrice).toBe(15_400);
});
