import { describe, expect, test } from 'vitest';
import type { LockTerms } from '../../../../contract/protection.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { paperDesk } from '../../../../testing/paper-desk.ts';

const LOT = 75;
/** Locks at 4.00 a unit of one lot, keeps 2.00; a rupee more a unit for every two. */
const TERMS: LockTerms = {
  trigger: 400 * LOT,
  floor: 200 * LOT,
  trail: { every: 200 * LOT, by: 100 * LOT },
  net: false,
};

async function held(lots = 1, side: 'BUY' | 'SELL' = 'BUY'): Promise<OrderDesk> {
  const desk = await scriptedDesk();
  await open(desk, desk.call.id, side, 16_400, lots);
  return desk;
}

async function open(desk: OrderDesk, instrumentId: number, side: 'BUY' | 'SELL', price: number, lots = 1) {
  desk.oms.place(desk.intent({ instrumentId, side, price, lots }));
  await settle();
  desk.broker.fill(desk.broker.ids().at(-1)!, lots * LOT, price);
}

const ofCall = (desk: OrderDesk) => ({ type: 'POSITION', instrumentId: desk.call.id }) as const;
const BY_HAND = { type: 'STRATEGY', strategyId: null } as const;

/** Moves the call so that an exit would get `bid`. */
const at = (desk: OrderDesk, bid: number) => desk.tick(desk.call.id, bid, bid + 10);
const lockOf = (desk: OrderDesk) => desk.oms.profitLocks.views()[0];
const exits = (desk: OrderDesk) => desk.oms.orderViews().filter(({ source }) => source === 'SQUARE_OFF');

async function fillExits(desk: OrderDesk, price: number): Promise<void> {
  for (const order of exits(desk)) {
    if (order.state === 'OPEN') desk.broker.fill(order.brokerOrderId!, order.quantity - order.filled, price);
  }
  await settle();
}

