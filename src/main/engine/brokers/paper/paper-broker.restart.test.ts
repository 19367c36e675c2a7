import { describe, expect, it } from 'vitest';
import { NOW } from '../../../../testing/risk-fixtures.ts';
import { KeptLedger, PaperAccount } from '../../../../testing/paper-account.ts';
import { DAY_MS, istDay, istMidnight } from '../../core/ist.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';

describe('durability', () => {
  it('an acceptance and a fill are in the ledger before anybody hears of them', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 650]]);
    const known: boolean[] = [];
    account.broker.updates.on((update) => {
      const { orders, fills } = account.ledger.load();
      known.push(
        update.type === 'order'
          ? orders.some(
              (order) => order.brokerOrderId === update.order.brokerOrderId && order.status === update.order.status,
            )
          : update.type === 'fill' && fills.some(({ tradeId }) => tradeId === update.fill.tradeId),
      );
    });
    await account.accepted();
    expect(known).toEqual([true, true, true]);
  });

  it('a restart resumes: positions, fills and resting orders live on', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 65]]);
    const id = await account.accepted({ quantity: 130 });
    const before = await account.broker.books();
    account.broker.close();
    const restarted = new PaperAccount({ ledger: account.ledger, clock: account.clock, seed: 2 });
    restarted.show([], [[16_430, 65]]);
    expect(await restarted.broker.books()).toEqual(before);
    restarted.tick([], [[16_425, 650]]);
    expect(restarted.order(id).status).toBe('FILLED');
    expect((await restarted.broker.books()).positions).toEqual([{ instrumentId: 7, product: 'NRML', netQty: 130 }]);
  });

  it('an order that was accepted but had not reached the exchange is matched after a restart', async () => {
    const account = new PaperAccount({
      parts: { settings: { latency: { acknowledgeMs: { from: 1, to: 1 }, exchangeMs: { from: 50, to: 50 } } } },
    });
    account.tick([], [[16_430, 650]]);
    const answer = account.broker.place(account.request());
    account.clock.advanceBy(10);
    await answer;
    account.broker.close();
    expect(account.trades()).toEqual([]);
    const restarted = new PaperAccount({ ledger: account.ledger, clock: account.clock, seed: 2 });
    restarted.tick([], [[16_430, 650]]);
    expect(restarted.trades()).toEqual([[16_430, 65]]);
  });

  it('a ledger that cannot be written: the outcome is unknown, nothing is placed, and the same tag may be placed later', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 650]]);
    account.ledger.full = true;
    const request = account.request();
    expect(await account.settle(account.broker.place(request))).toMatchObject({ outcome: 'unknown' });
    expect((await account.broker.books()).orders).toEqual([]);
    expect(account.errors).toHaveLength(1);
    account.ledger.full = false;
    expect(await account.settle(account.broker.place(request))).toMatchObject({ outcome: 'accepted' });
  });

  it('a fill that cannot be written did not happen; the next tick fills it, at the full shown quantity', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_500, 650]]);
    const id = await account.accepted();
    account.ledger.full = true;
    account.tick([], [[16_430, 65]]);
    account.tick([], [[16_430, 65]]);
    expect(account.errors).toHaveLength(1);
    expect(account.order(id).status).toBe('OPEN');
    account.ledger.full = false;
    account.tick([], [[16_430, 65]]);
    expect(account.trades()).toEqual([[16_430, 65]]);
  });

  it('closing answers every command under way with unknown, and later ones too', async () => {
    const account = new PaperAccount();
    const id = await account.accepted();
    const answers = [account.broker.place(account.request()), account.broker.cancel(id)];
    account.broker.close();
    expect((await Promise.all(answers)).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
    expect(await account.broker.cancel(id)).toMatchObject({ outcome: 'unknown' });
    await expect(account.broker.books()).rejects.toThrow(/closed/);
    account.tick([], [[16_430, 650]]);
    expect(account.trades()).toEqual([]);
  });

  it('a subscriber that throws does not keep the broker from its work', async () => {
    const account = new PaperAccount();
    account.broker.updates.on(() => {
      throw new Error('deaf');
    });
    account.tick([], [[16_430, 650]]);
    expect(account.order(await account.accepted()).status).toBe('FILLED');
    expect(account.errors).toHaveLength(3);
  });
});

