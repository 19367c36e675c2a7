import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Status } from '../../../contract/desk.ts';
import { REARM_WORD } from '../../../contract/risk.ts';
import { DeskAtDouble } from '../../../testing/broker-double/desk-at-double.ts';
import { MachineClock } from '../../../testing/machine-clock/machine-clock.ts';
import { istDay, istMidnight } from '../core/ist.ts';

const probe = MachineClock.build();
probe?.remove();

const HOUR = 3_600_000;
/** Longer than what is tried again by itself takes, every 2 s, beside other work. */
const WITHIN = { timeout: 10_000 };

let clock: MachineClock;
let brokerClock: MachineClock;
let rig: DeskAtDouble;

/** Both begin at one moment; only the terminal's is set afterwards. */
async function start(now: number, env: Record<string, string> = {}): Promise<void> {
  clock.set(now);
  brokerClock.set(now);
  rig = await DeskAtDouble.open(4, { env: brokerClock.env });
  await rig.start({ ...clock.env, ...env });
}

const morning = () => istMidnight(istDay(Date.now())) + 11 * HOUR;
const jump = (ms: number) => clock.set(clock.now() + ms);
const shown = () => [...rig.orders.values()].map(({ state }) => state);

/** A fresh order, sent once and followed to its end; everything agrees and the log is whole. */
async function tradesOn(): Promise<void> {
  await rig.desk.call('orders.place', await rig.intent());
  await expect.poll(() => rig.difference(), WITHIN).toBeNull();
  const { places, busiestSecond } = await rig.double.truth();
  expect(Object.values(places).every((times) => times === 1)).toBe(true);
  expect(busiestSecond).toBeLessThanOrEqual(10);
  expect(await rig.desk.call('logs.verify', {})).toMatchObject({ ok: true });
}

beforeEach(() => {
  clock = MachineClock.build()!;
  brokerClock = MachineClock.build()!;
});
afterEach(async () => {
  await rig.close();
  clock.remove();
  brokerClock.remove();
});

describe.skipIf(probe === null)("the machine's clock under a running terminal", () => {
  it('F8 +1 h: the books are read again and entries open by themselves, what was queued leaves at the rate (O12)', async () => {
    await start(morning());
    const pressed = await Promise.all(Array.from({ length: 14 }, () => rig.intent()));
    const placed = pressed.map((intent) => rig.desk.call('orders.place', intent));
    jump(HOUR);
    const jumpedAt = clock.now();
    await Promise.all(placed);
    let agreedSince: number | null = null;
    rig.desk.subscribe('status', {}, ({ data }) => {
      agreedSince = (data as Status).reconciledAt;
    });
    await expect.poll(() => agreedSince, WITHIN).toBeGreaterThanOrEqual(jumpedAt);
    await tradesOn();
    expect(rig.risk).toMatchObject({ state: 'ACTIVE' });
  });

  it('F8 -2 h: halted with the reason, exits and cancels work, and it trades on once it is re-armed', async () => {
    await start(morning());
    await rig.double.set({ quiet: true });
    await rig.desk.call('orders.place', await rig.intent());
    await expect.poll(shown, WITHIN).toEqual(['OPEN']);
    jump(-2 * HOUR);
    await expect
      .poll(() => rig.risk, WITHIN)
      .toMatchObject({
        state: 'HALTED',
        reason: expect.stringMatching(/the computer's clock was set back by 7\d{3}\.\d s/),
      });
    // The entry that worked was cancelled with the halt.
    await expect.poll(shown, WITHIN).toEqual(['CANCELLED']);
    await rig.double.set({ quiet: false });
    await rig.desk.call('rms.rearm', { reason: 'the clock is right now', typed: REARM_WORD });
    await tradesOn();
  });

  it('F8 a sleep of 4 h: what filled meanwhile is read from the books, nothing is sent on waking', async () => {
    await start(morning());
    await rig.double.set({ quiet: true });
    for (const lots of [1, 2]) await rig.desk.call('orders.place', await rig.intent({ lots }));
    await expect.poll(shown, WITHIN).toEqual(['OPEN', 'OPEN']);
    rig.terminal.process.kill('SIGSTOP');
    await rig.double.set({ quiet: false });
    jump(4 * HOUR);
    brokerClock.set(clock.now());
    rig.terminal.process.kill('SIGCONT');
    await expect.poll(() => rig.difference(), WITHIN).toBeNull();
    expect((await rig.double.truth()).orders).toHaveLength(2);
    await tradesOn();
    expect(rig.risk).toMatchObject({ state: 'ACTIVE' });
  });

  it('F8 an hour of the local time comes twice (the end of summer time): nothing happens', async () => {
    const at = Date.parse('2026-11-01T06:00:00Z');
    await start(at - 5000, { TZ: 'America/New_York' });
    await rig.intent();
    await expect.poll(() => clock.now(), WITHIN).toBeGreaterThan(at + 1500);
    expect(rig.risk).toMatchObject({ state: 'ACTIVE' });
    expect((await rig.desk.call('orders.preview', await rig.intentNow())).denial).toBeNull();
    await tradesOn();
  });
});
