import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../../../../testing/order-desk.ts';
import { PaperAccount } from '../../../../testing/paper-account.ts';
import { Random } from '../../core/random.ts';
import type { BrokerBooks, BrokerUpdate, CommandOutcome } from '../broker.ts';
import { FaultyBroker } from './faulty-broker.ts';
import type { BrokerFault } from './faulty-broker.ts';

let account: PaperAccount;
let broker: FaultyBroker;
let heard: BrokerUpdate[];
beforeEach(() => {
  account = new PaperAccount();
  account.show([[16_400, 750]], [[16_420, 750]]);
  broker = new FaultyBroker({
    inner: account.broker,
    clock: account.clock,
    onError: (error) => {
      throw error;
    },
  });
  broker.watchCommands(true);
  heard = [];
  broker.updates.on((update) => heard.push(update));
});

/** Draws that always strike. */
class Striking extends Random {
  override next(): number {
    return 0;
  }
}
const begin = (fault: BrokerFault) => broker.begin(fault, new Striking(1));
async function pass(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 10) {
    account.clock.advanceBy(10);
    await settle();
  }
}
async function outcomeOf(command: Promise<CommandOutcome>): Promise<CommandOutcome> {
  await pass(5000);
  return command;
}
const resting = { price: 16_000 };
const ordersAt = async () => (await broker.truth()).orders;

it('with no fault on, commands, updates and books are those of the account', async () => {
  expect(broker.active).toEqual([]);
  const placed = await outcomeOf(broker.place(account.request()));
  expect(placed.outcome).toBe('accepted');
  expect(heard).toEqual(account.updates);
  expect(heard.some(({ type }) => type === 'fill')).toBe(true);
  expect(await broker.books()).toEqual(await account.broker.books());
  expect(broker.capabilities).toBe(account.broker.capabilities);
  expect(broker.lastHeardAt).toBe(account.broker.lastHeardAt);
});

it('answer lost (F15, T6): the order is at the broker and its outcome is unknown', async () => {
  begin('answerLost');
  const answer = broker.place(account.request(resting));
  let answered = false;
  void answer.then(() => (answered = true));
  await pass(1400);
  expect(answered).toBe(false);
  expect(await outcomeOf(answer)).toMatchObject({ outcome: 'unknown' });
  expect(await ordersAt()).toHaveLength(1);
  expect(broker.hits('answerLost')).toBe(1);
});

it('answer lost (F15): ending it gives the outcome no earlier than the account has the order', async () => {
  begin('answerLost');
  let ordersThen = -1;
  void broker.place(account.request(resting)).then(() => (ordersThen = account.ledger.orders.size));
  broker.end('answerLost');
  await settle();
  expect(ordersThen).toBe(-1);
  await pass(100);
  expect(ordersThen).toBe(1);
});

it('server error (F15, T6): nothing reaches the broker and the outcome is unknown', async () => {
  begin('failedBefore');
  expect(await outcomeOf(broker.place(account.request()))).toMatchObject({ outcome: 'unknown' });
  expect(await ordersAt()).toEqual([]);
});

it('429 (F14) and an expired login (F19) refuse, and nothing reaches the broker', async () => {
  begin('rateLimited');
  expect(await outcomeOf(broker.place(account.request()))).toMatchObject({ code: 'RMS_RATE_LIMIT' });
  broker.end('rateLimited');
  begin('sessionExpired');
  expect(await outcomeOf(broker.place(account.request()))).toMatchObject({ code: 'BROKER_REFUSED' });
  await expect(broker.books()).rejects.toThrow('The login has expired');
  expect(await ordersAt()).toEqual([]);
  const before = (await broker.truth()).session.id;
  broker.end('sessionExpired');
  expect((await broker.books()).session.id).not.toBe(before);
});

it('slow answers: the order is at the broker at once, the answer up to 3 s later, and at once when it ends', async () => {
  begin('slowAnswers');
  let answered = false;
  const answer = broker.place(account.request(resting));
  void answer.then(() => (answered = true));
  await pass(300);
  expect(await ordersAt()).toHaveLength(1);
  expect(answered).toBe(false);
  broker.endAll();
  await settle();
  expect(await answer).toMatchObject({ outcome: 'accepted' });
});

it('updates stalled (F10, F11): silence and a frozen sign of life; then everything, in order', async () => {
  begin('streamStalled');
  const stalledAt = account.clock.monotonic();
  await outcomeOf(broker.place(account.request()));
  expect(heard).toEqual([]);
  expect(broker.lastHeardAt).toBe(stalledAt);
  expect(account.updates.length).toBeGreaterThan(1);
  broker.end('streamStalled');
  expect(heard).toEqual(account.updates);
  expect(broker.lastHeardAt).toBe(account.clock.monotonic());
});

