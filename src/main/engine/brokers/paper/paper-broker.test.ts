import { describe, expect, it } from 'vitest';
import { CALL, NOW } from '../../../../testing/risk-fixtures.ts';
import { PaperAccount } from '../../../../testing/paper-account.ts';

describe('an order that is marketable', () => {
  it('fills at the book of the moment it reaches the exchange, not of the moment it was sent', async () => {
    const account = new PaperAccount();
    account.tick([[16_420, 650]], [[16_430, 650]]);
    const answer = account.broker.place(account.request({ price: 16_760 }));
    expect(account.ledger.orders.size).toBe(0);
    account.tick([[16_440, 650]], [[16_450, 650]]);
    expect(await account.settle(answer)).toMatchObject({ outcome: 'accepted' });
    expect(account.trades()).toEqual([[16_450, 65]]);
  });

  it('takes level by level and never beyond its limit, the rest rests', async () => {
    const account = new PaperAccount();
    account.tick(
      [],
      [
        [16_430, 65],
        [16_435, 130],
        [16_500, 650],
      ],
    );
    const id = await account.accepted({ quantity: 650, price: 16_435 });
    expect(account.trades()).toEqual([
      [16_430, 65],
      [16_435, 130],
    ]);
    expect(account.order(id)).toMatchObject({ status: 'PARTIAL', filled: 195, quantity: 650 });
  });

  it('trades in whole lots, whatever odd quantity is shown', async () => {
    const account = new PaperAccount();
    account.tick(
      [],
      [
        [16_430, 64],
        [16_435, 100],
      ],
    );
    const id = await account.accepted({ quantity: 130, price: 16_435 });
    expect(account.trades()).toEqual([[16_435, 65]]);
    expect(account.order(id)).toMatchObject({ status: 'PARTIAL', filled: 65 });
  });

  it('is acknowledged before it trades, and told in the order accepted, fill, filled', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 650]]);
    const heard: string[] = [];
    account.broker.updates.on((update) => heard.push(update.type === 'order' ? update.order.status : update.type));
    const answer = account.broker.place(account.request()).then((outcome) => heard.push(outcome.outcome));
    for (let ms = 0; ms < 130; ms += 5) {
      account.clock.advanceBy(5);
      // oxlint-disable-next-line no-await-in-loop -- lets the answer be heard at its own time
      await Promise.resolve().then(() => undefined);
    }
    await answer;
    expect(heard).toEqual(['accepted', 'OPEN', 'fill', 'FILLED']);
  });

  it('meets bids when it sells', async () => {
    const account = new PaperAccount();
    account.tick(
      [
        [16_420, 65],
        [16_410, 65],
      ],
      [[16_430, 650]],
    );
    await account.accepted({ side: 'SELL', quantity: 130, price: 16_410 });
    expect(account.trades()).toEqual([
      [16_420, 65],
      [16_410, 65],
    ]);
  });
});

