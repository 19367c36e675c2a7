import type { Order } from '../../../contract/trading.ts';

/** `1 lot`, `3 lots`. */
export function lotsText(lots: number): string {
  return `${lots} ${lots === 1 ? 'lot' : 'lots'}`;
}

/** Lots a close of `fraction` would take of `lots`, or the sentence that says why it takes none. */
export function lotsToClose(lots: number, fraction: 1 | 0.75 | 0.5 | 0.25): number | string {
  const closing = Math.floor(lots * fraction);
  if (closing > 0) return closing;
  if (lots === 1) return 'One lot: use F.';
  return `A quarter of ${lotsText(lots)} is less than one lot: use H or F.`;
}

/** What a move of a position from `held` to `wanted` net lots sends. */
export function moveText(held: number, wanted: number): string {
  const difference = wanted - held;
  if (difference === 0) return 'Nothing to send: that is the position now.';
  const side = difference > 0 ? 'BUY' : 'SELL';
  if (held * wanted >= 0) return `Sends ${side} ${lotsText(Math.abs(difference))} at market.`;
  return `Sends ${side} ${lotsText(Math.abs(held))} at market and, once that is confirmed flat, ${side} ${lotsText(Math.abs(wanted))}.`;
}

/** True when an order of `quantity` units would only reduce the position. */
export function onlyReduces(netQty: number, side: Order['side'], quantity: number): boolean {
  return side === 'BUY' ? netQty <= -quantity : netQty >= quantity;
}
