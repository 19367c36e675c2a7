import { expect, it } from 'vitest';
import { settle } from '../../../testing/order-desk.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { ChainRecorder } from './chain-recorder.ts';
import type { ChainRecorderParts } from './chain-recorder.ts';

it('F5 F6 a store that takes no chains is told of once, not each second, and once more after it took one', async () => {
  const clock = new VirtualClock(1_000_000);
  let broken = true;
  let written = 0;
  const told: unknown[] = [];
  const recorder = new ChainRecorder({
    clock,
    ticks: {
      appendChain: (_source: string, rows: readonly unknown[]) => {
        if (broken) return Promise.reject(new Error('the disk fails'));
        written += rows.length;
        return Promise.resolve();
      },
    },
    chains: {
      underlyings: () => ['NIFTY'],
      expiries: () => [{ expiry: '2026-11-26' }],
      market: () => ({
        ts: clock.now(),
        expiresAt: clock.now() + 86_400_000,
        rate: 0.055,
        spot: 2_600_000,
        strikes: [{ strike: 2_600_000, call: null, put: null }],
      }),
    },
    listing: { spot: () => ({ id: 1 }) },
    source: 'sim',
    onError: (error: unknown) => told.push(error),
  } as unknown as ChainRecorderParts);
  const advance = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advanceTo(clock.now() + 50);
      await settle();
    }
  };
  recorder.start();
  await advance(5000);
  expect(told).toHaveLength(1);
  broken = false;
  await advance(2000);
  expect(written).toBe(1);
  broken = true;
  await advance(63_000);
  expect(told).toHaveLength(2);
  recorder.stop();
});