describe('an order that rests', () => {
  it('fills once the ask comes to its price or through it, at the shown price', async () => {
    const account = new PaperAccount();
    account.tick([[16_400, 650]], [[16_430, 650]]);
    const id = await account.accepted({ price: 16_410, quantity: 130 });
    expect(account.order(id).status).toBe('OPEN');
    account.tick([[16_400, 650]], [[16_410, 65]]);
    expect(account.order(id)).toMatchObject({ status: 'PARTIAL', filled: 65 });
    account.tick([[16_390, 650]], [[16_400, 650]]);
    expect(account.trades()).toEqual([
      [16_410, 65],
      [16_400, 65],
    ]);
    expect(account.order(id).status).toBe('FILLED');
  });

  it('never fills by a bare last price', async () => {
    const account = new PaperAccount();
    account.tick([[16_400, 650]], [[16_430, 650]], { ltp: 16_000 });
    await account.accepted({ price: 16_410 });
    account.tick([], [], { ltp: 16_000 });
    account.tick([[16_400, 650]], [[16_430, 650]], { ltp: 15_000 });
    expect(account.trades()).toEqual([]);
  });

  it('takes a shown quantity once, however often the same book is shown, and again once it changes', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 65]]);
    await account.accepted({ quantity: 195 });
    account.tick([], [[16_430, 65]], { ltp: 16_430 });
    account.tick([[16_400, 65]], [[16_430, 65]]);
    expect(account.trades()).toEqual([[16_430, 65]]);
    account.tick([], [[16_430, 130]]);
    expect(account.trades()).toEqual([
      [16_430, 65],
      [16_430, 130],
    ]);
  });

  it('takes an estimated quantity again with each new estimate', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 65]], { estimatedBook: true, ts: NOW });
    await account.accepted({ quantity: 195 });
    account.tick([], [[16_430, 65]], { estimatedBook: true, ts: NOW });
    expect(account.trades()).toHaveLength(1);
    account.tick([], [[16_430, 65]], { estimatedBook: true, ts: NOW + 1000 });
    expect(account.trades()).toHaveLength(2);
  });

  it('is served after a better price, and after an earlier one at the same price', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_500, 65]]);
    const first = await account.accepted({ price: 16_400 });
    const second = await account.accepted({ price: 16_400 });
    const best = await account.accepted({ price: 16_405 });
    account.tick([], [[16_400, 130]]);
    expect([best, first, second].map((id) => account.order(id).status)).toEqual(['FILLED', 'FILLED', 'OPEN']);
  });

  it('waits while the feed is stale, and fills when it is confirmed', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 650]]);
    account.book.stale = true;
    const id = await account.accepted();
    account.tick([], [[16_420, 650]]);
    expect(account.trades()).toEqual([]);
    account.book.stale = false;
    account.tick([], [[16_425, 650]]);
    expect(account.trades()).toEqual([[16_425, 65]]);
    expect(account.order(id).status).toBe('FILLED');
  });

  it('of a quiet symbol on a live feed fills however old its quote is', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 650]]);
    account.clock.advanceBy(600_000);
    await account.accepted();
    expect(account.trades()).toEqual([[16_430, 65]]);
  });
});

