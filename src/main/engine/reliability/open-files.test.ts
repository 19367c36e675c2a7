import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REARM_WORD } from '../../../contract/risk.ts';
import { DeskAtDouble } from '../../../testing/broker-double/desk-at-double.ts';
import { canLimitFiles, exhaustFiles } from '../../../testing/disk-faults/file-limit.ts';

const possible = canLimitFiles();
const WITHIN = { timeout: 10_000 };

let rig: DeskAtDouble;

beforeEach(async () => {
  rig = await DeskAtDouble.open(3);
  await rig.start();
}, 30_000);
afterEach(() => rig.close());

describe.skipIf(!possible)('a running terminal that may open no file more', () => {
  it('F6 EMFILE: orders at work are followed, the kill switch works and is durable, nothing is started over', async () => {
    await rig.double.set({ quiet: true });
    for (const lots of [1, 2]) await rig.desk.call('orders.place', await rig.intent({ lots }));
    await expect.poll(() => [...rig.orders.values()].map(({ state }) => state), WITHIN).toEqual(['OPEN', 'OPEN']);

    const restore = exhaustFiles(rig.terminal.process.pid!);
    // The lines to the broker are open; what needs another one waits.
    const third = await rig.desk.call('orders.place', await rig.intentNow({ lots: 3 }));
    expect(await rig.desk.call('rms.kill', { reason: 'files ran out', squareOff: false })).toMatchObject({
      state: 'HALTED',
      durable: true,
    });
    await expect
      .poll(async () => (await rig.double.truth()).orders.map(({ status }) => status), WITHIN)
      .toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(await rig.desk.call('app.hello', { protocol: 1 })).toHaveProperty('firstFocus');

    restore();
    await expect.poll(() => rig.difference(), WITHIN).toBeNull();
    await rig.desk.call('rms.rearm', { reason: 'files are there again', typed: REARM_WORD });
    await rig.desk.call('orders.place', await rig.intent());
    await expect.poll(() => rig.difference(), WITHIN).toBeNull();
    expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
    expect((await rig.double.truth()).places[third.id.replaceAll('-', '').slice(0, 20)]).toBe(1);
    expect(rig.terminal.process.exitCode).toBeNull();
    // Each trouble is told, none in a storm.
    expect(rig.terminal.said.split('\n').length).toBeLessThan(100);
  });
});