describe('day orders', () => {
  const midnight = istMidnight(istDay(NOW)) + DAY_MS;

  it('expire at midnight IST where the market is open round the clock', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_430, 65]]);
    const id = await account.accepted({ quantity: 130 });
    account.clock.advanceTo(midnight - 1);
    expect(account.order(id).status).toBe('PARTIAL');
    account.clock.advanceTo(midnight);
    expect(account.order(id)).toMatchObject({
      status: 'EXPIRED',
      filled: 65,
      message: expect.stringMatching(/expired/),
    });
    expect(account.updates.at(-1)).toMatchObject({ type: 'order', order: { status: 'EXPIRED' } });
    const books = await account.broker.books();
    expect(books.orders).toHaveLength(1);
    expect(books.fills).toHaveLength(1);
  });

  it('F8 expire within a minute of waking, when the machine slept over midnight', async () => {
    let slept = 0;
    class SleepingClock extends VirtualClock {
      override now(): number {
        return super.now() + slept;
      }
    }
    const account = new PaperAccount({ clock: new SleepingClock(NOW) });
    const id = await account.accepted();
    account.clock.advanceBy(1000);
    slept = midnight - NOW;
    account.clock.advanceTo(NOW + 62_000);
    expect(account.order(id)).toMatchObject({ status: 'EXPIRED', message: expect.stringMatching(/expired/) });
  });

  it('expire when the session closes', async () => {
    const account = new PaperAccount();
    account.broker.close();
    const close = NOW + 3_600_000;
    const clock = new VirtualClock(NOW);
    const phase = () => ({
      label: 'Normal',
      open: clock.now() < close,
      until: clock.now() < close ? close : null,
      next: null,
    });
    const closing = new PaperAccount({ clock, parts: { phase } });
    closing.tick([], [[16_500, 65]]);
    const id = await closing.accepted();
    clock.advanceTo(close - 1);
    expect(closing.order(id).status).toBe('OPEN');
    clock.advanceTo(close);
    expect(closing.order(id).status).toBe('EXPIRED');
  });

  it('of an earlier day have expired when the desk starts', async () => {
    const account = new PaperAccount();
    account.tick([], [[16_500, 65]]);
    const id = await account.accepted();
    account.broker.close();
    const later = new PaperAccount({ ledger: account.ledger, clock: new VirtualClock(midnight + 9 * 3_600_000) });
    later.tick([], [[16_400, 650]]);
    expect(later.order(id).status).toBe('EXPIRED');
    expect((await later.broker.books()).orders.map(({ status }) => status)).toEqual(['EXPIRED']);
  });

  it('of the last minutes before midnight are in the books of the next day, and of the first day after a start', async () => {
    const ledger = new KeptLedger();
    const clock = new VirtualClock(midnight - 60_000);
    const account = new PaperAccount({ ledger, clock });
    account.tick([], [[16_430, 650]]);
    await account.accepted();
    const books = async ({ broker }: PaperAccount) => {
      const { orders, fills, positions } = await broker.books();
      return [orders.length, fills.length, positions.length];
    };
    clock.advanceTo(midnight + 60_000);
    expect(await books(account)).toEqual([1, 1, 1]);
    clock.advanceTo(midnight + DAY_MS);
    expect(await books(account)).toEqual([0, 0, 1]);
    const later = new PaperAccount({ ledger, clock: new VirtualClock(midnight + 3 * DAY_MS) });
    expect(await books(later)).toEqual([1, 1, 1]);
    later.clock.advanceBy(DAY_MS);
    expect(await books(later)).toEqual([0, 0, 1]);
  });
});
