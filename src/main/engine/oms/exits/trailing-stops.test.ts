import { describe, expect, test } from 'vitest';
import type { Trail } from '../../../../contract/protection.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';

const DISTANCE: Trail = { follow: { type: 'DISTANCE', by: 200 }, after: 0, breakEvenAfter: null };
const STEP: Trail = { follow: { type: 'STEP', every: 100, by: 50 }, after: 0, breakEvenAfter: null };
const FILLED_AT = 16_400;

async function held(side: 'BUY' | 'SELL' = 'BUY'): Promise<{ desk: OrderDesk; entryId: string }> {
  const desk = await scriptedDesk();
  const entry = desk.oms.place(desk.intent({ side }));
  await settle();
  desk.broker.fill('B1', 75, FILLED_AT);
  desk.tick(desk.call.id, FILLED_AT, FILLED_AT);
  return { desk, entryId: entry.id };
}
const set = (desk: OrderDesk, slPrice: number | null, trail: Trail | null, tpPrice: number | null = null) =>
  desk.oms.protect(desk.call.id, null, { tpPrice, slPrice, trail });
const position = (desk: OrderDesk) => desk.oms.positionViews()[0]!;
const exits = (desk: OrderDesk) => desk.oms.orderViews().filter((order) => order.source === 'BRACKET');
const at = (desk: OrderDesk, price: number) => desk.tick(desk.call.id, price, price);

