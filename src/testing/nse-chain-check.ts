import { nseContracts } from '../main/engine/domain/contracts-nse.ts';
import { chainSideValue } from '../main/engine/domain/chain-side.ts';
import { fairPrice, hasBook } from '../main/engine/domain/chain-quote.ts';
import { parityForward } from '../main/engine/domain/parity-forward.ts';
import { tradingEnds } from '../main/engine/domain/trading-ends.ts';
import type { NseSide, NseSnapshot } from './nse-chain-file.ts';

/** What our chain and the exchange's say of one expiry's well-traded strikes. Volatilities in points. */
export interface ExpiryCheck {
  underlying: string;
  expiry: string;
  snapshots: number;
  /** Strikes compared, over all snapshots. */
  pairs: number;
  /** |our mean IV of both sides − the exchange's|. */
  ivMedian: number;
  ivP90: number;
  /** Pairs of which both sides have an IV at the exchange and here. */
  ivCompared: number;
  /** The exchange's put IV less its call IV at one strike, and ours. */
  nseSplit: number;
  ourSplit: number;
  /** Shares of pairs whose parity gap is within the half spreads of both books, and within twice that. */
  parityOnce: number;
  parityTwice: number;
}

const YEAR_MS = 365 * 86_400_000;
const LEAST_VOLUME = 1000;
const WIDEST = 0.02;
const NEAR = 0.06;

/** Rebuilds every snapshot's chain and compares it with the exchange's own: expiry by expiry, and over all. */
export function checkNseChains(snapshots: readonly NseSnapshot[]): { byExpiry: ExpiryCheck[]; all: ExpiryCheck } {
  const groups = Map.groupBy(snapshots, ({ underlying, expiry }) => `${underlying} ${expiry}`);
  const compared = [...groups.values()]
    .map((group) => ({ of: group[0]!, snapshots: group.length, pairs: group.flatMap(pairsOf) }))
    .filter(({ pairs }) => pairs.length > 0);
  return {
    byExpiry: compared.map(({ of, snapshots: count, pairs }) => checkOf(of, count, pairs)),
    all: checkOf(
      { underlying: 'all', expiry: '' },
      snapshots.length,
      compared.flatMap(({ pairs }) => pairs),
    ),
  };
}

function checkOf(of: { underlying: string; expiry: string }, snapshots: number, pairs: readonly Pair[]): ExpiryCheck {
  const known = (field: keyof Pair) => pairs.map((pair) => pair[field]).filter((figure) => !Number.isNaN(figure));
  const errors = known('error');
  const share = (times: number) => pairs.filter(({ gap, room }) => gap <= room * times).length / pairs.length;
  return {
    underlying: of.underlying,
    expiry: of.expiry,
    snapshots,
    pairs: pairs.length,
    ivMedian: quantile(errors, 0.5),
    ivP90: quantile(errors, 0.9),
    ivCompared: errors.length,
    nseSplit: quantile(known('nseSplit'), 0.5),
    ourSplit: quantile(known('ourSplit'), 0.5),
    parityOnce: share(1),
    parityTwice: share(2),
  };
}

/** The checks as lines to print. */
export function checkTable(checks: readonly ExpiryCheck[]): Record<string, string | number>[] {
  return checks.map((check) => ({
    underlying: check.underlying,
    expiry: check.expiry,
    snapshots: check.snapshots,
    pairs: check.pairs,
    'IV compared': check.ivCompared,
    'IV error median': check.ivMedian.toFixed(2),
    p90: check.ivP90.toFixed(2),
    'NSE put − call': check.nseSplit.toFixed(2),
    ours: check.ourSplit.toFixed(2),
    'parity ≤ 1': check.parityOnce.toFixed(3),
    '≤ 2': check.parityTwice.toFixed(3),
  }));
}

/** The value below which a share of the figures lies; NaN of none. */
function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

interface Pair {
  error: number;
  nseSplit: number;
  ourSplit: number;
  /** |C − P − df·(F − K)| and the half spreads of both books, paise. */
  gap: number;
  room: number;
}

function pairsOf({ expiry, ts, strikes }: NseSnapshot): Pair[] {
  const years = (tradingEnds({ expiry }) - ts) / YEAR_MS;
  const rate = nseContracts.riskFreeRate(expiry);
  const forward = parityForward(strikes, years, rate);
  if (forward === null || !(years > 0)) return [];
  const discount = Math.exp(-rate * years);
  return strikes
    .filter(({ strike, call, put }) => isLiquid(call) && isLiquid(put) && Math.abs(strike / forward - 1) <= NEAR)
    .map(({ strike, call, put }) => {
      const callIv = chainSideValue(true, call, strike, forward, years, rate).iv;
      const putIv = chainSideValue(false, put, strike, forward, years, rate).iv;
      return {
        error: 100 * Math.abs((callIv + putIv) / 2 - (call.nseIv + put.nseIv) / 2),
        nseSplit: 100 * (put.nseIv - call.nseIv),
        ourSplit: 100 * (putIv - callIv),
        gap: Math.abs(fairPrice(call) - fairPrice(put) - discount * (forward - strike)),
        room: (call.ask - call.bid + put.ask - put.bid) / 2,
      };
    });
}

function isLiquid(side: NseSide): boolean {
  return side.volume > LEAST_VOLUME && hasBook(side) && (side.ask - side.bid) / fairPrice(side) < WIDEST;
}
