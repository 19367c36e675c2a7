import { describe, expect, test } from 'vitest';
import type { BrokerBooks, BrokerCapabilities, BrokerOrder } from '../../brokers/broker.ts';
import { OrderDesk, scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { refuseWrites } from '../../../../testing/refuse-writes.ts';
import { SCRIPTED_CAPABILITIES, ScriptedBroker } from '../../../../testing/scripted-broker.ts';

function deskAt(change: Partial<BrokerCapabilities>): Promise<OrderDesk> {
  const capabilities = { ...SCRIPTED_CAPABILITIES, ...change };
  return new OrderDesk(({ clock }) => new ScriptedBroker(capabilities, () => clock.monotonic())).start();
}

/** The broker shows positions that no order of its book explains. */
function showing(desk: OrderDesk, positions: BrokerBooks['positions']): void {
  const books = ScriptedBroker.prototype.books.bind(desk.broker);
  desk.broker.books = async () => ({ ...(await books()), positions });
}

const entry = (desk: OrderDesk) => desk.oms.place(desk.intent());

describe('P9: our books beside the broker', () => {
  test('show each difference in units and rupees, and entries wait', async () => {
    const desk = await scriptedDesk();
    desk.quotes.set(desk.put.id, { ltp: 10_000 });
    showing(desk, [{ instrumentId: desk.put.id, product: 'NRML', netQty: 75 }]);
    void desk.oms.reconcile();
    await desk.advance(1_000);
    expect(desk.oms.reconciliation()).toMatchObject({
      state: 'differs',
      lines: [{ name: 'NIFTY 26000 PE', own: 0, broker: 75, units: 75, value: 750_000, accepted: false }],
    });
    expect(entry(desk).reason?.code).toBe('RMS_RECONCILING');
  });

  test('a position in another product is a difference, though the units of the symbol agree', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    entry(desk);
    await settle();
    showing(desk, [{ instrumentId: desk.call.id, product: 'MIS', netQty: 75 }]);
    void desk.oms.reconcile();
    await desk.advance(1_000);
    expect(desk.oms.reconciliation().lines.map(({ product, units }) => [product, units])).toEqual([
      ['NRML', -75],
      ['MIS', 75],
    ]);
  });

  test('money is compared, too', async () => {
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    entry(desk);
    await settle();
    desk.broker.cash = desk.portfolio.cash();
    await desk.oms.reconcile();
    expect(desk.oms.reconciliation().state).toBe('agreed');
    desk.broker.cash -= 12_345;
    void desk.oms.reconcile();
    await desk.advance(1_000);
    expect(desk.oms.reconciliation()).toMatchObject({ state: 'differs', cash: { difference: -12_345 } });
    expect(desk.oms.reconciliation().reason).toMatch(/the broker counts ₹/);
  });

  test('an accepted difference, and only that, is excused, durably and with its reason in the log', async () => {
    const desk = await scriptedDesk();
    showing(desk, [{ instrumentId: desk.put.id, product: 'NRML', netQty: 75 }]);
    void desk.oms.reconcile();
    await desk.advance(1_000);
    const { token } = desk.oms.reconciliation();
    await desk.oms.acceptDifference('Held since before this terminal', token!);
    expect(desk.oms.reconciliation()).toMatchObject({
      state: 'accepted',
      reason: null,
      accepted: { reason: 'Held since before this terminal' },
      lines: [{ units: 75, accepted: true }],
    });
    expect(entry(desk).state).toBe('OPEN');
    expect(desk.lines().join('\n')).toMatch(/accepted: the broker holds 75 .* The reason: Held since/);

    await desk.restart();
    expect(desk.oms.reconciliation().state).toBe('accepted');

    showing(desk, [{ instrumentId: desk.put.id, product: 'NRML', netQty: 150 }]);
    void desk.oms.reconcile();
    await desk.advance(1_000);
    expect(desk.oms.reconciliation()).toMatchObject({ state: 'differs', lines: [{ accepted: false }] });
    expect(entry(desk).reason?.code).toBe('RMS_RECONCILING');
  });

  test('a difference that went away and comes back is a new one', async () => {
    const desk = await scriptedDesk();
    const held = [{ instrumentId: desk.put.id, product: 'NRML' as const, netQty: 75 }];
    showing(desk, held);
    void desk.oms.reconcile();
    await desk.advance(1_000);
    await desk.oms.acceptDifference('known', desk.oms.reconciliation().token!);
    showing(desk, []);
    await desk.oms.reconcile();
    expect(desk.oms.reconciliation()).toMatchObject({ state: 'agreed', accepted: null, token: null });
    showing(desk, held);
    void desk.oms.reconcile();
    await desk.advance(1_000);
    expect(desk.oms.reconciliation().state).toBe('differs');
  });

  test('differences other than those shown are not accepted', async () => {
    const desk = await scriptedDesk();
    showing(desk, [{ instrumentId: desk.put.id, product: 'NRML', netQty: 75 }]);
    void desk.oms.reconcile();
    await desk.advance(1_000);
    await expect(desk.oms.acceptDifference('why', 'cash 1')).rejects.toThrow(/changed since/);
  });

  test('F11 a read that never ends is a read that failed', async () => {
    const desk = await scriptedDesk();
    desk.broker.books = () => new Promise(() => {});
    void desk.oms.reconcile();
    await desk.advance(31_000);
    expect(desk.oms.reconciliation()).toMatchObject({ state: 'unread' });
    expect(entry(desk).state).toBe('DENIED');
  });
});

