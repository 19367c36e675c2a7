import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../core/virtual-clock.ts';
import { HLC_LENGTH, HybridClock } from './hlc.ts';

const DEVICE = '0617dc44-dadf-4c98-8e1f-8731ca40eb3b';

describe('hybrid logical clock', () => {
  it('only grows, as plain text, whatever the wall clock does and however often it restarts', () => {
    const step = fc.record({ wall: fc.integer({ min: 0, max: 2 ** 48 - 1000 }), restart: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 50 }), (steps) => {
        const wall = { now: 0 };
        const clock = Object.assign(new VirtualClock(0), { now: () => wall.now });
        let hlc = new HybridClock(clock, DEVICE, null);
        let last = hlc.next();
        for (const { wall: now, restart } of steps) {
          wall.now = now;
          if (restart) hlc = new HybridClock(clock, DEVICE, last);
          const next = hlc.next();
          expect(next).toHaveLength(HLC_LENGTH);
          expect(next).toMatch(/^[0-9a-v]+$/);
          expect(next > last).toBe(true);
          last = next;
        }
      }),
    );
  });

  it('takes the wall clock when it is ahead, and names the device', () => {
    const clock = new VirtualClock(Date.parse('2026-11-23T05:30:00Z'));
    const reading = new HybridClock(clock, DEVICE, null).next();
    expect(parseInt(reading.slice(0, 10), 32)).toBe(clock.now());
    const other = new HybridClock(clock, DEVICE.replace('0617', '0618'), null).next();
    expect(other.slice(0, 14)).toBe(reading.slice(0, 14));
    expect(other).not.toBe(reading);
  });

  it('carries into the milliseconds when a counter of 16 bits is used up', () => {
    const hlc = new HybridClock(new VirtualClock(1000), DEVICE, null);
    let last = hlc.next();
    for (let reading = 0; reading < 0x10000; reading++) {
      const next = hlc.next();
      if (next <= last) throw new Error(`${next} does not follow ${last}`);
      last = next;
    }
    expect(parseInt(last.slice(0, 10), 32)).toBe(1001);
  });
});
