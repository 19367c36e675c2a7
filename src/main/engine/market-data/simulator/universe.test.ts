import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../core/ist.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { Simulator } from './simulator.ts';

const at = (text: string) => Date.parse(`${text}+05:30`);
const universe = (text: string) => new Simulator({ clock: new VirtualClock(at(text)), seed: 7 }).universe(at(text));

describe('the simulated universe', () => {
  it('lists indices, futures and the strikes around the opening level', () => {
    const listed = universe('2026-11-22T18:30:00');
    const names = (underlying: string, kind: string) =>
      listed.filter((one) => one.underlying === underlying && one.kind === kind).map(({ symbol }) => symbol);
    expect(names('NIFTY', 'INDEX')).toEqual(['NIFTY 50']);
    expect(names('BANKNIFTY', 'INDEX')).toEqual(['NIFTY BANK']);
    expect(names('NIFTY', 'FUT')).toEqual(['NIFTY23NOV26FUT', 'NIFTY29DEC26FUT', 'NIFTY25JAN27FUT']);
    const expiries = (underlying: string) => [
      ...new Set(
        listed.filter((one) => one.underlying === underlying && one.kind === 'CE').map(({ expiry }) => expiry),
      ),
    ];
    expect(expiries('NIFTY')).toEqual(['2026-11-23', '2026-12-01', '2026-12-29']);
    expect(expiries('BANKNIFTY')).toEqual(['2026-11-23']);
    expect(names('NIFTY', 'CE')).toHaveLength(3 * 41);
    expect(names('BANKNIFTY', 'PE')).toHaveLength(41);
    const call = listed.find(({ kind, strike }) => kind === 'CE' && strike! % 100_000 === 0)!;
    expect(call).toEqual({
      exchange: 'NFO',
      symbol: `NIFTY23NOV26${call.strike! / 100}CE`,
      name: `NIFTY ${call.strike! / 100} CE`,
      underlying: 'NIFTY',
      kind: 'CE',
      expiry: '2026-11-23',
      strike: call.strike,
      lotSize: 65,
      tickSize: 5,
      freezeQty: 1800,
    });
    expect(listed.find(({ symbol }) => symbol === 'BANKNIFTY23NOV26FUT')).toMatchObject({
      name: 'BANKNIFTY FUT Nov',
      lotSize: 30,
      tickSize: 20,
      freezeQty: 600,
    });
    expect(new Set(listed.map(({ symbol }) => symbol)).size).toBe(listed.length);
  });

  it('drops what has expired and lists the next', () => {
    const expiries = (text: string) =>
      new Set(universe(text).map(({ underlying, expiry }) => `${underlying} ${expiry}`));
    expect(expiries('2026-11-23T15:39:59')).toContain('BANKNIFTY 2026-11-23');
    const after = expiries('2026-11-23T15:40:00');
    expect([...after].filter((expiry) => expiry.endsWith('2026-11-23'))).toEqual([]);
    expect(after).toContain('BANKNIFTY 2026-12-29');
    expect(after).toContain('NIFTY 2026-12-08');
  });

  it('keeps the strikes of the opening level and adds those on the side the level has run to', () => {
    const widths: number[] = [];
    const start = at('2026-01-01T00:00:00');
    const simulator = new Simulator({ clock: new VirtualClock(start), seed: 7 });
    const range = (instant: number) => {
      const strikes = simulator
        .universe(instant)
        .filter(({ underlying, kind }) => underlying === 'BANKNIFTY' && kind === 'CE')
        .map(({ strike }) => strike!);
      return { low: Math.min(...strikes), high: Math.max(...strikes) };
    };
    for (let day = 0; day < 300 && widths.length < 2; day++) {
      const open = range(start + day * DAY_MS);
      const close = range(start + (day + 1) * DAY_MS - 1_000);
      if (close.high - close.low === open.high - open.low) continue;
      expect(close.low).toBeLessThanOrEqual(open.low);
      expect(close.high).toBeGreaterThanOrEqual(open.high);
      widths.push((close.high - close.low) / 10_000);
    }
    expect(widths.length).toBeGreaterThan(0);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(55);
  });
});