describe('O14: an order whose outcome is not known', () => {
  test('T8 is on screen at once, and proven absent by a lagging book after 45 s, not before', async () => {
    const desk = await deskAt({ orderBookLagMs: 20_000 });
    desk.broker.fates = ['lost'];
    let told = 0;
    desk.oms.reconciliationChanged.on(() => (told += 1));
    const order = entry(desk);
    await settle();
    expect(told).toBeGreaterThan(0);
    expect(desk.oms.reconciliation().unknown).toMatchObject([{ orderId: order.id, asked: false, provable: true }]);
    await desk.advance(44_000);
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    await desk.advance(4_000);
    expect(desk.order(order.id).state).toBe('NOT_PLACED');
    expect(desk.oms.reconciliation().unknown).toEqual([]);
  });

  test('T8 F16 is not proven absent by a short book, and is put to the trader after 90 s', async () => {
    const desk = await deskAt({ orderBookLagMs: 20_000 });
    entry(desk);
    await settle();
    desk.broker.fates = ['lost'];
    const order = entry(desk);
    await settle();
    const books = desk.broker.books.bind(desk.broker);
    desk.broker.books = async () => ({ ...(await books()), orders: [] });
    await desk.advance(89_000);
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    expect(desk.oms.reconciliation().unknown[0]).toMatchObject({ asked: false, reads: 0 });
    await desk.advance(2_000);
    expect(desk.oms.reconciliation().unknown[0]).toMatchObject({ asked: true });
    expect(desk.lines().join('\n')).toMatch(/have not told its fate in 90 s/);
  });

  test('T8 a silent update stream proves nothing', async () => {
    const desk = await deskAt({ orderBookLagMs: 20_000 });
    desk.broker.fates = ['lost'];
    const order = entry(desk);
    await settle();
    desk.broker.silent = true;
    await desk.advance(60_000);
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    desk.broker.silent = false;
    await desk.advance(4_000);
    expect(desk.order(order.id).state).toBe('NOT_PLACED');
  });

  test('T7 T8 at a broker without our tag it is never resolved alone: the trader names the row', async () => {
    const desk = await deskAt({ tagged: false });
    desk.broker.fates = ['unanswered'];
    desk.broker.held = [];
    const order = entry(desk);
    await settle();
    await desk.advance(120_000);
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    const [unknown] = desk.oms.reconciliation().unknown;
    expect(unknown).toMatchObject({ asked: true, provable: false, candidates: [{ brokerOrderId: 'B1', side: 'BUY' }] });
    await expect(desk.oms.answerUnknown(order.id, { is: 'row', brokerOrderId: 'B9' })).rejects.toThrow(/cannot be/);
    await desk.oms.answerUnknown(order.id, { is: 'row', brokerOrderId: 'B1' });
    expect(desk.order(order.id)).toMatchObject({ state: 'OPEN', brokerOrderId: 'B1' });
    expect(desk.store.orders(desk.store.identity.accountId, 0)).toHaveLength(1);
  });

  test('T8 the trader says that it was never placed: audited, and the tombstone stays watched', async () => {
    const desk = await deskAt({ tagged: false });
    desk.broker.fates = ['lost'];
    const order = entry(desk);
    await settle();
    await desk.oms.answerUnknown(order.id, { is: 'wait' });
    expect(desk.order(order.id).state).toBe('UNKNOWN');
    await desk.oms.answerUnknown(order.id, { is: 'never', reason: 'The dealer looked it up' });
    expect(desk.order(order.id).state).toBe('NOT_PLACED');
    expect(desk.lines().join('\n')).toMatch(/never placed: The dealer looked it up/);
    await expect(desk.oms.answerUnknown(order.id, { is: 'wait' })).rejects.toThrow(/known by now/);
  });

  test('F16 a lagging book that does not show a cancel yet does not refuse it', async () => {
    const desk = await deskAt({ orderBookLagMs: 20_000 });
    const order = entry(desk);
    await settle();
    desk.broker.fates = ['lost'];
    desk.oms.cancel(order.id);
    await settle();
    await desk.advance(15_000);
    expect(desk.order(order.id).pendingRequest).toBe('cancel');
    expect(desk.broker.heard).toEqual(['place', 'cancel']);
    await desk.advance(10_000);
    expect(desk.order(order.id)).toMatchObject({ state: 'CANCELLED', pendingRequest: null });
    expect(desk.broker.heard).toEqual(['place', 'cancel', 'cancel']);
  });
});

