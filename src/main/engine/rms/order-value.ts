import type { RestingOrder, RiskOrder, RiskSnapshot } from './decision.ts';

/** Paise: price × quantity; for an option sold, the margin it takes when that is more. */
export function orderValue(
  order: Pick<RiskOrder, 'instrument' | 'side' | 'quantity' | 'price'>,
  { marginHeld, marginAfter }: Pick<RiskSnapshot, 'marginHeld' | 'marginAfter'>,
): number {
  const traded = (order.price ?? 0) * order.quantity;
  const { kind } = order.instrument;
  const sellsOption = order.side === 'SELL' && (kind === 'CE' || kind === 'PE');
  return sellsOption && marginAfter !== null ? Math.max(traded, marginAfter - marginHeld) : traded;
}

/** What may still fill of the working and unknown orders that open or add to a position, paise. */
export function openValue(working: readonly RestingOrder[]): number {
  let value = 0;
  for (const { price, leaves, reduces } of working) if (!reduces) value += (price ?? 0) * leaves;
  return value;
}
