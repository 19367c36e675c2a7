import { describe, expect, it } from 'vitest';
import { PaperAccount } from '../../../../testing/paper-account.ts';
import type { PlaceRequest } from '../broker.ts';

const SELL_STOP: Partial<PlaceRequest> = { side: 'SELL', triggerPrice: 16_300, price: 16_250 };
const BUY_STOP: Partial<PlaceRequest> = { side: 'BUY', triggerPrice: 16_500, price: 16_550 };

/** An account with a market of 164.20 / 164.30, last 164.25. */
function account(): PaperAccount {
  const made = new PaperAccount();
  made.tick([[16_420, 650]], [[16_430, 650]], { ltp: 16_425 });
  return made;
}

describe('a stop-limit order', () => {
  it('T10 rests unseen until the market trades at its trigger, then takes the book up to its limit', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    expect(paper.order(id).status).toBe('TRIGGER_PENDING');
    paper.tick([[16_260, 650]], [[16_310, 650]], { ltp: 16_305 });
    expect(paper.order(id).status).toBe('TRIGGER_PENDING');
    paper.tick([[16_295, 65]], [[16_305, 650]], { ltp: 16_300 });
    expect(paper.order(id)).toMatchObject({ status: 'FILLED', triggerPrice: 16_300 });
    expect(paper.trades()).toEqual([[16_295, 65]]);
  });

  it('is told as pending, then as open, then its fill', async () => {
    const paper = account();
    await paper.accepted(BUY_STOP);
    paper.tick([[16_500, 650]], [[16_510, 650]], { ltp: 16_505 });
    const told = paper.updates.map((update) => (update.type === 'order' ? update.order.status : update.type));
    expect(told).toEqual(['TRIGGER_PENDING', 'OPEN', 'fill', 'FILLED']);
  });

  it('B4 that the market jumps over rests unfilled at its limit', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    paper.tick([[16_100, 650]], [[16_110, 650]], { ltp: 16_105 });
    expect(paper.order(id).status).toBe('OPEN');
    expect(paper.trades()).toEqual([]);
    paper.tick([[16_250, 650]], [[16_260, 650]], { ltp: 16_255 });
    expect(paper.order(id).status).toBe('FILLED');
  });

  it('B3 is never triggered by a stale price', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    paper.book.stale = true;
    paper.tick([[16_295, 650]], [[16_300, 650]], { ltp: 16_290 });
    expect(paper.order(id).status).toBe('TRIGGER_PENDING');
    paper.book.stale = false;
    paper.tick([[16_295, 650]], [[16_300, 650]], { ltp: 16_290 });
    expect(paper.order(id).status).toBe('FILLED');
  });

  it('is not triggered by bid and ask alone', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    paper.tick([[16_200, 650]], [[16_210, 650]], { ltp: 16_425 });
    expect(paper.order(id).status).toBe('TRIGGER_PENDING');
  });

  it('joins the book behind what rests there already', async () => {
    const paper = account();
    const stop = await paper.accepted({ ...BUY_STOP, price: 16_500 });
    const limit = await paper.accepted({ price: 16_400 });
    await paper.settle(paper.broker.modify(limit, { quantity: 65, price: 16_410, triggerPrice: null }));
    paper.tick([[16_405, 65]], [[16_600, 65]], { ltp: 16_500 });
    await paper.settle(paper.broker.modify(limit, { quantity: 65, price: 16_500, triggerPrice: null }));
    paper.tick([[16_495, 65]], [[16_500, 65]], { ltp: 16_500 });
    expect([limit, stop].map((id) => paper.order(id).status)).toEqual(['FILLED', 'OPEN']);
  });

  it('waits on over a restart, and triggers after it', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    paper.broker.close();
    const restarted = new PaperAccount({ ledger: paper.ledger, clock: paper.clock, seed: 2 });
    expect((await restarted.broker.books()).orders).toMatchObject([
      { brokerOrderId: id, status: 'TRIGGER_PENDING', triggerPrice: 16_300 },
    ]);
    restarted.tick([[16_290, 650]], [[16_300, 650]], { ltp: 16_295 });
    expect(restarted.order(id).status).toBe('FILLED');
  });

  it('whose trigger cannot be written has not triggered; the next tick tries again', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    paper.ledger.full = true;
    paper.tick([[16_290, 650]], [[16_300, 650]], { ltp: 16_295 });
    expect(paper.order(id).status).toBe('TRIGGER_PENDING');
    expect(paper.errors).toHaveLength(1);
    paper.ledger.full = false;
    paper.tick([[16_290, 650]], [[16_300, 650]], { ltp: 16_295 });
    expect(paper.order(id).status).toBe('FILLED');
  });

  it('is cancelled and expires like any order', async () => {
    const paper = account();
    const [first, second] = [await paper.accepted(SELL_STOP), await paper.accepted(BUY_STOP)];
    await paper.settle(paper.broker.cancel(first));
    expect(paper.order(first).status).toBe('CANCELLED');
    paper.clock.advanceBy(24 * 3_600_000);
    expect(paper.order(second).status).toBe('EXPIRED');
  });

  it.each([
    [
      'a buy below the market',
      { ...BUY_STOP, triggerPrice: 16_420 },
      /buy orders cannot be below the last traded price \(164.25\)/,
    ],
    ['a sell above it', { ...SELL_STOP, triggerPrice: 16_430 }, /sell orders cannot be above the last traded price/],
    [
      'a buy above its limit',
      { ...BUY_STOP, price: 16_495 },
      /cannot be above the limit price: trigger 165.00, limit 164.95/,
    ],
    ['a sell below its limit', { ...SELL_STOP, price: 16_305 }, /cannot be below the limit price/],
    ['a trigger off the tick', { ...BUY_STOP, triggerPrice: 16_502 }, /Trigger 165.02 is not a multiple of the tick/],
    ['an IOC', { ...BUY_STOP, validity: 'IOC' as const }, /cannot be IOC/],
  ])('is refused for %s', async (_name, over, message) => {
    const paper = account();
    expect(await paper.place(over)).toMatchObject({ code: 'BROKER_REFUSED', message: expect.stringMatching(message) });
    expect(paper.ledger.orders.size).toBe(0);
  });
});