test('T6 F8 what was under way when the machine slept is unknown until the books have been read', async () => {
  const desk = await scriptedDesk();
  desk.broker.fates = ['hangs'];
  desk.broker.held = [];
  const order = entry(desk);
  await settle();
  expect(desk.order(order.id).state).toBe('SENDING');
  const now = desk.clock.now.bind(desk.clock);
  desk.clock.now = () => now() + 4 * 3_600_000;
  desk.broker.booksFail = true;
  await desk.advance(0);
  desk.clock.advanceTo(now() + 1_000);
  await settle();
  expect(desk.order(order.id).state).toBe('UNKNOWN');
  expect(desk.oms.reconciledAt).toBeNull();
  desk.broker.booksFail = false;
  desk.clock.advanceTo(now() + 3_000);
  await settle();
  expect(desk.order(order.id).state).toBe('OPEN');
  expect(desk.oms.reconciledAt).not.toBeNull();
});

describe('what keeps entries waiting is told by what failed', () => {
  const why = (desk: OrderDesk) => desk.oms.reconciliation().reason;
  const ANYHOW = 'It is tried again every 2 s; exits and cancels work.';

  test('the line to the broker', async () => {
    const desk = await scriptedDesk();
    desk.broker.books = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1:443'));
    await desk.oms.reconcile();
    expect(why(desk)).toBe(
      `Entries wait: the broker's books could not be read whole (connect ECONNREFUSED 10.0.0.1:443). ${ANYHOW}`,
    );
  });

  test('F5 the disk, in the words of the store', async () => {
    const desk = await scriptedDesk();
    desk.oms.place(desk.intent());
    await settle();
    desk.broker.held = [];
    desk.broker.fill(desk.broker.ids()[0]!, 75, 16_400);
    const allow = refuseWrites(desk.store);
    await desk.oms.reconcile();
    expect(why(desk)).toBe(
      `Entries wait: the broker's books could not be taken in. The order journal cannot be written. ${ANYHOW}`,
    );
    allow();
    await desk.oms.reconcile();
    expect(why(desk)).toBeNull();
  });

  test('what the broker says is wrong with it: entries wait, exits go on, and it opens by itself', async () => {
    const session = { id: 'S', day: '', incident: 'AG7002: orders come from an address that is not registered.' };
    const expected = /the broker reports: AG7002: orders come from an address that is not registered\. /;
    const desk = await scriptedDesk();
    desk.broker.fillsAtOnce = true;
    desk.oms.place(desk.intent());
    await settle();
    const books = desk.broker.books.bind(desk.broker);
    desk.broker.books = async () => ({ ...(await books()), session });
    void desk.oms.reconcile();
    await desk.advance(1000);
    expect(why(desk)).toMatch(expected);
    expect(entry(desk).reason).toMatchObject({ code: 'RMS_RECONCILING', message: expect.stringMatching(expected) });
    void desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid());
    await settle();
    expect(desk.oms.positionViews()[0]!.netQty).toBe(0);
    desk.broker.books = books;
    await desk.advance(3000);
    expect(why(desk)).toBeNull();
  });

  test('a row that cannot be understood: not the disk', async () => {
    const desk = await scriptedDesk();
    const books = await desk.broker.books();
    const row = { ...books.orders[0], tag: null, brokerOrderId: 'X1', instrumentId: 987_654 } as BrokerOrder;
    desk.broker.books = () => Promise.resolve({ ...books, orders: [row] });
    await desk.oms.reconcile();
    expect(why(desk)).toMatch(/^Entries wait: the broker's books could not be taken in[ .(]/);
    expect(why(desk)).not.toContain('disk');
  });
});
