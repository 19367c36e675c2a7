import type { Side } from '../../../contract/enums.ts';
import type { Quote } from '../../../contract/market.ts';
import type { DraftOrder } from '../../stores/draft-order.ts';

type Book = Pick<Quote, 'ltp' | 'bid' | 'ask'>;

/** A stop order triggers 1 % beyond the last price until the trader moves it; the limit of an SL-L lies 1 % beyond that. */
const STOP_ORDER = 0.01;

/** A stop stands 5 % of the entry price away until the trader moves it; a target twice as far. */
const DEFAULT_STOP = 0.05;
const DEFAULT_R = 2;

/** The price to join at: the bid of a buy, the ask of a sell; null without one. Paise. */
export function nearPrice(side: Side, quote: Book | undefined): number | null {
  if (!quote) return null;
  return (side === 'BUY' ? quote.bid : quote.ask) || null;
}

/** The price a market order would meet: the ask of a buy, the bid of a sell, else the last. Paise. */
export function farPrice(side: Side, quote: Book | undefined): number | null {
  if (!quote) return null;
  return (side === 'BUY' ? quote.ask : quote.bid) || quote.ltp || null;
}

/** The price the draft is expected to enter at, null before a quote. Paise. */
export function entryPrice(draft: DraftOrder, quote: Book | undefined): number | null {
  if (draft.orderType === 'MARKET') return farPrice(draft.side, quote);
  return limitPrice(draft, quote) ?? (quote?.ltp || null);
}

/** Target and stop of a draft around its entry price; null where a leg is off or there is no price yet. Paise. */
export interface DraftProtection {
  slPrice: number | null;
  tpPrice: number | null;
  /** Distances from the entry, unsigned. */
  slDistance: number;
  tpDistance: number;
  /** Target over stop distance, or null unless both are on. */
  r: number | null;
}

/** How far a target and stop stand from an entry at `price` until the trader moves them; whole ticks, paise. */
export function defaultDistances(price: number, tickSize: number): { stop: number; target: number } {
  const stop = Math.max(tickSize, Math.round((price * DEFAULT_STOP) / tickSize) * tickSize);
  return { stop, target: stop * DEFAULT_R };
}

export function draftProtection(draft: DraftOrder, entry: number | null, tickSize: number): DraftProtection {
  if (entry === null) return { slPrice: null, tpPrice: null, slDistance: 0, tpDistance: 0, r: null };
  const snap = (price: number): number => Math.max(tickSize, Math.round(price / tickSize) * tickSize);
  const toward = draft.side === 'BUY' ? 1 : -1;
  const usual = defaultDistances(entry, tickSize);
  const stopDistance = draft.stop.distance ?? usual.stop;
  const targetDistance = draft.target.distance ?? stopDistance * DEFAULT_R;
  const slPrice = draft.stop.on ? snap(entry - toward * stopDistance) : null;
  const tpPrice = draft.target.on ? snap(entry + toward * targetDistance) : null;
  const slDistance = slPrice === null ? 0 : Math.abs(slPrice - entry);
  const tpDistance = tpPrice === null ? 0 : Math.abs(tpPrice - entry);
  return {
    slPrice,
    tpPrice,
    slDistance,
    tpDistance,
    r: slDistance > 0 && tpPrice !== null ? tpDistance / slDistance : null,
  };
}

/** Where a limit price stands in the book: `at bid`, `at ask`, or its distance from the last price in paise. */
export function placeOf(price: number, quote: Book | undefined): 'at bid' | 'at ask' | { fromLast: number } | null {
  if (!quote) return null;
  if (price === quote.bid) return 'at bid';
  if (price === quote.ask) return 'at ask';
  return quote.ltp ? { fromLast: price - quote.ltp } : null;
}

/** Price and trigger the draft would send, paise; null where it has none, or none can be made up without a quote. */
export function draftPrices(
  draft: DraftOrder,
  quote: Book | undefined,
  tickSize: number,
): { price: number | null; triggerPrice: number | null } {
  if (!draft.isStop) return { price: limitPrice(draft, quote), triggerPrice: null };
  const toward = draft.side === 'BUY' ? 1 : -1;
  const beyond = (price: number): number => {
    const ticks = Math.max(1, Math.round((price * STOP_ORDER) / tickSize));
    return Math.max(tickSize, Math.round(price / tickSize) * tickSize + toward * ticks * tickSize);
  };
  const triggerPrice = draft.trigger ?? (quote?.ltp ? beyond(quote.ltp) : null);
  if (draft.orderType === 'MARKET' || triggerPrice === null) return { price: null, triggerPrice };
  return { price: draft.price ?? beyond(triggerPrice), triggerPrice };
}

/** The limit price the draft would send, following the near side unless one was typed; null at market or without a book. */
export function limitPrice(draft: DraftOrder, quote: Book | undefined): number | null {
  if (draft.orderType === 'MARKET') return null;
  return draft.price ?? nearPrice(draft.side, quote);
}
