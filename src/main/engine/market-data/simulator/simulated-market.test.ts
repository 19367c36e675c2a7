import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../../contract/market.ts';
import { DAY_MS } from '../../core/ist.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { nseContracts } from '../../domain/contracts-nse.ts';
import { optionChain } from '../../domain/option-chain.ts';
import type { Tick } from '../../domain/tick.ts';
import { Simulator } from './simulator.ts';

const midnight = Date.parse('2026-11-19T00:00:00+05:30');

interface Run {
  simulator: Simulator;
  instruments: Instrument[];
  /** The ticks of everything at an instant, by instrument id. */
  sweep: (at: number) => Map<number, Tick>;
}

function run(seed: number, start = midnight): Run {
  const simulator = new Simulator({ clock: new VirtualClock(start), seed });
  const instruments = simulator.universe(start).map((instrument, index) => ({ ...instrument, id: index + 1 }));
  simulator.list(instruments);
  const ticks = new Map<number, Tick>();
  simulator.start((tick) => ticks.set(tick.instrumentId, { ...tick }));
  return {
    simulator,
    instruments,
    sweep: (at) => {
      ticks.clear();
      simulator.emitAll(at);
      return ticks;
    },
  };
}

const middle = (tick: Tick) => (tick.bid + tick.ask) / 2;

