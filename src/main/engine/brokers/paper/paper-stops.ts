import type { Instrument } from '../../../../contract/market.ts';
import { priceText } from '../../core/money.ts';
import type { BrokerOrder, OrderChange } from '../broker.ts';
import type { Refusal } from './exchange-rules.ts';

type Terms = Pick<BrokerOrder, 'side' | 'price' | 'triggerPrice' | 'validity'>;

/** True once the market trades at the trigger or through it: at or above it for a buy, at or below it for a sell. `ltp` 0 is none. */
export function isTriggered({ side, triggerPrice }: Pick<BrokerOrder, 'side' | 'triggerPrice'>, ltp: number): boolean {
  if (triggerPrice === null || ltp <= 0) return false;
  return side === 'BUY' ? ltp >= triggerPrice : ltp <= triggerPrice;
}

/**
 * What the exchange refuses of a stop-limit order that is to rest: a trigger off the tick, on the wrong side of the limit or
 * of the market, or an IOC, which cannot rest. Null for what is no stop.
 * @param ltp the last price, paise; 0 when none is known, and then the side of the market is not checked
 */
export function stopRefusal(terms: Terms, { name, tickSize }: Instrument, ltp: number): Refusal | null {
  const { side, price, triggerPrice, validity } = terms;
  if (triggerPrice === null) return null;
  const refuse = (message: string): Refusal => ({ code: 'BROKER_REFUSED', message });
  const [lower, higher] = side === 'BUY' ? [triggerPrice, price] : [price, triggerPrice];
  const word = side === 'BUY' ? 'buy' : 'sell';
  if (!(triggerPrice > 0 && triggerPrice % tickSize === 0)) {
    return refuse(
      `Trigger ${priceText(triggerPrice)} is not a multiple of the tick of ${priceText(tickSize)} of ${name}.`,
    );
  }
  if (validity === 'IOC') return refuse('A stop order rests until it is triggered, so it cannot be IOC.');
  if (lower > higher) {
    return refuse(
      `Trigger price for stoploss ${word} orders cannot be ${side === 'BUY' ? 'above' : 'below'} the limit price: trigger ${priceText(triggerPrice)}, limit ${priceText(price)}.`,
    );
  }
  const passed = ltp > 0 && (side === 'BUY' ? triggerPrice < ltp : triggerPrice > ltp);
  if (!passed) return null;
  return refuse(
    `Trigger price for stoploss ${word} orders cannot be ${side === 'BUY' ? 'below' : 'above'} the last traded price (${priceText(ltp)}): trigger ${priceText(triggerPrice)}.`,
  );
}

/**
 * A working order as a change leaves it, or why it cannot be changed so. A stop that waits may become a plain limit order
 * (no trigger); one that has triggered keeps its trigger. A replace below the filled quantity leaves the order filled, as
 * FIX has it (T14).
 * @param ts epoch ms
 */
export function changedOrder(order: BrokerOrder, change: OrderChange, ts: number): BrokerOrder | Refusal {
  if (order.filled > 0 && change.quantity <= order.filled) {
    return { ...order, quantity: order.filled, status: 'FILLED', ts };
  }
  if (order.status === 'TRIGGER_PENDING') {
    return { ...order, ...change, status: change.triggerPrice === null ? 'OPEN' : 'TRIGGER_PENDING', ts };
  }
  const { triggerPrice } = order;
  if (change.triggerPrice !== null && change.triggerPrice !== triggerPrice) {
    const message =
      triggerPrice === null
        ? 'A limit order cannot become a stop order: cancel it and place a stop.'
        : `The stop has triggered at ${priceText(triggerPrice)} and is a limit order now: its trigger cannot be changed any more.`;
    return { code: 'BROKER_REFUSED', message };
  }
  return { ...order, ...change, triggerPrice, ts };
}
