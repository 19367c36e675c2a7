import { describe, expect, it } from 'vitest';
import { black76Price } from './black76.ts';
import { optionChain } from './option-chain.ts';
import type { ChainQuote, ChainStrike } from './chain-quote.ts';

const now = 1_795_000_000_000;
const years = 7 / 365;
const expiresAt = now + 7 * 86_400_000;
const rate = 0.06;
const forward = 2_604_000;
const volatility = (strike: number) => 0.12 + 0.3 * Math.abs(Math.log(strike / forward));

function quote(isCall: boolean, strike: number): ChainQuote {
  const price = black76Price(isCall, forward, strike, years, volatility(strike), rate);
  return { ltp: Math.round(price), bid: price - 10, ask: price + 10, oi: 6500, prevOi: 6000 };
}

function strikes(): ChainStrike[] {
  const all: ChainStrike[] = [];
  for (let strike = 2_650_000; strike >= 2_550_000; strike -= 5_000) {
    all.push({ strike, call: quote(true, strike), put: quote(false, strike) });
  }
  return all;
}

describe('optionChain', () => {
  it('finds the forward by parity and each IV from the middle of the book', () => {
    const chain = optionChain(strikes(), now, expiresAt, rate);
    expect(chain.forward).toBeCloseTo(forward, 0);
    expect(chain.rows.map(({ strike }) => strike)).toEqual(
      [...chain.rows].map(({ strike }) => strike).sort((a, b) => a - b),
    );
    for (const row of chain.rows) {
      expect(row.callIv).toBeCloseTo(volatility(row.strike), 5);
      expect(row.putIv).toBeCloseTo(volatility(row.strike), 5);
      expect(row.callDelta - row.putDelta).toBeCloseTo(Math.exp(-rate * years), 6);
      expect(row.callChgOi).toBe(500);
    }
  });

  it('says why a side has no IV and leaves the rest of the row alone', () => {
    const chain = strikes();
    chain[0] = { ...chain[0]!, call: null };
    chain[1] = { ...chain[1]!, put: { ltp: 5, bid: 0, ask: 0, oi: 0, prevOi: Number.NaN } };
    const { rows } = optionChain(chain, now, expiresAt, rate);
    const last = rows.at(-1)!;
    expect(last.callIv).toBeNaN();
    expect(last.callIvReason).toBe('not quoted');
    expect(last.putIv).not.toBeNaN();
    const beside = rows.at(-2)!;
    expect(beside.putIvReason).toBe('the price is at or below the intrinsic value');
    expect(beside.putChgOi).toBeNaN();
    expect(beside.putLtp).toBe(5);
  });

  it('falls back to the given forward when no strike has both sides', () => {
    const calls = strikes().map((row) => ({ ...row, put: null }));
    expect(optionChain(calls, now, expiresAt, rate).forward).toBeNaN();
    expect(optionChain(calls, now, expiresAt, rate).rows[0]!.callIvReason).toBe('there is no forward price');
    const chain = optionChain(calls, now, expiresAt, rate, forward);
    expect(chain.rows[5]!.callIv).toBeCloseTo(volatility(chain.rows[5]!.strike), 5);
  });

  it('has no IV after the expiry', () => {
    expect(optionChain(strikes(), expiresAt, expiresAt, rate).rows[0]!.callIvReason).toBe('the contract has expired');
  });
});