describe('a profit lock of a position', () => {
  test('locks at its trigger, rises with the profit and closes the position at its floor', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    at(desk, 16_795);
    expect(lockOf(desk)).toMatchObject({ phase: 'IDLE', floor: null, profit: 395 * LOT });
    at(desk, 17_000);
    expect(lockOf(desk)).toMatchObject({ phase: 'LOCKED', floor: 300 * LOT });
    at(desk, 16_705);
    expect(exits(desk)).toHaveLength(0);
    at(desk, 16_700);
    await settle();
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: LOT, state: 'OPEN' }]);
    await fillExits(desk, 16_695);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(desk.oms.profitLocks.views()).toEqual([]);
    expect(desk.lines().filter((line) => line.startsWith('Profit lock'))).toEqual([
      'Profit lock of NIFTY 26000 CE: once ₹300.00 is reached, ₹150.00 is kept, ₹75.00 more for every ₹150.00, before charges.',
      'Profit lock of NIFTY 26000 CE: at ₹450.00, ₹225.00 is kept from now on.',
      'Profit lock of NIFTY 26000 CE hit: the profit of ₹225.00 is down to the ₹225.00 kept; it is closed.',
      'Profit lock of NIFTY 26000 CE: closed, nothing is left open.',
    ]);
  });

  test('a short is measured by the ask', async () => {
    const desk = await held(1, 'SELL');
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    desk.tick(desk.call.id, 15_990, 16_000);
    desk.tick(desk.call.id, 16_150, 16_195);
    expect(exits(desk)).toHaveLength(0);
    desk.tick(desk.call.id, 16_150, 16_200);
    await settle();
    expect(exits(desk)).toMatchObject([{ side: 'BUY', quantity: LOT }]);
  });

  test('PL4 what was booked on the position counts, other positions do not, and charges as the terms say', async () => {
    const desk = await held(2);
    await open(desk, desk.put.id, 'BUY', 16_400);
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    desk.tick(desk.put.id, 20_000, 20_010);
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_500 }));
    await settle();
    desk.broker.fill(desk.broker.ids().at(-1)!, LOT, 16_500);
    at(desk, 16_450);
    const booked = (100 + 50) * LOT;
    expect(lockOf(desk)!.profit).toBe(booked);
    desk.oms.profitLocks.arm(ofCall(desk), { ...TERMS, net: true });
    const { charges } = desk.oms.positionViews().find(({ instrumentId }) => instrumentId === desk.call.id)!;
    expect(charges).toBeGreaterThan(0);
    expect(lockOf(desk)!.profit).toBe(booked - charges);
  });

  test('PL4 what was booked counts on over midnight', async () => {
    const desk = await held(2);
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_500 }));
    await settle();
    desk.broker.fill(desk.broker.ids().at(-1)!, LOT, 16_500);
    await desk.restart();
    desk.clock.advanceBy(24 * 3_600_000);
    await settle();
    at(desk, 16_450);
    expect(lockOf(desk)!.profit).toBe((100 + 50) * LOT);
  });

  test('B3 it is frozen on a stale feed, also for a leg of the scope', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    at(desk, 16_900);
    desk.quotes.stale.add(desk.call.id);
    at(desk, 16_000);
    await settle();
    expect(exits(desk)).toHaveLength(0);
    expect(lockOf(desk)).toMatchObject({ phase: 'LOCKED', profit: null });
    desk.quotes.stale.delete(desk.call.id);
    at(desk, 16_000);
    await settle();
    expect(exits(desk)).toHaveLength(1);
  });

  test('PL6 B3 what came under the floor on a silent feed is closed once it is live, without a tick of its own', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    at(desk, 16_900);
    desk.oms.place(desk.intent({ price: 17_200 }));
    await settle();
    desk.quotes.stale.add(desk.call.id);
    desk.broker.fill(desk.broker.ids().at(-1)!, LOT, 17_200);
    desk.tick(desk.put.id, 16_400, 16_410);
    await settle();
    expect(exits(desk)).toHaveLength(0);
    desk.quotes.stale.delete(desk.call.id);
    desk.tick(desk.put.id, 16_400, 16_410);
    await settle();
    expect(exits(desk)).toMatchObject([{ side: 'SELL', quantity: 2 * LOT }]);
  });

  test('B3 a bad book neither ratchets nor exits at once; one outside the band never', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    desk.tick(desk.call.id, 16_900, 30_000, 16_400);
    expect(lockOf(desk)!.phase).toBe('IDLE');
    at(desk, 16_900);
    desk.tick(desk.call.id, 5_000, 16_900, 16_895);
    await desk.advance(500);
    at(desk, 16_890);
    desk.tick(desk.call.id, 900_000, 900_010, 16_890);
    await desk.advance(3_000);
    expect(lockOf(desk)).toMatchObject({ phase: 'LOCKED', floor: 200 * LOT });
    expect(exits(desk)).toHaveLength(0);
  });

  test('a bad book that stands for a second is believed', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    at(desk, 16_900);
    desk.tick(desk.call.id, 12_000, 16_900, 16_895);
    await desk.advance(1_050);
    expect(exits(desk)).toHaveLength(1);
  });

  test('PL2 impossible terms and a flat position are refused with a sentence', async () => {
    const desk = await held();
    const arm = (terms: LockTerms, instrumentId = desk.call.id) =>
      desk.oms.profitLocks.arm({ type: 'POSITION', instrumentId }, terms);
    expect(() => arm({ ...TERMS, floor: TERMS.trigger })).toThrow(expect.objectContaining({ code: 'SETTING_INVALID' }));
    expect(() => arm(TERMS, desk.put.id)).toThrow(expect.objectContaining({ code: 'POSITION_FLAT' }));
    expect(desk.oms.profitLocks.views()).toEqual([]);
  });

  test('it ends with its position, and a position that turned over is another one', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    desk.oms.place(desk.intent({ side: 'SELL', price: 16_400, lots: 2 }));
    await settle();
    desk.broker.fill(desk.broker.ids().at(-1)!, 2 * LOT, 16_400);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(-LOT);
    expect(desk.oms.profitLocks.views()).toEqual([]);
    expect(desk.lines().at(-1)).toBe('Profit lock of NIFTY 26000 CE ended: that position is closed.');
  });

  test('removed, it acts no more, nor after a restart', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    at(desk, 16_900);
    desk.oms.profitLocks.arm(ofCall(desk), null);
    await desk.restart();
    at(desk, 16_000);
    await settle();
    expect(exits(desk)).toHaveLength(0);
  });

  test('B2 an exit by hand that rests is cancelled first, and never more is sold than is held', async () => {
    const desk = await held(2);
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    const resting = desk.oms.place(desk.intent({ side: 'SELL', lots: 2, price: 16_990 }));
    await settle();
    at(desk, 16_900);
    at(desk, 16_450);
    await settle();
    expect(desk.order(resting.id).state).toBe('CANCELLED');
    expect(exits(desk)).toMatchObject([{ quantity: 2 * LOT }]);
  });

  test('PL3 the exit is priced anew until it is filled, and it is one exit', async () => {
    const desk = await held();
    desk.oms.profitLocks.arm(ofCall(desk), TERMS);
    at(desk, 16_900);
    at(desk, 16_500);
    await desk.advance(4_000);
    const working = exits(desk).filter(({ state }) => state === 'OPEN');
    expect(exits(desk).length).toBeGreaterThan(1);
    expect(working).toHaveLength(1);
    await fillExits(desk, 16_480);
    await desk.advance(4_000);
    expect(desk.portfolio.netQty(desk.call.id)).toBe(0);
    expect(desk.lines().filter((line) => line.includes(' hit: '))).toHaveLength(1);
  });
});

