import type { Order } from '../../../contract/trading.ts';

/** `1 lot`, `3 lots`. */
export function lotsText(lots: number): string {
  return `${lots} ${lots === 1 ? 'lot' : 'lots'}`;
}

/** Lots a close of `fraction` would take of `lots`, or the sentence that says why it takes none. */
export function lotsToClose(lots: number, fraction: 1 | 0.5 | 0.25): number | string {
  const closing = Math.floor(lots * fraction);
  if (closing > 0) return closing;
  if (lots === 1) return 'One lot: use F.';
  return `A quarter of ${lotsText(lots)} is less than one lot: use H or F.`;
}

/** True when an order of `quantity` units would only reduce the position. */
export function onlyReduces(netQty: number, side: Order['side'], quantity: number): boolean {
  return side === 'BUY' ? netQty <= -quantity : netQty >= quantity;
}
