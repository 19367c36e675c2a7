import type { OrderRecord } from '../../domain/order.ts';
import { orderText } from './order-text.ts';

/** What money hangs on, and where to find the order again. */
const HELD = [
  'state',
  'side',
  'instrumentId',
  'quantity',
  'filled',
  'filledValue',
  'price',
  'triggerPrice',
  'brokerOrderId',
  'tag',
  'intentId',
] as const satisfies readonly (keyof OrderRecord)[];

/** The first field in which a stored order is not what its journal comes to (O8), the rest of a sentence, or null. */
export function differenceFromJournal(stored: OrderRecord, folded: OrderRecord): string | null {
  const field = HELD.find((name) => stored[name] !== folded[name]);
  if (field === undefined) return null;
  return (
    `the stored order ${orderText(folded)} (${folded.id}) is damaged: its ${field} is ${String(stored[field])} ` +
    `and its journal says ${String(folded[field])}. Put back a backup of the data folder.`
  );
}