describe('a stop that trails', () => {
  test('follows the price up by its steps, never down (TS1), and fires where it has come to', async () => {
    const { desk } = await held();
    set(desk, 16_200, STEP);
    at(desk, 16_510);
    expect(position(desk)).toMatchObject({ slPrice: 16_250, trail: STEP, stopHome: 'TERMINAL', protection: 'OK' });
    at(desk, 16_400);
    expect(position(desk).slPrice).toBe(16_250);
    at(desk, 16_255);
    expect(exits(desk)).toHaveLength(0);
    at(desk, 16_250);
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: 75 }]);
  });

  test('of a short follows the ask down', async () => {
    const { desk } = await held('SELL');
    set(desk, 16_600, DISTANCE);
    expect(position(desk).slPrice).toBe(16_600);
    desk.tick(desk.call.id, 16_190, 16_200);
    expect(position(desk).slPrice).toBe(16_400);
    desk.tick(desk.call.id, 16_390, 16_400);
    expect(exits(desk)).toMatchObject([{ side: 'BUY' }]);
  });

  test('B3 is moved by neither a stale tick, one beyond the band, nor one side of the market alone', async () => {
    const { desk } = await held();
    set(desk, 16_200, DISTANCE);
    desk.quotes.stale.add(desk.call.id);
    at(desk, 16_600);
    expect(position(desk)).toMatchObject({ slPrice: 16_200, protection: 'DEGRADED' });
    desk.quotes.stale.delete(desk.call.id);
    desk.tick(desk.call.id, 16_600, 16_610, 16_300);
    desk.tick(desk.call.id, 16_300, 16_610, 16_600);
    desk.tick(desk.call.id, 200_000, 200_010, 200_000);
    expect(position(desk).slPrice).toBe(16_200);
  });

  test('TS2 set anew it begins at the price of that moment, not at the best one of the trail before', async () => {
    const { desk } = await held();
    set(desk, 16_200, DISTANCE);
    at(desk, 16_900);
    at(desk, 16_750);
    set(desk, 16_000, { ...DISTANCE, follow: { type: 'DISTANCE', by: 100 } });
    expect(exits(desk)).toHaveLength(0);
    expect(position(desk).slPrice).toBe(16_650);
  });

  test('TS3 a restart finds it where it was, and goes on from there', async () => {
    const { desk } = await held();
    set(desk, 16_200, DISTANCE);
    at(desk, 16_700);
    at(desk, 16_600);
    await desk.restart();
    expect(position(desk).slPrice).toBe(16_500);
    at(desk, 16_800);
    expect(position(desk).slPrice).toBe(16_600);
  });

  test('F21 a restart behind a gap through it exits at once', async () => {
    const { desk } = await held();
    set(desk, 16_200, DISTANCE);
    at(desk, 16_700);
    desk.crash();
    desk.quotes.set(desk.call.id, { bid: 16_300, ask: 16_310, ltp: 16_300 });
    await desk.start();
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: 75 }]);
  });

  test('a target moved beside it leaves it where it has come to; a stop moved by hand begins anew', async () => {
    const { desk } = await held();
    set(desk, 16_200, STEP);
    at(desk, 16_650);
    expect(position(desk).slPrice).toBe(16_300);
    set(desk, 16_300, STEP, 17_000);
    expect(position(desk)).toMatchObject({ slPrice: 16_300, tpPrice: 17_000 });
    at(desk, 16_700);
    expect(position(desk).slPrice).toBe(16_350);
    set(desk, 16_400, STEP, 17_000);
    at(desk, 16_790);
    expect(position(desk).slPrice).toBe(16_400);
    at(desk, 16_800);
    expect(position(desk).slPrice).toBe(16_450);
  });

  test('set on an entry that waits, begins with its fill', async () => {
    const desk = await scriptedDesk();
    at(desk, FILLED_AT);
    const entry = desk.oms.place(desk.intent());
    await settle();
    desk.oms.protect(desk.call.id, entry.id, { tpPrice: null, slPrice: 16_200, trail: DISTANCE });
    await desk.restart();
    desk.broker.fill('B1', 75, FILLED_AT);
    expect(position(desk)).toMatchObject({ slPrice: 16_200, trail: DISTANCE });
    await desk.advance(1);
    at(desk, 16_450);
    expect(position(desk).slPrice).toBe(16_250);
  });

  test('TS4 counts no price from before the fill it begins with, also when the ticks in between were missed', async () => {
    const desk = await scriptedDesk();
    at(desk, 16_700);
    const entry = desk.oms.place(desk.intent());
    await settle();
    desk.oms.protect(desk.call.id, entry.id, { tpPrice: null, slPrice: 16_200, trail: STEP });
    desk.broker.fill('B1', 75, FILLED_AT);
    expect(position(desk).slPrice).toBe(16_200);
    await desk.advance(1);
    at(desk, 16_510);
    expect(position(desk).slPrice).toBe(16_250);
  });

  test('TS4 counts no price from before the fill either when a target is set beside it', async () => {
    const desk = await scriptedDesk();
    at(desk, 16_700);
    const entry = desk.oms.place(desk.intent());
    await settle();
    desk.oms.protect(desk.call.id, entry.id, { tpPrice: null, slPrice: 16_200, trail: STEP });
    desk.broker.fill('B1', 75, FILLED_AT);
    set(desk, 16_200, STEP, 17_000);
    expect(position(desk)).toMatchObject({ slPrice: 16_200, tpPrice: 17_000 });
    await desk.advance(1);
    at(desk, 16_510);
    expect(position(desk).slPrice).toBe(16_250);
  });

  test('TS4 T16 counts no price from while nothing was held, when the exit is annulled', async () => {
    const { desk } = await held();
    set(desk, 16_200, DISTANCE);
    at(desk, 16_190);
    await settle();
    desk.broker.fill('B2', 75, 16_190);
    await desk.advance(1);
    at(desk, 17_000);
    desk.broker.bust('T2');
    await settle();
    expect(position(desk)).toMatchObject({ netQty: 75, slPrice: 16_200 });
    await desk.advance(1);
    at(desk, 16_510);
    expect(position(desk).slPrice).toBe(16_310);
  });

  test('ends with an entry that never filled', async () => {
    const desk = await scriptedDesk();
    const entry = desk.oms.place(desk.intent());
    await settle();
    desk.oms.protect(desk.call.id, entry.id, { tpPrice: null, slPrice: 16_200, trail: DISTANCE });
    desk.oms.cancel(entry.id);
    await settle();
    expect(desk.store.brackets(desk.store.identity.accountId)[0]!.state).toBe('DONE');
  });

  test('set while an exit is out counts when that exit fails', async () => {
    const { desk } = await held();
    set(desk, 16_200, null);
    at(desk, 16_190);
    await settle();
    set(desk, 16_000, DISTANCE);
    desk.broker.end('B2', 'CANCELLED');
    expect(position(desk)).toMatchObject({ slPrice: 16_000, trail: DISTANCE });
  });

  test('refuses a trail without a stop, and one that would overtake the price', async () => {
    const { desk } = await held();
    expect(() => set(desk, null, DISTANCE)).toThrow(/moves a stop and there is none/);
    const overtakes: Trail = { follow: { type: 'STEP', every: 50, by: 100 }, after: 0, breakEvenAfter: null };
    expect(() => set(desk, 16_200, overtakes)).toThrow(/would overtake it/);
  });
});