describe('a whole simulated day', () => {
  it.each([1, 2, 3])('has sane quotes throughout (seed %i)', (seed) => {
    const { instruments, sweep } = run(seed);
    const volumes = new Map<number, number>();
    for (let at = midnight; at < midnight + DAY_MS; at += 900_000) {
      const ticks = sweep(at);
      expect(ticks.size).toBe(instruments.length);
      for (const instrument of instruments) {
        const tick = ticks.get(instrument.id)!;
        const { ltp, bid, ask, bidQty, askQty, volume, oi } = tick;
        const { kind, tickSize, lotSize } = instrument;
        const broken = (what: string) => `${what}: ${instrument.symbol} ${JSON.stringify({ ...tick, depth: null })}`;
        if (![ltp, bid, ask, bidQty, askQty, volume, oi].every(Number.isSafeInteger))
          throw new Error(broken('integers'));
        if (ltp <= 0 || ltp % tickSize !== 0) throw new Error(broken('last price'));
        if (kind === 'INDEX') {
          if (bid !== 0 || ask !== 0 || volume !== 0 || oi !== 0 || tick.depth !== null)
            throw new Error(broken('index'));
          continue;
        }
        if (bid < tickSize || bid >= ask || bid % tickSize !== 0 || ask % tickSize !== 0)
          throw new Error(broken('book'));
        if (ltp !== bid && ltp !== ask) throw new Error(broken('last price off the book'));
        if (ask - bid > Math.max(8 * tickSize, 0.01 * ask)) throw new Error(broken('spread'));
        if (bidQty <= 0 || bidQty % lotSize !== 0 || askQty <= 0 || askQty % lotSize !== 0)
          throw new Error(broken('lots'));
        if (oi < 0 || oi % lotSize !== 0 || volume % lotSize !== 0) throw new Error(broken('volume'));
        if (volume < (volumes.get(instrument.id) ?? 0)) throw new Error(broken('volume fell'));
        volumes.set(instrument.id, volume);
      }
    }
  });

  it('leaves no arbitrage between strikes or between call and put', () => {
    for (const seed of [11, 12, 13, 14]) {
      const { instruments, sweep, simulator } = run(seed);
      for (const hour of [0.5, 9.3, 12, 15.6, 22]) {
        const at = midnight + hour * 3_600_000;
        const ticks = sweep(at);
        const chains = Map.groupBy(
          instruments.filter(({ strike }) => strike !== null),
          ({ underlying, expiry, kind }) => `${underlying} ${expiry} ${kind}`,
        );
        for (const chain of chains.values()) {
          const calls = chain[0]!.kind === 'CE';
          for (let place = 1; place < chain.length; place++) {
            const nearer = middle(ticks.get(chain[place - (calls ? 1 : 0)]!.id)!);
            const further = middle(ticks.get(chain[place - (calls ? 0 : 1)]!.id)!);
            // One tick for the rounding of both books.
            expect(further).toBeLessThanOrEqual(nearer + 5);
          }
          if (!calls) continue;
          for (const call of chain) {
            const put = instruments.find(
              (other) =>
                other.kind === 'PE' &&
                other.expiry === call.expiry &&
                other.strike === call.strike &&
                other.underlying === call.underlying,
            )!;
            const [c, p] = [ticks.get(call.id)!, ticks.get(put.id)!];
            const parity = simulator.fairPrice(call.id, at)! - simulator.fairPrice(put.id, at)!;
            const slack = (c.ask - c.bid + p.ask - p.bid) / 2 + 10;
            expect(Math.abs(middle(c) - middle(p) - parity)).toBeLessThanOrEqual(slack);
            const years = (nseContracts.expiresAt(call.expiry!) - at) / (365 * DAY_MS);
            const index = instruments.find(
              ({ underlying, kind }) => underlying === call.underlying && kind === 'INDEX',
            )!;
            const forward = (parity * Math.exp(0.055 * years) + call.strike!) / simulator.fairPrice(index.id, at)!;
            // The forward that parity implies lies above spot by the carry alone, at every strike alike.
            expect(Math.log(forward) / years).toBeGreaterThan(0.04);
            expect(Math.log(forward) / years).toBeLessThan(0.055);
          }
        }
      }
    }
  });

  it('gives a chain whose implied volatilities make sense', () => {
    const { instruments, sweep, simulator } = run(41);
    const at = midnight + 11 * 3_600_000;
    const ticks = sweep(at);
    const options = instruments.filter(({ underlying, expiry }) => underlying === 'NIFTY' && expiry === '2026-12-01');
    const side = (strike: number, kind: string) => {
      const tick = ticks.get(options.find((option) => option.strike === strike && option.kind === kind)!.id)!;
      return { ltp: tick.ltp, bid: tick.bid, ask: tick.ask, oi: tick.oi, prevOi: Number.NaN };
    };
    const strikes = [...new Set(options.map(({ strike }) => strike!))];
    const chain = optionChain(
      strikes.map((strike) => ({ strike, call: side(strike, 'CE'), put: side(strike, 'PE') })),
      at,
      nseContracts.expiresAt('2026-12-01'),
      nseContracts.riskFreeRate('2026-11-19'),
    );
    const spot = simulator.fairPrice(instruments[0]!.id, at)!;
    expect(chain.forward / spot).toBeGreaterThan(1);
    expect(chain.forward / spot).toBeLessThan(1.003);
    for (const row of chain.rows) {
      expect(row.callIv).toBeGreaterThan(0.08);
      expect(row.callIv).toBeLessThan(0.4);
      // At the edges the premium is nearly all intrinsic on one side, so a spread weighs much there.
      expect(Math.abs(row.callIv - row.putIv)).toBeLessThan(0.02);
    }
  });

  it('moves as an index does: 0.5–2 % on a typical day, both indices together', async () => {
    const { simulator, instruments } = run(21, midnight + DAY_MS);
    const daily: number[][] = [];
    for (const kind of ['NIFTY', 'BANKNIFTY']) {
      const index = instruments.find((one) => one.underlying === kind && one.kind === 'INDEX')!;
      const bars = await simulator.bars(index.id, '1d', Number.MAX_SAFE_INTEGER, 200);
      daily.push(bars.map(({ open, close }) => Math.log(close / open)));
      const ranges = bars.map(({ high, low, open }) => (high - low) / open).sort((a, b) => a - b);
      expect(ranges[100]).toBeGreaterThan(0.005);
      expect(ranges[100]).toBeLessThan(0.02);
      const deviation = Math.sqrt(daily.at(-1)!.reduce((sum, move) => sum + move * move, 0) / bars.length);
      expect(deviation).toBeGreaterThan(0.005);
      expect(deviation).toBeLessThan(0.015);
    }
    const [nifty, bank] = daily as [number[], number[]];
    const together = nifty.reduce((sum, move, day) => sum + move * bank[day]!, 0);
    const norm = (moves: number[]) => Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0));
    expect(together / (norm(nifty) * norm(bank))).toBeGreaterThan(0.6);
  });

  it('trades most at the money and in the session, and holds most at round strikes', async () => {
    const { simulator, instruments, sweep } = run(31, midnight + 23 * 3_600_000);
    const ticks = sweep(midnight + 15 * 3_600_000);
    const spot = ticks.get(instruments.find(({ kind }) => kind === 'INDEX')!.id)!.ltp;
    const calls = instruments.filter(
      ({ kind, expiry, underlying }) => kind === 'CE' && underlying === 'NIFTY' && expiry === '2026-11-23',
    );
    const volume = (near: boolean) =>
      calls
        .filter(({ strike }) => Math.abs(strike! - spot) < 25_000 === near)
        .reduce((sum, { id }) => sum + ticks.get(id)!.volume, 0);
    expect(volume(true)).toBeGreaterThan(volume(false));
    const held = (round: boolean) => {
      const some = calls.filter(({ strike }) => (strike! % 50_000 === 0) === round);
      return some.reduce((sum, { id }) => sum + ticks.get(id)!.oi, 0) / some.length;
    };
    expect(held(true)).toBeGreaterThan(1.5 * held(false));
    const hours = await simulator.bars(calls[20]!.id, '1h', midnight + 23 * 3_600_000, 23);
    expect(hours).toHaveLength(23);
    const traded = (from: number, to: number) =>
      hours.slice(from, to).reduce((sum, bar) => sum + bar.volume, 0) / (to - from);
    expect(traded(10, 15)).toBeGreaterThan(2 * traded(17, 23));
  });
});
