import type { OrderType, Side, Validity } from '../../../../contract/enums.ts';
import type { WireError } from '../../../../contract/errors.ts';
import type { Instrument } from '../../../../contract/market.ts';
import { priceText } from '../../core/money.ts';
import type { OmsContext } from '../oms-context.ts';

/** A stop as it would rest at the exchange. Paise. */
export interface StopTerms {
  instrument: Instrument;
  side: Side;
  orderType: OrderType;
  triggerPrice: number;
  /** The limit it becomes when it triggers; null for an SL-M that cannot be priced. */
  price: number | null;
  validity: Validity;
}

/**
 * The limit an SL-M goes out with, paise: as far beyond its trigger as the protection of a market order goes beyond the
 * touch, since options have no SL-M at the exchange. Null without a quote.
 */
export function protectedStop(
  { quotes, protectedPrice }: Pick<OmsContext, 'quotes' | 'protectedPrice'>,
  { side, triggerPrice, instrument }: Pick<StopTerms, 'side' | 'triggerPrice' | 'instrument'>,
): number | null {
  const quote = quotes.get(instrument.id);
  if (quote === null) return null;
  return protectedPrice(side, { ...quote, bid: triggerPrice, ask: triggerPrice }, instrument)?.price ?? null;
}

/** What is wrong with a stop, as a sentence, or null: its home, its tick, its side of the limit and of the market. */
export function stopProblem(
  { broker, quotes }: Pick<OmsContext, 'broker' | 'quotes'>,
  { instrument, side, orderType, triggerPrice, price, validity }: StopTerms,
): WireError | null {
  const { name, tickSize } = instrument;
  const refuse = (message: string, details: Record<string, unknown> = {}): WireError => ({
    code: 'RMS_TRIGGER',
    message,
    details: { triggerPrice, ...details },
  });
  const trigger = priceText(triggerPrice);
  const beyond = side === 'BUY' ? 'above' : 'below';
  if (!broker.capabilities.stopOrders) {
    return refuse(`${broker.capabilities.name} keeps no stop orders: send a limit order, or a stop with a position.`);
  }
  if (validity === 'IOC') {
    return refuse('A stop rests until it is triggered and cannot be immediate or cancel: choose Day.');
  }
  if (triggerPrice % tickSize !== 0) {
    const near = priceText(Math.max(tickSize, Math.round(triggerPrice / tickSize) * tickSize));
    return refuse(`The trigger ${trigger} is not a multiple of the tick ${priceText(tickSize)}: ${near} would pass.`);
  }
  if (orderType === 'LIMIT' && price !== null && (side === 'BUY' ? price < triggerPrice : price > triggerPrice)) {
    return refuse(
      `The limit ${priceText(price)} of a ${side === 'BUY' ? 'buy' : 'sell'} stop must be at its trigger ${trigger} or ${beyond} it, or it would rest unfilled.`,
      { price },
    );
  }
  const ltp = quotes.isStale(instrument.id) ? 0 : (quotes.get(instrument.id)?.ltp ?? 0);
  if (ltp > 0 && (side === 'BUY' ? triggerPrice < ltp : triggerPrice > ltp)) {
    return refuse(
      `${name} trades at ${priceText(ltp)}, past the trigger ${trigger} of a ${side === 'BUY' ? 'buy' : 'sell'} stop already: put the trigger ${beyond} the last price, or send a limit order.`,
      { ltp },
    );
  }
  return null;
}
