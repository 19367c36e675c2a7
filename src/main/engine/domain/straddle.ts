import type { StraddlePoint } from '../../../contract/chain.ts';
import { atTheMoney, meanOfKnown } from './chain-figures.ts';
import { fairPrice } from './chain-quote.ts';
import type { ChainStrike } from './chain-quote.ts';
import { chainSideValue } from './chain-side.ts';
import { parityForward } from './parity-forward.ts';

const YEAR_MS = 365 * 86_400_000;

/**
 * Call plus put at the strike nearest to the parity forward, and their mean IV; null without a price of both there.
 * @param strikes ascending
 * @param ts and `expiresAt` epoch ms
 * @param rate per year, a fraction
 */
export function straddleAt(
  strikes: readonly ChainStrike[],
  ts: number,
  expiresAt: number,
  rate: number,
): StraddlePoint | null {
  const years = (expiresAt - ts) / YEAR_MS;
  const forward = parityForward(strikes, years, rate);
  const atm = forward === null ? null : atTheMoney(strikes, forward);
  if (forward === null || atm === null) return null;
  const { strike, call, put } = atm;
  const straddle = fairPrice(call) + fairPrice(put);
  if (Number.isNaN(straddle)) return null;
  const callIv = chainSideValue(true, call, strike, forward, years, rate).iv;
  const putIv = chainSideValue(false, put, strike, forward, years, rate).iv;
  return { ts, straddle, strike, iv: meanOfKnown(callIv, putIv) };
}
