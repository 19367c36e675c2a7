import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REARM_WORD } from '../../../contract/risk.ts';
import type { Intent } from '../../../contract/trading.ts';
import { DeskAtDouble } from '../../../testing/broker-double/desk-at-double.ts';
import { DiskFaults } from '../../../testing/disk-faults/disk-faults.ts';

const possible = DiskFaults.build('/nonexistent');
possible?.remove();

let rig: DeskAtDouble;
let disk: DiskFaults;

beforeEach(async () => {
  rig = await DeskAtDouble.open(2);
  disk = DiskFaults.build(rig.dataDir)!;
  await rig.start(disk.env);
}, 30_000);
afterEach(async () => {
  await rig.close();
  disk.remove();
});

/** Longer than what is tried again by itself takes, every 2 s, beside other work. */
const WITHIN = { timeout: 10_000 };

const atBroker = async () => (await rig.double.truth()).orders;
const tagOf = (orderId: string) => orderId.replaceAll('-', '').slice(0, 20);

/** Once none is under way: which are at the broker, in the order given, and which are not. */
async function whatBecameOf(ids: string[]): Promise<{ arrived: string[]; leftOut: string[] }> {
  const isUnderWay = (id: string) => /^(QUEUED|SENDING|UNKNOWN)$/.test(rig.orders.get(id)!.state);
  await expect.poll(() => ids.filter(isUnderWay), { timeout: 20_000 }).toEqual([]);
  const known = new Set((await atBroker()).map(({ tag }) => tag));
  const arrived = ids.filter((id) => known.has(tagOf(id)));
  return { arrived, leftOut: ids.filter((id) => !known.has(tagOf(id))) };
}

/** Denied, dropped from the queue, or given up by the adapter before a byte left; each says why. */
const GIVEN_UP = {
  state: expect.stringMatching(/^(DENIED|CANCELLED|NOT_PLACED)$/) as string,
  reason: { code: expect.stringMatching(/^(RMS_RATE_LIMIT|RMS_STALE_FEED|BROKER_UNKNOWN)$/) as string },
};

