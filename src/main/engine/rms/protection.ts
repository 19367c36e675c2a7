import protection from '../../../../resources/risk/protection.json' with { type: 'json' };
import type { Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { istDay } from '../core/ist.ts';
import { inForce } from '../domain/in-force.ts';
import type { MarketQuote } from '../domain/quote.ts';
import { priceBand } from './price-band.ts';

/** A market order as the limit it becomes. Paise, on tick. */
export interface ProtectedPrice {
  /** The limit that goes out: `high` for a buy, `low` for a sell. */
  price: number;
  low: number;
  high: number;
}

function percentFor(price: number, instrument: Instrument, day: string): number {
  const version = inForce(protection.versions, day);
  const slabs = instrument.kind === 'CE' || instrument.kind === 'PE' ? version.options : version.cashAndFutures;
  let percent = 0;
  for (const slab of slabs) if (price >= slab.from) percent = slab.percent;
  return percent;
}

/**
 * Market price protection: the ask (buy) or bid (sell) moved by the slab of its price, to the nearest tick, kept inside
 * the exchange band. Null when that side of the book is empty, so that there is no market to price by.
 * @param day IST day whose rules hold; the quote's own unless given
 */
export function protectedPrice(
  side: Side,
  quote: Readonly<MarketQuote> | null,
  instrument: Instrument,
  day?: string,
): ProtectedPrice | null {
  const touch = quote === null ? 0 : side === 'BUY' ? quote.ask : quote.bid;
  if (quote === null || touch <= 0 || instrument.kind === 'INDEX') return null;
  const today = day ?? istDay(quote.ts);
  const tick = instrument.tickSize;
  const distance = (touch * percentFor(touch, instrument, today)) / 100;
  const band = priceBand(instrument, quote, today) ?? { low: tick, high: Infinity };
  const within = (price: number) => Math.min(band.high, Math.max(band.low, tick, price));
  const low = within(Math.round((touch - distance) / tick) * tick);
  const high = within(Math.round((touch + distance) / tick) * tick);
  return { price: side === 'BUY' ? high : low, low, high };
}
