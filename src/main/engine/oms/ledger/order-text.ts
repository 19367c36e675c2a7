import type { Side } from '../../../../contract/enums.ts';
import { priceText } from '../../core/money.ts';

/** "BUY 2 lots NIFTY 26000 CE at 160.10, stop at 158.00", for sentences and the log. */
export function orderText(order: {
  side: Side;
  lots: number;
  name: string;
  price: number | null;
  triggerPrice?: number | null;
}): string {
  const { price, triggerPrice } = order;
  const at = price === null ? ' at market' : ` at ${priceText(price)}`;
  const stop = triggerPrice === null || triggerPrice === undefined ? '' : `, stop at ${priceText(triggerPrice)}`;
  const size = `${order.lots} ${order.lots === 1 ? 'lot' : 'lots'}`;
  return `${order.side} ${size} ${order.name}${at}${stop}`;
}
