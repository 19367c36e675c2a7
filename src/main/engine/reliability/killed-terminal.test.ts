import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskAtDouble } from '../../../testing/broker-double/desk-at-double.ts';

/** Longer than what is tried again by itself takes, every 2 s, beside other work. */
const WITHIN = { timeout: 10_000 };

let rig: DeskAtDouble;

beforeEach(async () => {
  rig = await DeskAtDouble.open(1);
});
afterEach(() => rig.close());

describe('a terminal killed while it places an order at a broker of its own', () => {
  it.each([
    {
      point: 'before-write',
      when: 'between the journal commit and the socket write',
      atBroker: 0,
      resolved: /^NOT_PLACED$/,
    },
    {
      point: 'after-write',
      when: 'between the write and the response',
      atBroker: 1,
      resolved: /^(OPEN|PARTIAL|FILLED|REJECTED)$/,
    },
    {
      point: 'after-response',
      when: 'between the response and its commit',
      atBroker: 1,
      resolved: /^(OPEN|PARTIAL|FILLED|REJECTED)$/,
    },
  ])(
    'F2 kill -9 $when: at most one order (O5), known to the journal first (O6)',
    async ({ point, atBroker, resolved }) => {
      await rig.start({ DOUBLE_DIE_AT: point });
      const intent = await rig.intent();
      const exited = once(rig.terminal.process, 'exit');
      // The window is answered as soon as the order is durable, or never.
      await rig.desk.call('orders.place', intent).catch(() => null);
      expect(await exited).toEqual([null, 'SIGKILL']);
      await expect.poll(async () => (await rig.double.truth()).orders.length, WITHIN).toBe(atBroker);

      // The broker's books cannot be read at first: the order is shown as what it is, in doubt.
      await rig.double.set({ booksFail: true });
      await rig.start();
      // An update may have come before the answer.
      expect(rig.orderOf(intent.intentId)!.state).toMatch(
        point === 'after-response' ? /^(UNKNOWN|OPEN|PARTIAL|FILLED|REJECTED)$/ : /^UNKNOWN$/,
      );
      await rig.double.set({ booksFail: false });
      await expect.poll(() => rig.orderOf(intent.intentId)!.state, WITHIN).toMatch(resolved);

      // The window that comes back sends its unanswered intent again.
      const again = await rig.desk.call('orders.place', intent);
      expect(again.id).toBe(rig.orderOf(intent.intentId)!.id);
      const truth = await rig.double.truth();
      expect(truth.orders).toHaveLength(atBroker);
      expect(truth.orders.map(({ tag }) => tag)).toEqual(
        atBroker === 0 ? [] : [again.id.replaceAll('-', '').slice(0, 20)],
      );
      expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
    },
  );
});

describe('a terminal whose broker cannot be reached', () => {
  it('F9 opens all the same: the order in doubt is on screen within 1 s (O14), entries wait with the reason', async () => {
    await rig.start({ DOUBLE_DIE_AT: 'after-write' });
    const intent = await rig.intent();
    const exited = once(rig.terminal.process, 'exit');
    await rig.desk.call('orders.place', intent).catch(() => null);
    await exited;

    await rig.start({ DOUBLE_URL: 'http://127.0.0.1:9' });
    expect(rig.orderOf(intent.intentId)!.state).toBe('UNKNOWN');
    expect(await rig.desk.call('orders.preview', await rig.intentNow())).toMatchObject({
      denial: { code: 'RMS_RECONCILING', message: expect.stringMatching(/^Entries wait: /) },
    });
  });
});
