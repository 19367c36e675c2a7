import { QUOTE_FLAG, QUOTE_STRIDE } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import type { MarketQuote } from '../domain/quote.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import type { TopicSubscription } from './desk-api.ts';

/** The window paints the market eight times a second; several times in between, so that what it paints is never old. */
const PUSH_MS = 33;

/** Packed quotes of the chosen instruments: all at first, then those that changed, and all again when the feed falls silent or returns. */
export function quotesTopic(
  session: TradingSession,
  clock: Clock,
  instrumentIds: readonly number[],
  emit: (packed: Float64Array<ArrayBuffer>) => void,
): TopicSubscription<'quotes'> {
  const { quotes } = session.hub;
  const chosen = new Set(instrumentIds);
  const changed = new Set<number>();
  let stale = session.feed.health().state === 'stale';
  const leave = session.hub.onTick((tick) => {
    if (chosen.has(tick.instrumentId)) changed.add(tick.instrumentId);
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
    );
    changed.clear();
    if (packed.length > 0) emit(packed);
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

/** QUOTE_STRIDE numbers a quote, in the order of QUOTE_FIELDS; instruments without a quote are left out. */
export function pack(quotes: readonly (Readonly<MarketQuote> | null)[], stale: boolean): Float64Array<ArrayBuffer> {
  const known = quotes.filter((quote) => quote !== null);
  const packed = new Float64Array(known.length * QUOTE_STRIDE);
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