describe.skipIf(possible === null)('a running terminal on a bad disk', () => {
  describe.each([
    { name: 'EIO of a sync', trouble: { syncError: 'EIO' } },
    { name: 'EIO of a write', trouble: { writeError: 'EIO' } },
    { name: 'a file system turned read-only', trouble: { writeError: 'EROFS' } },
  ] as const)('$name', ({ name, trouble }) => {
    it(`F6 ${name}, an order: it is not sent (O6), and the next is once the disk is well`, async () => {
      // Nothing else has to be written meanwhile: the order at the broker rests.
      await rig.double.set({ quiet: true });
      const before = await rig.desk.call('orders.place', await rig.intent());
      await expect.poll(() => rig.orders.get(before.id)?.state, WITHIN).toBe('OPEN');

      const refused = await rig.intent({ lots: 2 });
      disk.set(trouble);
      await expect(rig.desk.call('orders.place', refused)).rejects.toThrow(
        /JOURNAL_UNAVAILABLE: The order journal cannot be written/,
      );
      expect(await atBroker()).toHaveLength(1);
      // It goes on answering.
      expect(await rig.desk.call('app.hello', { protocol: 1 })).toHaveProperty('firstFocus');

      disk.set({});
      await rig.intent();
      expect((await rig.desk.call('orders.place', refused)).state).not.toBe('DENIED');
      await expect.poll(async () => (await atBroker()).length, WITHIN).toBe(2);
      expect((await rig.double.truth()).places).toEqual(
        Object.fromEntries((await atBroker()).map(({ tag }) => [tag, 1])),
      );
      expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
      expect(rig.orders.has(before.id)).toBe(true);
    });

    it(`F6 ${name}, the fills of orders at work: halted until it is re-armed, and every fill is booked once (P9)`, async () => {
      await rig.double.set({ quiet: true });
      for (const lots of [1, 2, 3]) await rig.desk.call('orders.place', await rig.intent({ lots }));
      await expect
        .poll(() => [...rig.orders.values()].map(({ state }) => state), WITHIN)
        .toEqual(Array(3).fill('OPEN'));

      disk.set(trouble);
      await rig.double.set({ quiet: false });
      await expect
        .poll(() => rig.risk, WITHIN)
        .toMatchObject({
          state: 'HALTED',
          durable: false,
          reason: expect.stringContaining('the order journal could not be written 3 times within 60 s'),
        });
      disk.set({});
      await expect.poll(() => rig.risk, WITHIN).toMatchObject({ state: 'HALTED', durable: true });
      await expect.poll(() => rig.difference(), WITHIN).toBeNull();

      await rig.desk.call('rms.rearm', { reason: 'the disk was replaced', typed: REARM_WORD });
      expect((await rig.desk.call('orders.place', await rig.intent())).state).not.toBe('DENIED');
      await expect.poll(async () => (await atBroker()).length, WITHIN).toBe(4);
      await expect.poll(() => rig.difference(), WITHIN).toBeNull();
      expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
    });
  });

  it('F6 the kill switch cancels at the broker though nothing can be journalled, and says that it is not durable until it is', async () => {
    await rig.double.set({ quiet: true });
    for (const lots of [1, 2, 3]) await rig.desk.call('orders.place', await rig.intent({ lots }));
    await expect.poll(() => [...rig.orders.values()].map(({ state }) => state), WITHIN).toEqual(Array(3).fill('OPEN'));
    const working = (rows: { status: string }[]) =>
      rows.filter(({ status }) => status === 'OPEN' || status === 'PARTIAL');
    expect(working(await atBroker())).toHaveLength(3);

    disk.set({ syncError: 'EIO' });
    expect(await rig.desk.call('rms.kill', { reason: 'the disk fails', squareOff: false })).toMatchObject({
      state: 'HALTED',
      durable: false,
    });
    await expect.poll(async () => working(await atBroker()).length, WITHIN).toBe(0);
    await expect(rig.desk.call('orders.place', await rig.intentNow())).rejects.toThrow('JOURNAL_UNAVAILABLE');

    disk.set({});
    await expect.poll(() => rig.risk, WITHIN).toMatchObject({ state: 'HALTED', durable: true });
    expect(await rig.desk.call('orders.place', await rig.intentNow())).toMatchObject({ state: 'DENIED' });
  });

  it.each([
    { delayMs: 500, orders: 3 },
    { delayMs: 5000, orders: 1 },
  ])(
    'F7 a disk that takes $delayMs ms to sync: orders leave in the order of the keys (O9), and their flight shows the wait',
    async ({ delayMs, orders }) => {
      const pressed: Intent[] = [];
      for (let lots = 1; lots <= orders; lots++) pressed.push(await rig.intent({ lots }));
      disk.set({ delayMs });
      const placed = await Promise.all(pressed.map((intent) => rig.desk.call('orders.place', intent)));
      disk.set({});
      const { arrived, leftOut } = await whatBecameOf(placed.map(({ id }) => id));
      expect(arrived.length).toBeGreaterThan(0);
      expect((await atBroker()).map(({ tag }) => tag)).toEqual(arrived.map(tagOf));
      for (const id of leftOut) expect(rig.orders.get(id)).toMatchObject(GIVEN_UP);
      const { legs } = await rig.desk.call('orders.flight', { orderId: arrived[0]! });
      expect(legs.keyToWire).toBeGreaterThanOrEqual(delayMs);
      expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
    },
  );

  it('F7 what waits for the rate behind a slow disk is sent in time or not at all, each once, none out of order (O9, O12)', async () => {
    await rig.double.set({ quiet: true });
    const pressed: Intent[] = [];
    for (let order = 0; order < 12; order++) pressed.push(await rig.intent());
    const placing = pressed.map((intent) => rig.desk.call('orders.place', intent));
    disk.set({ delayMs: 500 });
    const placed = await Promise.all(placing);
    disk.set({});
    const { arrived, leftOut } = await whatBecameOf(placed.map(({ id }) => id));
    await expect.poll(() => rig.difference(), WITHIN).toBeNull();
    const { orders, places, busiestSecond } = await rig.double.truth();
    expect(orders.map(({ tag }) => tag)).toEqual(arrived.map(tagOf));
    expect(Object.values(places)).toEqual(arrived.map(() => 1));
    expect(busiestSecond).toBeLessThanOrEqual(10);
    for (const id of leftOut) expect(rig.orders.get(id)).toMatchObject(GIVEN_UP);
  });

  it('F6 a data folder that becomes read-only: no entry, the kill switch works, nothing is started over, and all is kept', async () => {
    await rig.double.set({ quiet: true });
    const resting = await rig.desk.call('orders.place', await rig.intent());
    await expect.poll(() => rig.orders.get(resting.id)?.state, WITHIN).toBe('OPEN');
    const refused = await rig.intent({ lots: 2 });

    disk.set({ folderError: 'EROFS' });
    await expect(rig.desk.call('orders.place', refused)).rejects.toThrow('JOURNAL_UNAVAILABLE');
    expect(await rig.desk.call('rms.kill', { reason: 'the disk fails', squareOff: false })).toMatchObject({
      state: 'HALTED',
      durable: false,
    });
    await expect.poll(async () => (await atBroker()).map(({ status }) => status), WITHIN).toEqual(['CANCELLED']);
    // Long enough for the recorder and the cache to have met it too.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await rig.desk.call('app.hello', { protocol: 1 })).toHaveProperty('firstFocus');
    expect(rig.terminal.process.exitCode).toBeNull();
    // Each trouble is told, none in a storm.
    const told = rig.terminal.said.split('\n').filter((line) => line !== '' && !/^ +at /.test(line));
    expect(told.length).toBeLessThan(30);

    disk.set({});
    await expect.poll(() => rig.risk, WITHIN).toMatchObject({ state: 'HALTED', durable: true });
    await rig.desk.call('rms.rearm', { reason: 'the folder can be written', typed: REARM_WORD });
    await rig.desk.call('orders.place', await rig.intent());
    await expect.poll(async () => (await atBroker()).length, WITHIN).toBe(2);
    await expect.poll(() => rig.difference(), WITHIN).toBeNull();
    expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
  });
});
