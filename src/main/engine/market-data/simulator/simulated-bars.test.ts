import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/ist.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { barStart, intervalMs } from '../../domain/intervals.ts';
import type { Tick } from '../../domain/tick.ts';
import { Simulator } from './simulator.ts';

const now = Date.parse('2026-11-23T14:03:20+05:30');

function opened() {
  const simulator = new Simulator({ clock: new VirtualClock(now), seed: 8 });
  const instruments = simulator.universe(now).map((instrument, index) => ({ ...instrument, id: index + 1 }));
  simulator.list(instruments);
  const calls = instruments.filter(
    ({ underlying, kind, expiry }) => underlying === 'NIFTY' && kind === 'CE' && expiry === '2026-12-01',
  );
  const call = calls[20]!;
  return { simulator, index: instruments[0]!, call };
}

describe('simulated history', () => {
  it.each(['1s', '5s', '15s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '1d'] as const)(
    'draws whole %s bars without gaps, up to now',
    async (interval) => {
      const { simulator, call, index } = opened();
      for (const { id } of [call, index]) {
        const bars = await simulator.bars(id, interval, Number.MAX_SAFE_INTEGER, 120);
        expect(bars).toHaveLength(120);
        expect(bars.at(-1)!.ts).toBe(barStart(now - 1, interval, 0));
        bars.forEach((bar, place) => {
          expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
          expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
          expect(bar.low).toBeGreaterThan(0);
          expect(bar.volume).toBeGreaterThanOrEqual(0);
          const before = bars[place - 1];
          if (before === undefined) return;
          expect(bar.ts - before.ts).toBe(intervalMs(interval));
          expect(bar.open).toBe(before.close);
        });
      }
    },
  );

  it.each(['1w', '1M'] as const)('draws %s bars as its days together', async (interval) => {
    const { simulator, call } = opened();
    const bars = await simulator.bars(call.id, interval, Number.MAX_SAFE_INTEGER, 3);
    const days = await simulator.bars(call.id, '1d', Number.MAX_SAFE_INTEGER, 100);
    expect(bars).toHaveLength(3);
    expect(bars.at(-1)!.ts).toBe(barStart(now - 1, interval, 0));
    for (const bar of bars) {
      const own = days.filter(({ ts }) => barStart(ts, interval, 0) === bar.ts);
      expect(bar).toEqual({
        ts: bar.ts,
        open: own[0]!.open,
        high: Math.max(...own.map(({ high }) => high)),
        low: Math.min(...own.map(({ low }) => low)),
        close: own.at(-1)!.close,
        volume: own.reduce((total, { volume }) => total + volume, 0),
        oi: own.at(-1)!.oi,
      });
    }
  });

  it('closes where the live ticks are', async () => {
    const { simulator, call } = opened();
    const live: Tick[] = [];
    simulator.start((tick) => {
      if (tick.instrumentId === call.id) live.push({ ...tick });
    });
    const running = (await simulator.bars(call.id, '1m', now, 1))[0]!;
    expect(running.close).toBe(live[0]!.ltp);
    expect(running.oi).toBe(live[0]!.oi);
    const day = (await simulator.bars(call.id, '1d', now, 1))[0]!;
    expect(day.volume).toBe(live[0]!.volume);
    expect(day.close).toBe(live[0]!.ltp);
  });

  it('spans the same minute as its ticks, volume included', async () => {
    const { simulator, call } = opened();
    const from = barStart(now, '1m', 0) - 60_000;
    const ticks: Tick[] = [];
    simulator.start((tick) => {
      if (tick.instrumentId === call.id) ticks.push({ ...tick });
    });
    ticks.length = 0;
    simulator.emitAll(from);
    simulator.emitUpTo(from + 60_000);
    const bar = (await simulator.bars(call.id, '1m', from + 60_000, 1))[0]!;
    const prices = ticks.map(({ ltp }) => ltp);
    const slack = 0.01 * bar.close;
    expect(Math.abs(Math.max(...prices) - bar.high)).toBeLessThan(slack);
    expect(Math.abs(Math.min(...prices) - bar.low)).toBeLessThan(slack);
    expect(bar.open).toBe(prices[0]);
    expect(Math.abs(ticks.at(-1)!.volume - ticks[0]!.volume - bar.volume)).toBeLessThanOrEqual(0.1 * bar.volume + 65);
  });

  it('pages backwards without overlap and ends at its horizon', async () => {
    const { simulator, index } = opened();
    const newest = await simulator.bars(index.id, '5m', now, 50);
    const older = await simulator.bars(index.id, '5m', newest[0]!.ts, 50);
    expect(older.at(-1)!.ts).toBe(newest[0]!.ts - 300_000);
    expect(older.at(-1)!.close).toBe(newest[0]!.open);
    const days = await simulator.bars(index.id, '1d', now, 5000);
    expect(days.length).toBeLessThanOrEqual(402);
    expect(days[0]!.ts).toBeGreaterThan(now - 402 * DAY_MS);
  });

  it('tells nothing of the future and nothing of strangers', async () => {
    const { simulator, index } = opened();
    const bars = await simulator.bars(index.id, '1m', now + DAY_MS, 3);
    expect(bars.at(-1)!.ts).toBeLessThan(now);
    expect(await simulator.bars(99_999, '1m', now, 3)).toEqual([]);
  });

  it('draws a thousand minutes of an option in under 100 ms', async () => {
    const times: number[] = [];
    // The best of five fresh markets, so that a busy machine does not fail it.
    for (let attempt = 0; attempt < 5; attempt++) {
      const { simulator, call } = opened();
      const begun = performance.now();
      expect(await simulator.bars(call.id, '1m', now, 1000)).toHaveLength(1000);
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });
});