describe('a refusal', () => {
  it.each([
    ['a quantity above the freeze quantity', { quantity: 1820 }, /1820 is above the freeze quantity of 1800/],
    ['a quantity off the lot', { quantity: 100 }, /100 is not a multiple of the lot of 65/],
    ['a price off the tick', { price: 16_432 }, /164.32 is not a multiple of the tick of 0.05/],
    ['a price of nothing', { price: 0 }, /tick/],
    ['an unknown contract', { instrumentId: 99 }, /no such contract/],
  ])('for %s leaves nothing in the book', async (_name, over, message) => {
    const account = new PaperAccount();
    expect(await account.place(over)).toMatchObject({
      outcome: 'refused',
      code: 'BROKER_REFUSED',
      message: expect.stringMatching(message),
    });
    expect(account.ledger.orders.size).toBe(0);
  });

  it('of an index, of an expired contract, and of everything while the market is closed', async () => {
    const old = new PaperAccount({ instrument: { ...CALL, expiry: '2026-11-22' } });
    expect(await old.place()).toMatchObject({ message: 'NIFTY 26000 CE expired on 2026-11-22.' });
    const index = new PaperAccount({ instrument: { ...CALL, kind: 'INDEX', name: 'NIFTY 50' } });
    expect(await index.place()).toMatchObject({ message: expect.stringMatching(/index/) });
    const account = new PaperAccount();
    account.phase = { label: 'Closed', open: false, until: null, next: null };
    expect(await account.place()).toMatchObject({ outcome: 'refused', message: 'The market is closed: Closed.' });
  });

  it('for margin says by how much it is short', async () => {
    const margin = (positions: readonly { netQty: number }[]) =>
      positions.reduce((sum, { netQty }) => sum + Math.max(0, -netQty) * 200_000, 0);
    const account = new PaperAccount({ parts: { margin, opening: 11_757_000 } });
    account.tick([[16_420, 650]], [[16_430, 650]]);
    expect(await account.place({ side: 'SELL' })).toMatchObject({
      code: 'BROKER_REFUSED',
      message: 'Margin short by ₹12,430.00: the order needs ₹1,30,000.00 (estimated), ₹1,17,570.00 is free.',
    });
  });

  it('for margin counts what working orders keep, and lets an exit pass', async () => {
    const margin = (positions: readonly { netQty: number }[]) =>
      Math.abs(positions.reduce((sum, { netQty }) => sum + netQty, 0)) * 10_000;
    const account = new PaperAccount({ parts: { margin, opening: 1_310_000 } });
    account.tick([[16_420, 650]], [[16_430, 650]]);
    await account.accepted({ price: 16_400 });
    expect((await account.broker.books()).funds).toMatchObject({ opening: 1_310_000, available: 660_000 });
    await account.accepted({ price: 16_430 });
    expect(await account.place({ price: 16_400 })).toMatchObject({ outcome: 'refused' });
    expect(await account.place({ side: 'SELL', price: 16_420 })).toMatchObject({ outcome: 'accepted' });
  });

  it('for the order rate comes at once, and again room a second later', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 6500]]);
    const answers = Array.from({ length: 11 }, () => account.broker.place(account.request()));
    expect(await answers[10]).toMatchObject({ outcome: 'refused', code: 'RMS_RATE_LIMIT' });
    account.clock.advanceBy(1000);
    expect(await Promise.all(answers.slice(0, 10))).toEqual(
      Array.from({ length: 10 }, () => expect.objectContaining({ outcome: 'accepted' })),
    );
    expect(await account.place()).toMatchObject({ outcome: 'accepted' });
  });

  it('for the order rate forgives 50 ms of a window, which messages may lose on their way', async () => {
    const account = new PaperAccount();
    for (let sent = 0; sent < 10; sent++) void account.broker.cancel('nobody');
    account.clock.advanceBy(949);
    expect(await account.settle(account.broker.cancel('nobody'))).toMatchObject({ code: 'RMS_RATE_LIMIT' });
    const other = new PaperAccount();
    for (let sent = 0; sent < 10; sent++) void other.broker.cancel('nobody');
    other.clock.advanceBy(950);
    expect(await other.settle(other.broker.cancel('nobody'))).toMatchObject({ code: 'ORDER_UNKNOWN' });
  });
});

describe('the same tag', () => {
  it('O5: is one order, also while the first is under way and after a restart', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 650]]);
    const request = account.request();
    const [first, second] = [account.broker.place(request), account.broker.place(request)];
    account.clock.advanceBy(1000);
    expect(await second).toEqual(await first);
    const restarted = new PaperAccount({ ledger: account.ledger, clock: account.clock, seed: 2 });
    expect(await restarted.settle(restarted.broker.place(request))).toEqual(await first);
    expect(account.ledger.orders.size).toBe(1);
    expect(account.trades()).toHaveLength(1);
  });
});

describe('cancel', () => {
  it('ends an order and keeps what was filled', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 65]]);
    const id = await account.accepted({ quantity: 130 });
    expect(await account.settle(account.broker.cancel(id))).toEqual({ outcome: 'accepted', brokerOrderId: id });
    account.tick([], [[16_400, 650]]);
    expect(account.order(id)).toMatchObject({ status: 'CANCELLED', filled: 65 });
    expect(account.trades()).toHaveLength(1);
  });

  it('comes too late for an order that filled on its way, and says so', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_500, 650]]);
    const id = await account.accepted();
    const answer = account.broker.cancel(id);
    account.tick([], [[16_430, 650]]);
    expect(await account.settle(answer)).toMatchObject({ outcome: 'refused', code: 'ORDER_NOT_LIVE' });
    expect(account.order(id).status).toBe('FILLED');
  });

  it('may be repeated, and of an unknown order is refused', async () => {
    const account = new PaperAccount();
    const id = await account.accepted();
    await account.settle(account.broker.cancel(id));
    expect(await account.settle(account.broker.cancel(id))).toMatchObject({ outcome: 'accepted' });
    expect(await account.settle(account.broker.cancel('nobody'))).toMatchObject({ code: 'ORDER_UNKNOWN' });
  });
});

