import { istDay } from '../../core/ist.ts';
import { priceText, roundDown, roundUp } from '../../core/money.ts';
import type { RiskOrder, RiskSnapshot } from '../decision.ts';
import { fatFingerOf } from '../fat-finger-distance.ts';
import { riskRules } from '../risk-data.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule, Verdict } from './risk-rule.ts';

/** What the price is measured against: the trigger of a stop, the touch it would trade with, else the other side of the book, else the last price. */
function reference(order: RiskOrder, snapshot: RiskSnapshot): { price: number; name: string } | null {
  const { quote } = snapshot;
  if (quote === null || snapshot.feedStale) return null;
  if (order.triggerPrice !== null) return { price: order.triggerPrice, name: 'trigger' };
  const book = order.side === 'BUY' ? (['ask', 'bid', 'ltp'] as const) : (['bid', 'ask', 'ltp'] as const);
  const name = book.find((field) => quote[field] > 0);
  return name === undefined ? null : { price: quote[name], name: name === 'ltp' ? 'LTP' : name };
}

/** Exits are asked once, and those no hand sends (target, stop, square-off) have nobody to ask. */
function asked(order: RiskOrder): boolean {
  return order.reduces && (order.confirmed || order.source !== 'HAND');
}

function withoutMarket(order: RiskOrder): Verdict {
  const seen = { value: order.price === null ? 'no price' : priceText(order.price), limit: 'a confirmed bid or ask' };
  if (asked(order)) return pass(() => ({ ...seen, limit: `${seen.limit}; sent on purpose` }));
  const next = order.reduces ? 'confirm to send the exit anyway' : 'entries pass with its next quote';
  return refuse(
    'RMS_NO_PRICE',
    seen,
    `${order.instrument.name} has no confirmed bid, ask or last price to check ${seen.value} against: ${next}.`,
    { price: order.price, asks: order.reduces },
  );
}

/**
 * How far the price lies beyond the market on the side that costs money: above it for a buy, below it for a sell.
 * A patient price, on the other side, hurts nobody and passes. Entries are refused, exits by hand are asked.
 */
export const fatFinger: RiskRule = {
  code: 'RMS_FAT_FINGER',
  name: 'Price against market',
  entriesOnly: false,
  check(order, snapshot) {
    const market = reference(order, snapshot);
    if (market === null || order.price === null) return withoutMarket(order);
    const { kind } = order.instrument;
    if (kind === 'INDEX') return pass(() => ({ value: priceText(market.price), limit: 'no market' }));
    const { percent, floor } = fatFingerOf(riskRules(istDay(snapshot.now)), order.instrument, kind);
    const beyond = order.side === 'BUY' ? order.price - market.price : market.price - order.price;
    const allowed = Math.max((market.price * percent) / 100, floor);
    const words = () => ({
      value: `${((Math.max(0, beyond) * 100) / market.price).toFixed(1)} % from ${market.name}`,
      limit: allowed > (market.price * percent) / 100 ? priceText(allowed) : `${percent} %`,
    });
    const ratio = Math.max(0, beyond) / allowed;
    if (beyond <= allowed) return pass(words, ratio);
    const seen = { ...words(), ratio };
    if (asked(order)) return pass(() => ({ value: seen.value, limit: `${seen.limit}; sent on purpose` }), ratio);
    const tick = order.instrument.tickSize;
    const edge =
      order.side === 'BUY'
        ? roundDown(Math.floor(market.price + allowed), tick)
        : roundUp(Math.ceil(market.price - allowed), tick);
    const where = order.side === 'BUY' ? 'above' : 'below';
    const passes = `${order.side === 'BUY' ? 'up to' : 'down to'} ${priceText(edge)} would pass`;
    return refuse(
      'RMS_FAT_FINGER',
      seen,
      `The price ${priceText(order.price)} is ${((beyond * 100) / market.price).toFixed(1)} % ${where} the ${market.name} of ${priceText(market.price)}, the limit is ${seen.limit}: ${passes}${order.reduces ? ', or confirm to send the exit anyway' : ''}.`,
      { price: order.price, market: market.price, allowed: edge, asks: order.reduces },
    );
  },
};