describe('a modify of a stop', () => {
  it('moves trigger and limit while it waits', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    await paper.settle(paper.broker.modify(id, { quantity: 130, price: 16_350, triggerPrice: 16_400 }));
    expect(paper.order(id)).toMatchObject({
      status: 'TRIGGER_PENDING',
      quantity: 130,
      price: 16_350,
      triggerPrice: 16_400,
    });
    paper.tick([[16_395, 650]], [[16_400, 650]], { ltp: 16_400 });
    expect(paper.order(id).status).toBe('FILLED');
  });

  it('past the market is refused, and it waits on unchanged', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    const change = { quantity: 65, price: 16_400, triggerPrice: 16_500 };
    expect(await paper.settle(paper.broker.modify(id, change))).toMatchObject({ code: 'BROKER_REFUSED' });
    expect(paper.order(id)).toMatchObject({ status: 'TRIGGER_PENDING', triggerPrice: 16_300, price: 16_250 });
  });

  it('without a trigger makes it a limit order at once', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    await paper.settle(paper.broker.modify(id, { quantity: 65, price: 16_420, triggerPrice: null }));
    expect(paper.order(id)).toMatchObject({ status: 'FILLED', triggerPrice: null });
  });

  it('B4 that has triggered reprices its limit and keeps its trigger; another trigger is refused', async () => {
    const paper = account();
    const id = await paper.accepted(SELL_STOP);
    paper.tick([[16_100, 650]], [[16_110, 650]], { ltp: 16_105 });
    const moved = { quantity: 65, price: 16_250, triggerPrice: 16_280 };
    expect(await paper.settle(paper.broker.modify(id, moved))).toMatchObject({
      message: expect.stringMatching(/triggered at 163.00 and is a limit order now/),
    });
    await paper.settle(paper.broker.modify(id, { quantity: 65, price: 16_100, triggerPrice: 16_300 }));
    expect(paper.order(id)).toMatchObject({ status: 'FILLED', triggerPrice: 16_300 });
  });

  it('cannot make a stop of a limit order', async () => {
    const paper = account();
    const id = await paper.accepted({ price: 16_400 });
    const change = { quantity: 65, price: 16_550, triggerPrice: 16_500 };
    expect(await paper.settle(paper.broker.modify(id, change))).toMatchObject({
      message: expect.stringMatching(/cannot become/),
    });
  });
});

describe('an IOC order', () => {
  it('takes what the book shows within its limit and cancels the rest with a message', async () => {
    const paper = account();
    const id = await paper.accepted({ quantity: 975, validity: 'IOC' });
    expect(paper.order(id)).toMatchObject({
      status: 'CANCELLED',
      filled: 650,
      message: expect.stringMatching(/Immediate or cancel/),
    });
    paper.tick([[16_400, 650]], [[16_410, 650]]);
    expect(paper.trades()).toEqual([[16_430, 650]]);
  });

  it('that fills whole is filled, and one that finds nothing ends with no fill', async () => {
    const paper = account();
    expect(paper.order(await paper.accepted({ validity: 'IOC' })).status).toBe('FILLED');
    const patient = await paper.accepted({ price: 16_400, validity: 'IOC' });
    expect(paper.order(patient)).toMatchObject({ status: 'CANCELLED', filled: 0 });
  });

  it('on a stale feed is cancelled, not kept', async () => {
    const paper = account();
    paper.book.stale = true;
    expect(paper.order(await paper.accepted({ validity: 'IOC' }))).toMatchObject({ status: 'CANCELLED', filled: 0 });
  });

  it('on its way when the program ended is cancelled at the start, never matched', async () => {
    const paper = new PaperAccount({
      parts: { settings: { latency: { acknowledgeMs: { from: 1, to: 1 }, exchangeMs: { from: 50, to: 50 } } } },
    });
    paper.tick([], [[16_430, 650]]);
    const answer = paper.broker.place(paper.request({ validity: 'IOC' }));
    paper.clock.advanceBy(10);
    await answer;
    paper.broker.close();
    const restarted = new PaperAccount({ ledger: paper.ledger, clock: paper.clock, seed: 2 });
    restarted.tick([], [[16_430, 650]]);
    expect([...restarted.ledger.orders.values()]).toMatchObject([{ status: 'CANCELLED', filled: 0 }]);
  });

  it('whose end cannot be written is ended a second later and not matched meanwhile', async () => {
    const paper = account();
    const id = await paper.accepted({ price: 16_400 });
    await paper.settle(paper.broker.cancel(id));
    const answer = paper.broker.place(paper.request({ price: 16_400, validity: 'IOC' }));
    while (paper.ledger.orders.size === 1) paper.clock.advanceBy(1);
    paper.ledger.full = true;
    paper.clock.advanceBy(200);
    const { brokerOrderId } = (await answer) as { brokerOrderId: string };
    expect(paper.order(brokerOrderId).status).toBe('OPEN');
    paper.ledger.full = false;
    paper.tick([[16_380, 650]], [[16_390, 650]]);
    expect(paper.order(brokerOrderId).status).toBe('OPEN');
    paper.clock.advanceBy(1000);
    expect(paper.order(brokerOrderId)).toMatchObject({ status: 'CANCELLED', filled: 0 });
  });
});