describe('modify', () => {
  it('reprices a resting order into the book and fills it', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 650]]);
    const id = await account.accepted({ price: 16_400 });
    await account.settle(account.broker.modify(id, { quantity: 130, price: 16_430, triggerPrice: null }));
    expect(account.order(id)).toMatchObject({ status: 'FILLED', quantity: 130, price: 16_430 });
    expect(account.trades()).toEqual([[16_430, 130]]);
  });

  it('races with a fill honestly: the fill counts, the rest is modified', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_500, 650]]);
    const id = await account.accepted({ quantity: 195, price: 16_430 });
    const answer = account.broker.modify(id, { quantity: 195, price: 16_400, triggerPrice: null });
    account.tick([], [[16_430, 65]]);
    expect(await account.settle(answer)).toMatchObject({ outcome: 'accepted' });
    expect(account.order(id)).toMatchObject({ status: 'PARTIAL', filled: 65, quantity: 195, price: 16_400 });
  });

  it('below the filled quantity leaves the order filled (T14)', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 130]]);
    const id = await account.accepted({ quantity: 195 });
    await account.settle(account.broker.modify(id, { quantity: 65, price: 16_430, triggerPrice: null }));
    expect(account.order(id)).toMatchObject({ status: 'FILLED', quantity: 130, filled: 130 });
  });

  it('of a filled order, off the tick, or above the freeze quantity changes nothing', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_500, 650]]);
    const id = await account.accepted();
    for (const change of [
      { quantity: 65, price: 16_432 },
      { quantity: 1820, price: 16_430 },
      { quantity: 0, price: 16_430 },
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await account.settle(account.broker.modify(id, { ...change, triggerPrice: null }))).toMatchObject({
        code: 'BROKER_REFUSED',
      });
    }
    expect(account.order(id)).toMatchObject({ status: 'OPEN', quantity: 65, price: 16_430 });
    account.tick([], [[16_430, 650]]);
    const late = account.broker.modify(id, { quantity: 65, price: 16_400, triggerPrice: null });
    expect(await account.settle(late)).toMatchObject({ code: 'ORDER_NOT_LIVE' });
  });

  it('is taken 25 times', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_500, 650]]);
    const id = await account.accepted();
    for (let time = 0; time < 25; time++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await account.settle(account.broker.modify(id, { quantity: 65, price: 16_400 - time * 5, triggerPrice: null }));
    }
    const outcome = await account.settle(
      account.broker.modify(id, { quantity: 65, price: 16_430, triggerPrice: null }),
    );
    expect(outcome).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/25 times/) });
  });
});

describe('funds', () => {
  it('start at the opening and lose price, spread and charges of a round trip', async () => {
    const account = new PaperAccount();
    account.tick([[16_420, 650]], [[16_430, 650]], { ltp: 16_425 });
    await account.accepted();
    const bought = (await account.broker.books()).funds;
    // 65 × (164.25 − 164.30) marked, 28.40 charged.
    expect(bought).toMatchObject({ opening: 50_000_000, available: 50_000_000 - 65 * 5 - 2840 });
    await account.accepted({ side: 'SELL', price: 16_420 });
    // 65 × 164.20 sold: 20.00 brokerage, 16.01 tax, 3.74, 0.05, 0.01 and 4.28 GST.
    const { available } = (await account.broker.books()).funds;
    expect(available).toBe(50_000_000 - 65 * 10 - 2840 - (2000 + 1601 + 374 + 5 + 1 + 428));
  });
});
