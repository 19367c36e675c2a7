import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { istMidnight } from '../../core/ist.ts';
import { black76Price } from '../../domain/black76.ts';
import { temporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../../testing/temporary-tick-store.ts';
import { CHAIN_LOOK_BACK_MS } from '../tick-store.ts';
import type { ChainRow, TickStore } from '../tick-store.ts';

const FROM = istMidnight('2026-01-20') + 10 * 3_600_000;
const EXPIRY = '2026-01-27';
const EXPIRES_AT = istMidnight(EXPIRY) + 15.5 * 3_600_000;
const SPAN = { underlyingId: 3, expiry: EXPIRY, expiresAt: EXPIRES_AT, rate: 0.055, from: FROM };
const YEAR_MS = 365 * 86_400_000;
const none = Number.NaN;

let place: TemporaryTickStore;
let store: TickStore;
beforeEach(async () => {
  place = temporaryTickStore();
  store = await place.open();
});
afterEach(() => place.remove());

function row(strike: number, ts: number, fields: Partial<ChainRow> = {}): ChainRow {
  return {
    underlyingId: 3,
    expiry: EXPIRY,
    strike,
    ts,
    callOi: 7500,
    callChgOi: -150,
    callIv: 0.12,
    callDelta: 0.5,
    callLtp: 100_00,
    callBid: 99_95,
    callAsk: 100_05,
    callVolume: 650,
    putOi: 65,
    putChgOi: none,
    putIv: none,
    putDelta: none,
    putLtp: none,
    putBid: none,
    putAsk: 80_00,
    putVolume: 0,
    spot: 25_000_00,
    ...fields,
  };
}

describe('chainAt', () => {
  it("gives each strike's last row at or before the moment, and of no other source, expiry or underlying", async () => {
    await store.appendChain('sim', [row(24_900_00, FROM), row(25_000_00, FROM), row(25_100_00, FROM)]);
    await store.appendChain('sim', [row(25_000_00, FROM + 1000, { callLtp: 101_00, spot: 25_010_00 })]);
    await store.appendChain('sim', [row(25_000_00, FROM + 2000, { callLtp: 102_00 })]);
    await store.appendChain('other', [row(25_000_00, FROM + 1000, { callLtp: 1 })]);
    await store.appendChain('sim', [row(25_000_00, FROM + 1000, { underlyingId: 4, callLtp: 2 })]);
    await store.appendChain('sim', [row(25_000_00, FROM + 1000, { expiry: '2026-02-24', callLtp: 3 })]);
    const chain = await store.chainAt('sim', 3, EXPIRY, FROM + 1999);
    expect(chain).toMatchObject({ ts: FROM + 1000, spot: 25_010_00 });
    expect(chain!.strikes.map(({ strike, call }) => [strike, call!.ltp])).toEqual([
      [24_900_00, 100_00],
      [25_000_00, 101_00],
      [25_100_00, 100_00],
    ]);
    expect(chain!.strikes[0]!.call).toEqual({
      ltp: 100_00,
      bid: 99_95,
      ask: 100_05,
      volume: 650,
      oi: 7500,
      prevOi: 7650,
    });
    expect(chain!.strikes[0]!.put).toEqual({ ltp: 0, bid: 0, ask: 80_00, volume: 0, oi: 65, prevOi: Number.NaN });
  });

  it('looks back no further than the bound, and knows nothing before the first row or of a source unheard of', async () => {
    await store.appendChain('sim', [row(25_000_00, FROM)]);
    expect(await store.chainAt('sim', 3, EXPIRY, FROM + CHAIN_LOOK_BACK_MS)).not.toBeNull();
    expect(await store.chainAt('sim', 3, EXPIRY, FROM + CHAIN_LOOK_BACK_MS + 1)).toBeNull();
    expect(await store.chainAt('sim', 3, EXPIRY, FROM - 1)).toBeNull();
    expect(await store.chainAt('import:x', 3, EXPIRY, FROM)).toBeNull();
  });

  it('has no side where none was quoted', async () => {
    const putless = { putOi: none, putAsk: none, putVolume: none };
    await store.appendChain('sim', [row(25_000_00, FROM, putless)]);
    expect((await store.chainAt('sim', 3, EXPIRY, FROM))!.strikes[0]!.put).toBeNull();
  });
});

describe('straddles', () => {
  /** A chain priced at one forward and volatility. */
  function chain(ts: number, forward: number, iv: number): ChainRow[] {
    return [24_900_00, 25_000_00, 25_100_00].map((strike) => {
      const price = (isCall: boolean) =>
        Math.round(black76Price(isCall, forward, strike, (EXPIRES_AT - ts) / YEAR_MS, iv, SPAN.rate));
      const [call, put] = [price(true), price(false)];
      return row(strike, ts, {
        callLtp: call,
        callBid: call - 5,
        callAsk: call + 5,
        putLtp: put,
        putBid: put - 5,
        putAsk: put + 5,
      });
    });
  }

  it('follows the money and its volatility, thinned to the last moment of each portion', async () => {
    const seconds = Array.from({ length: 100 }, (_, second) => second);
    await store.appendChain(
      'sim',
      seconds.flatMap((second) => chain(FROM + second * 1000, 24_990_00 + second * 100, 0.1 + second / 1000)),
    );
    const points = await store.straddles('sim', { ...SPAN, to: FROM + 99_999, most: 10 });
    expect(points.map(({ ts }) => (ts - FROM) / 1000)).toEqual([9, 19, 29, 39, 49, 59, 69, 79, 89, 99]);
    for (const { ts, strike, iv, straddle } of points) {
      const second = (ts - FROM) / 1000;
      expect(strike).toBe(second >= 60 ? 25_100_00 : 25_000_00);
      expect(iv).toBeCloseTo(0.1 + second / 1000, 3);
      expect(straddle).toBeGreaterThan(0);
    }
  });

  it('shows nothing after `to`, carries unchanged strikes on, and leaves out what was not recorded', async () => {
    await store.appendChain('sim', chain(FROM - 2000, 25_000_00, 0.12));
    const [, middle] = chain(FROM + 500, 25_000_00, 0.12);
    await store.appendChain('sim', [middle!]);
    await store.appendChain('sim', chain(FROM + 60_000, 25_000_00, 0.2));
    await store.appendChain('sim', chain(FROM + 90_000, 25_000_00, 0.3));
    const points = await store.straddles('sim', { ...SPAN, to: FROM + 80_000, most: 500 });
    expect(points.map(({ ts }) => ts - FROM)).toEqual([500, 60_000]);
    expect(points[1]!.iv).toBeCloseTo(0.2, 3);
  });
});
