import bands from '../../../../resources/risk/price-bands.json' with { type: 'json' };
import type { Instrument } from '../../../contract/market.ts';
import { inForce } from '../domain/in-force.ts';
import type { MarketQuote } from '../domain/quote.ts';
import { roundDown, roundUp } from '../core/money.ts';

/** Lowest and highest price the exchange takes, paise, both on tick. */
export interface PriceBand {
  low: number;
  high: number;
}

type Version = (typeof bands.versions)[number];

function halfWidth(instrument: Instrument, prevClose: number, version: Version): { width: number; flexible: boolean } {
  if (instrument.kind === 'EQ' || instrument.kind === 'FUT') {
    const { percent, flexible } = version[instrument.kind];
    return { width: (prevClose * percent) / 100, flexible };
  }
  const underlying = instrument.strike ?? prevClose;
  let percent = 0;
  for (const slab of version.options.slabs) {
    if ((prevClose * 100) / underlying >= slab.premiumPercentFrom) percent = slab.underlyingPercent;
  }
  return { width: (underlying * percent) / 100, flexible: version.options.flexible };
}

/**
 * The exchange's daily price range, estimated from dated data about the previous close; null when no previous close
 * is known or the instrument is an index. A derivative's band moves out as the last price nears its edge.
 */
export function priceBand(instrument: Instrument, quote: Readonly<MarketQuote> | null, day: string): PriceBand | null {
  if (instrument.kind === 'INDEX' || quote === null || quote.prevClose <= 0) return null;
  const version = inForce(bands.versions, day);
  const { width, flexible } = halfWidth(instrument, quote.prevClose, version);
  let low = quote.prevClose - width;
  let high = quote.prevClose + width;
  if (flexible && quote.ltp > 0) {
    const near = width * version.flexWithin;
    high += Math.max(0, Math.ceil((quote.ltp - (high - near)) / width)) * width;
    low -= Math.max(0, Math.ceil((low + near - quote.ltp) / width)) * width;
  }
  const tick = instrument.tickSize;
  return { low: Math.max(tick, roundUp(Math.round(low), tick)), high: roundDown(Math.round(high), tick) };
}
