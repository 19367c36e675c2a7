import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const atBroker = async () => (await rig.double.truth()).orders;

describe.skipIf(possible === null)('a running terminal on a bad disk', () => {
  it.each([
    { name: 'EIO of a sync', trouble: { syncError: 'EIO' } },
    { name: 'EIO of a write', trouble: { writeError: 'EIO' } },
    { name: 'a file system turned read-only', trouble: { writeError: 'EROFS' } },
  ] as const)(
    'F6 $name: nothing is sent that is not journalled (O6), and it trades on once the disk is well',
    async ({ trouble }) => {
      const before = await rig.desk.call('orders.place', await rig.intent());
      await expect.poll(async () => (await atBroker()).length).toBe(1);

      const refused = await rig.intent({ lots: 2 });
      disk.set(trouble);
      await expect(rig.desk.call('orders.place', refused)).rejects.toThrow(
        /JOURNAL_UNAVAILABLE: The order journal cannot be written/,
      );
      expect(await atBroker()).toHaveLength(1);
      // It goes on answering.
      expect(await rig.desk.call('app.hello', { protocol: 1 })).toHaveProperty('firstFocus');

      disk.set({});
      // Entries open again by themselves once the books have been read.
      await rig.intent();
      expect((await rig.desk.call('orders.place', refused)).state).not.toBe('DENIED');
      await expect.poll(async () => (await atBroker()).length, { timeout: 20_000 }).toBe(2);
      expect((await rig.double.truth()).places).toEqual(
        Object.fromEntries((await atBroker()).map(({ tag }) => [tag, 1])),
      );
      expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
      expect(rig.orders.has(before.id)).toBe(true);
    },
  );

  it('F6 the kill switch cancels at the broker though nothing can be journalled, and says that it is not durable until it is', async () => {
    await rig.double.set({ quiet: true });
    for (const lots of [1, 2, 3]) await rig.desk.call('orders.place', await rig.intent({ lots }));
    await expect.poll(() => [...rig.orders.values()].map(({ state }) => state)).toEqual(['OPEN', 'OPEN', 'OPEN']);
    const working = (rows: { status: string }[]) =>
      rows.filter(({ status }) => status === 'OPEN' || status === 'PARTIAL');
    expect(working(await atBroker())).toHaveLength(3);

    disk.set({ syncError: 'EIO' });
    expect(await rig.desk.call('rms.kill', { reason: 'the disk fails', squareOff: false })).toMatchObject({
      state: 'HALTED',
      durable: false,
    });
    await expect.poll(async () => working(await atBroker()).length, { timeout: 10_000 }).toBe(0);
    await expect(rig.desk.call('orders.place', await rig.intentNow())).rejects.toThrow('JOURNAL_UNAVAILABLE');

    disk.set({});
    let risk: unknown = null;
    rig.desk.subscribe('risk', {}, ({ data }) => {
      risk = data;
    });
    await expect.poll(() => risk, { timeout: 10_000 }).toMatchObject({ state: 'HALTED', durable: true });
    expect(await rig.desk.call('orders.place', await rig.intentNow())).toMatchObject({ state: 'DENIED' });
  });

  it('F7 a disk that takes 700 ms to sync: orders leave in the order of the keys (O9), what does not leave is denied', async () => {
    const pressed = [await rig.intent({ lots: 1 }), await rig.intent({ lots: 2 }), await rig.intent({ lots: 3 })];
    disk.set({ delayMs: 700 });
    const placed = await Promise.all(pressed.map((intent) => rig.desk.call('orders.place', intent)));
    disk.set({});
    const sent = placed.filter(({ state }) => state !== 'DENIED');
    expect(sent.length).toBeGreaterThan(0);
    const tags = sent.map(({ id }) => id.replaceAll('-', '').slice(0, 20));
    await expect.poll(async () => (await atBroker()).map(({ tag }) => tag), { timeout: 20_000 }).toEqual(tags);
    expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
  });
});
