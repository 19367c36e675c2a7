import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../contract/desk.ts';
import { REARM_WORD } from '../../../contract/risk.ts';
import { DeskAtDouble } from '../../../testing/broker-double/desk-at-double.ts';
import { canMountSmallDisk, fillDisk, mountSmallDisk, unmount } from '../../../testing/disk-faults/small-disk.ts';

const possible = canMountSmallDisk();
/** Longer than what is tried again by itself takes, every 2 s, beside other work. */
const WITHIN = { timeout: 10_000 };

let rig: DeskAtDouble;

beforeEach(async () => {
  rig = await DeskAtDouble.open(5, { prepare: mountSmallDisk });
  await rig.start();
}, 30_000);
afterEach(async () => {
  const closed = rig.close().catch(() => {});
  unmount(rig.dataDir);
  await closed;
});

const atBroker = async () => (await rig.double.truth()).orders;

/** Writes until the terminal says that the disk is full: what is written already has its space. */
async function untilNoticed(): Promise<void> {
  const said: string[] = [];
  rig.desk.subscribe('logs', {}, ({ kind, data }) => {
    if (kind === 'delta') said.push(...(data as LogEntry[]).map(({ message }) => message));
  });
  while (!said.some((line) => line.startsWith('The disk is full.'))) {
    await rig.desk.call('workspace.save', { key: 'layout', value: 'x'.repeat(60_000) });
  }
}

describe.skipIf(!possible)('a running terminal on a full disk', () => {
  it('F5 F1 killed while it is full: it opens, nothing is lost or sent, cancels work, entries open once it is freed', async () => {
    await rig.double.set({ quiet: true });
    for (const lots of [1, 2]) await rig.desk.call('orders.place', await rig.intent({ lots }));
    await expect.poll(() => [...rig.orders.values()].map(({ state }) => state), WITHIN).toEqual(['OPEN', 'OPEN']);
    const [first] = rig.orders.keys();

    const free = fillDisk(rig.dataDir);
    await untilNoticed();
    await expect(rig.desk.call('orders.place', await rig.intentNow())).rejects.toThrow(
      /JOURNAL_UNAVAILABLE: .*Free some space and place it again/,
    );
    await rig.terminal.kill();
    rig.desk.close();
    await rig.start();
    expect([...rig.orders.values()].map(({ state }) => state)).toEqual(['OPEN', 'OPEN']);
    await rig.desk.call('orders.cancel', { orderId: first! });
    await expect.poll(() => rig.orders.get(first!)?.state, WITHIN).toBe('CANCELLED');
    await expect(rig.desk.call('orders.place', await rig.intentNow())).rejects.toThrow('JOURNAL_UNAVAILABLE');
    // What fills is booked.
    await rig.double.set({ quiet: false });
    await expect.poll(() => rig.difference(), WITHIN).toBeNull();
    expect(await atBroker()).toHaveLength(2);

    free();
    // Full for 30 s is halted.
    await rig.desk.call('rms.rearm', { reason: 'there is space again', typed: REARM_WORD });
    const next = await rig.intent();
    await expect.poll(() => rig.desk.call('orders.place', next).catch(() => null), WITHIN).not.toBeNull();
    await expect.poll(async () => (await atBroker()).length, WITHIN).toBe(3);
    await expect.poll(() => rig.difference(), WITHIN).toBeNull();
    expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
  });
});
