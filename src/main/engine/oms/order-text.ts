import type { Side } from '../../../contract/enums.ts';
import { priceText } from '../core/money.ts';

/** "BUY 2 lots NIFTY 26000 CE at 160.10", for sentences and the log. */
export function orderText(order: { side: Side; lots: number; name: string; price: number | null }): string {
  const size = `${order.lots} ${order.lots === 1 ? 'lot' : 'lots'}`;
  return `${order.side} ${size} ${order.name}${order.price === null ? ' at market' : ` at ${priceText(order.price)}`}`;
}