describe('a profit lock of a strategy', () => {
  test('counts all by hand together and buys shorts back before longs are sold (SQ1)', async () => {
    const desk = await scriptedDesk();
    await open(desk, desk.put.id, 'BUY', 16_400);
    await open(desk, desk.call.id, 'SELL', 16_400);
    desk.oms.profitLocks.arm(BY_HAND, TERMS);
    desk.tick(desk.call.id, 16_090, 16_100);
    desk.tick(desk.put.id, 16_500, 16_510);
    expect(lockOf(desk)).toMatchObject({ phase: 'LOCKED', profit: 400 * LOT });
    desk.tick(desk.put.id, 16_300, 16_310);
    await settle();
    expect(exits(desk)).toMatchObject([{ side: 'BUY', instrumentId: desk.call.id }]);
    await fillExits(desk, 16_100);
    expect(exits(desk)).toMatchObject([
      { side: 'BUY', instrumentId: desk.call.id },
      { side: 'SELL', instrumentId: desk.put.id },
    ]);
    await fillExits(desk, 16_300);
    expect(desk.portfolio.open()).toEqual([]);
    expect(desk.oms.profitLocks.views()).toEqual([]);
  });

  test('T17 what was placed elsewhere is neither counted nor closed', async () => {
    const desk = await held();
    desk.broker.addForeign({
      brokerOrderId: 'X1',
      tag: null,
      instrumentId: desk.put.id,
      side: 'BUY',
      quantity: LOT,
      filled: 0,
      price: 16_400,
      triggerPrice: null,
      validity: 'DAY',
      product: 'NRML',
      status: 'OPEN',
      message: null,
      ts: 1,
    });
    desk.broker.fill('X1', LOT, 16_400);
    await desk.oms.reconcile();
    expect(desk.portfolio.netQty(desk.put.id)).toBe(LOT);
    desk.oms.profitLocks.arm(BY_HAND, TERMS);
    desk.tick(desk.put.id, 19_000, 19_010);
    at(desk, 16_500);
    expect(lockOf(desk)!.profit).toBe(100 * LOT);
    at(desk, 16_900);
    at(desk, 16_500);
    await settle();
    await fillExits(desk, 16_500);
    expect(desk.portfolio.open()).toMatchObject([{ instrumentId: desk.put.id, netQty: LOT }]);
  });
});

test('on the paper broker a lock closes its position at a profit', async () => {
  const desk = await paperDesk();
  desk.oms.place(desk.intent({ orderType: 'MARKET', price: null }));
  await desk.advance(1_000);
  expect(desk.portfolio.netQty(desk.call.id)).toBe(LOT);
  desk.oms.profitLocks.arm({ type: 'POSITION', instrumentId: desk.call.id }, { ...TERMS, trail: null });
  const { cost } = desk.oms.positionViews()[0]!;
  const entry = cost / LOT;
  desk.tick(desk.call.id, entry + 500, entry + 510);
  desk.tick(desk.call.id, entry + 195, entry + 205);
  await desk.advance(2_000);
  const [position] = desk.oms.positionViews();
  expect(position!.netQty).toBe(0);
  expect(position!.realised).toBeGreaterThan(0);
  expect(desk.oms.profitLocks.views()).toEqual([]);
});
