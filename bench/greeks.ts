import { getImpliedVolatility } from 'implied-volatility';
import { chainSideValue } from '../src/main/engine/domain/chain-side.ts';
import { black76Price } from '../src/main/engine/domain/black76.ts';
import { fairPrice } from '../src/main/engine/domain/chain-quote.ts';
import type { ChainQuote } from '../src/main/engine/domain/chain-quote.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';

const STRIKES = 200;
const FORWARD = 24_500_00;
const STEP = 50_00;
const DAYS = 4;
const RATE = 0.065;
const ROUNDS = 7;
/** Ours is over too soon to time one by one. */
const CHAINS_A_ROUND = 100;

const TICK = 5;

interface Quoted {
  isCall: boolean;
  strike: number;
  quote: ChainQuote;
}

/** A chain of 200 strikes, both sides: volatility and five greeks of each, against the volatility alone by the npm package. */
export async function bench(): Promise<BenchResult> {
  const years = DAYS / 365;
  const chain = quotedChain(years);
  const ours = () => {
    let solved = 0;
    for (const { isCall, strike, quote } of chain) {
      const { iv } = chainSideValue(isCall, quote, strike, FORWARD, years, RATE);
      if (!Number.isNaN(iv)) solved += 1;
    }
    return solved;
  };
  // On the discounted forward Black-Scholes is Black-76; it compares prices down to the hundredth.
  const spot = (FORWARD / 100) * Math.exp(-RATE * years);
  const theirs = () => {
    for (const { isCall, strike, quote } of chain) {
      getImpliedVolatility(fairPrice(quote) / 100, spot, strike / 100, years, RATE, isCall ? 'call' : 'put');
    }
  };
  const rounds: { ours: number; theirs: number }[] = [];
  let solved = 0;
  // The first round warms both up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const own = timed(() => {
      for (let nth = 0; nth < CHAINS_A_ROUND; nth++) solved = ours();
    });
    const reference = timed(theirs);
    if (round > 0) rounds.push({ ours: own / CHAINS_A_ROUND, theirs: reference });
  }
  const own = median(rounds.map((round) => round.ours));
  const reference = median(rounds.map((round) => round.theirs));
  return {
    name: 'IV and greeks of a 200-strike chain',
    unit: 'chains/s',
    ours: 1000 / own,
    reference: { name: 'npm implied-volatility, IV alone', value: 1000 / reference },
    ratio: median(rounds.map((round) => round.theirs / round.ours)),
    floor: { sense: 'at least', ratio: 500 },
    detail: { strikes: STRIKES, sides: chain.length, solved, rounds: ROUNDS },
  };
}

/** Books on a smile, one to three ticks wide: both solve for their middle. */
function quotedChain(years: number): Quoted[] {
  const chain: Quoted[] = [];
  for (let nth = 0; nth < STRIKES; nth++) {
    const strike = FORWARD + (nth - STRIKES / 2) * STEP;
    const moneyness = Math.log(strike / FORWARD) / Math.sqrt(years);
    const iv = 0.12 + 0.05 * moneyness ** 2 - 0.02 * moneyness;
    for (const isCall of [true, false]) {
      const bid = Math.max(TICK, Math.floor(black76Price(isCall, FORWARD, strike, years, iv, RATE) / TICK) * TICK);
      const ask = bid + (1 + (nth % 3)) * TICK;
      chain.push({ isCall, strike, quote: { bid, ask, ltp: bid, oi: 0, prevOi: 0 } });
    }
  }
  return chain;
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
