import { expect, it } from 'vitest';
import type { ReplayStep } from '../../../contract/replay.ts';
import { istMidnight } from '../core/ist.ts';
import { temporaryTickStore, tickColumns } from '../../../testing/temporary-tick-store.ts';
import { stepTarget } from './replay-step.ts';

const MIDNIGHT = istMidnight('2026-11-20');
const at = (time: string) => MIDNIGHT + Date.parse(`1970-01-01T${time}Z`);
const NINE_FIFTEEN = at('09:15:00');

const bar = (interval: '1m' | '15m', back: boolean): ReplayStep => ({ by: 'bar', interval, back });
const target = (step: ReplayStep, now: number, quotesAt = () => Promise.resolve([] as never[])) =>
  stepTarget(step, { at: now, source: 'sim', anchor: NINE_FIFTEEN - MIDNIGHT }, { quotesAt });

it('leads to where the next bar begins, and back to where this one or the one before did', async () => {
  expect(await target(bar('1m', false), at('10:00:07'))).toBe(at('10:01:00'));
  expect(await target(bar('1m', false), at('10:01:00'))).toBe(at('10:02:00'));
  expect(await target(bar('1m', true), at('10:00:07'))).toBe(at('10:00:00'));
  expect(await target(bar('1m', true), at('10:00:00'))).toBe(at('09:59:00'));
  expect(await target(bar('15m', false), at('10:00:07'))).toBe(at('10:15:00'));
});

it('leads back to the last tick before now, else by the minute that was looked through', async () => {
  const place = temporaryTickStore();
  try {
    const ticks = await place.open();
    const second = (seconds: number, instrumentId = 1) => ({
      instrumentId,
      ts: NINE_FIFTEEN + seconds * 1000,
      ltp: 100,
    });
    await ticks.append('sim', tickColumns([second(0), second(5), second(6, 2), second(200)]));
    const back = (instrumentId: number, seconds: number) =>
      stepTarget(
        { by: 'tick', instrumentId, back: true },
        { at: NINE_FIFTEEN + seconds * 1000, source: 'sim', anchor: 0 },
        ticks,
      ).then((ts) => (ts - NINE_FIFTEEN) / 1000);
    expect(await back(1, 7)).toBe(5);
    expect(await back(1, 5)).toBe(0);
    expect(await back(2, 7)).toBe(6);
    expect(await back(1, 199)).toBe(139);
  } finally {
    await place.remove();
  }
});
