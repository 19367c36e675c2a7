import { QUOTE_FLAG, QUOTE_STRIDE, STAMP_ROW } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import type { MarketQuote } from '../domain/quote.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import type { TopicSubscription } from './desk-api.ts';

/** The window paints the market eight times a second; several times in between, so that what it paints is never old. */
const PUSH_MS = 33;
/** How often a window that wants it is told when a tick of its rows arrived. */
const STAMP_MS = 1000;

/** Packed quotes of the chosen instruments: all at first, then those that changed, and all again when the feed falls silent or returns. */
export function quotesTopic(
  session: TradingSession,
  clock: Clock,
  { instrumentIds, stamps = false }: { instrumentIds: readonly number[]; stamps?: boolean | undefined },
  emit: (packed: Float64Array<ArrayBuffer>) => void,
): TopicSubscription<'quotes'> {
  const { quotes } = session.hub;
  const chosen = new Set(instrumentIds);
  const changed = new Set<number>();
  let stale = session.feed.health().state === 'stale';
  const stamp = { wanted: stamps, arrivedAt: 0, nextAt: 0 };
  const leave = session.hub.onTick((tick) => {
    if (!chosen.has(tick.instrumentId)) return;
    changed.add(tick.instrumentId);
    if (!stamp.wanted) return;
    stamp.wanted = false;
    stamp.arrivedAt = clock.monotonic();
  });
  const timer = clock.setInterval(() => {
    const staleNow = session.feed.health().state === 'stale';
    if (staleNow !== stale) {
      stale = staleNow;
      for (const id of chosen) changed.add(id);
    }
    if (changed.size === 0) return;
    const packed = pack(
      [...changed].map((id) => quotes.get(id)),
      stale,
      stamp.arrivedAt,
    );
    changed.clear();
    if (packed.length > 0) emit(packed);
    if (!stamps) return;
    const now = clock.monotonic();
    if (stamp.arrivedAt > 0) stamp.nextAt = now + STAMP_MS;
    stamp.arrivedAt = 0;
    stamp.wanted = now >= stamp.nextAt;
  }, PUSH_MS);
  return {
    snapshot: pack(
      instrumentIds.map((id) => quotes.get(id)),
      stale,
    ),
    close: () => {
      leave();
      timer.cancel();
    },
  };
}

/**
 * QUOTE_STRIDE numbers a quote, in the order of QUOTE_FIELDS; instruments without a quote are left out. `arrivedAt`, above
 * 0, adds the row of a stamp.
 */
export function pack(
  quotes: readonly (Readonly<MarketQuote> | null)[],
  stale: boolean,
  arrivedAt = 0,
): Float64Array<ArrayBuffer> {
  const known = quotes.filter((quote) => quote !== null);
  const packed = new Float64Array((known.length + (arrivedAt > 0 ? 1 : 0)) * QUOTE_STRIDE);
  if (arrivedAt > 0) packed.set([STAMP_ROW, arrivedAt], known.length * QUOTE_STRIDE);
  known.forEach((quote, row) => {
    const flags = (stale ? QUOTE_FLAG.STALE : 0) | (quote.estimatedBook ? QUOTE_FLAG.ESTIMATED_BOOK : 0);
    packed.set(
      [
        quote.instrumentId,
        quote.ts,
        quote.ltp,
        quote.bid,
        quote.ask,
        quote.bidQty,
        quote.askQty,
        quote.volume,
        quote.oi,
        quote.open,
        quote.high,
        quote.low,
        quote.prevClose,
        flags,
      ],
      row * QUOTE_STRIDE,
    );
  });
  return packed;
}