it('updates shuffled (F12): every update comes at least once, some repeatedly and out of order', async () => {
  broker.begin('updatesShuffled', new Random(5));
  for (let order = 0; order < 6; order++) await outcomeOf(broker.place(account.request()));
  const texts = heard.map((update) => JSON.stringify(update));
  const came = account.updates.map((update) => JSON.stringify(update));
  expect(new Set(texts)).toEqual(new Set(came));
  expect(texts.length).toBeGreaterThan(came.length);
  expect(texts.filter((text, index) => texts.indexOf(text) === index)).not.toEqual(came);
});

it('ending a shuffle, and a stall on top of it, tells what was still on its way', async () => {
  broker.begin('updatesShuffled', new Random(5));
  begin('streamStalled');
  void broker.place(account.request());
  await pass(150);
  expect(account.updates.length).toBeGreaterThan(1);
  expect(heard).toEqual([]);
  broker.endAll();
  const told = new Set(heard.map((update) => JSON.stringify(update)));
  expect(told).toEqual(new Set(account.updates.map((update) => JSON.stringify(update))));
  expect(broker.active).toEqual([]);
});

describe('order book unreliable (F16)', () => {
  /** Begins the fault until the seed draws the wanted kind: `kind` tells by what the books then show. */
  async function beginAs(isKind: () => Promise<boolean>): Promise<void> {
    for (let seed = 0; seed < 50; seed++) {
      broker.begin('bookUnreliable', new Random(seed));
      if (await isKind()) return;
      broker.end('bookUnreliable');
    }
    throw new Error('No seed draws it.');
  }
  const read = (): Promise<BrokerBooks | null> => broker.books().catch(() => null);

  it('lags, lacks its newest rows, or cannot be read; the account stays as it is', async () => {
    const ids = [await account.accepted(resting), await account.accepted(resting)];
    await beginAs(async () => (await read()) === null);
    broker.end('bookUnreliable');
    await beginAs(async () => (await read())?.orders.length === 1);
    broker.end('bookUnreliable');
    await beginAs(async () => (await read())?.orders.length === 2);
    ids.push(await account.accepted(resting));
    expect((await broker.books()).orders.map((row) => row.brokerOrderId)).toEqual(ids.slice(0, 2));
    expect((await broker.truth()).orders).toHaveLength(3);
    broker.end('bookUnreliable');
    expect((await broker.books()).orders).toHaveLength(3);
  });

  it('T8: a book that may lag says so, until the last such read is over', async () => {
    const exact = broker.capabilities.orderBookLagMs;
    expect(exact).toBe(0);
    begin('bookUnreliable');
    expect(broker.capabilities.orderBookLagMs).toBeGreaterThan(0);
    broker.end('bookUnreliable');
    expect(broker.capabilities.orderBookLagMs).toBeGreaterThan(0);
    await pass(1100);
    expect(broker.capabilities.orderBookLagMs).toBe(0);
  });
});

describe('fill after cancel (F17, F18, T9)', () => {
  it('the cancel is confirmed, the order fills afterwards, and the account has the fill', async () => {
    const id = await account.accepted(resting);
    begin('lateFill');
    const answer = broker.cancel(id);
    await settle();
    expect(await answer).toMatchObject({ outcome: 'accepted' });
    expect(heard.at(-1)).toMatchObject({ type: 'order', order: { brokerOrderId: id, status: 'CANCELLED' } });
    account.tick([[15_900, 750]], [[15_990, 750]]);
    expect(heard.some(({ type }) => type === 'fill')).toBe(true);
    await pass(2000);
    expect((await ordersAt())[0]).toMatchObject({ status: 'FILLED' });
  });

  it.each([
    ['by itself', false],
    ['when the drill ends', true],
  ])('without a fill the cancel comes true %s', async (_, ends) => {
    const id = await account.accepted(resting);
    begin('lateFill');
    await broker.cancel(id);
    expect((await ordersAt())[0]).toMatchObject({ status: 'OPEN' });
    if (ends) broker.endAll();
    await pass(ends ? 200 : 2000);
    expect((await ordersAt())[0]).toMatchObject({ status: 'CANCELLED' });
  });

  it('a cancel that finds no room in the order rate is sent until it is through', async () => {
    const id = await account.accepted(resting);
    begin('lateFill');
    await broker.cancel(id);
    for (let order = 0; order < 10; order++) void account.broker.place(account.request({ price: 15_000 }));
    broker.endAll();
    await pass(200);
    expect((await ordersAt())[0]).toMatchObject({ status: 'OPEN' });
    await pass(2500);
    expect((await ordersAt())[0]).toMatchObject({ status: 'CANCELLED' });
  });
});

it('a closed account takes no fault and tells nothing', async () => {
  begin('streamStalled');
  void broker.place(account.request());
  await pass(100);
  broker.close();
  begin('answerLost');
  expect(broker.active).toEqual([]);
  expect(heard).toEqual([]);
});
