import type { Chain, StraddlePoint } from '../../../contract/chain.ts';

const MINUTE_MS = 60_000;

/** The day's points with the chain's own at their end, in place of one of the same minute; as they were when it has none. */
export function withLive(points: readonly StraddlePoint[], chain: Chain | null): readonly StraddlePoint[] {
  const { straddle, atmStrike, atmIv } = chain?.figures ?? { straddle: null, atmStrike: null, atmIv: null };
  if (!chain || straddle === null || atmStrike === null) return points;
  const live: StraddlePoint = { ts: chain.ts, straddle, strike: atmStrike, iv: atmIv };
  const last = points.at(-1);
  if (last && last.ts > chain.ts) return points;
  const minute = (ts: number) => Math.floor(ts / MINUTE_MS);
  return last && minute(last.ts) === minute(chain.ts) ? [...points.slice(0, -1), live] : [...points, live];
}
