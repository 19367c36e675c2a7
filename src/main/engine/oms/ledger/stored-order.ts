import { AppError } from '../../core/app-error.ts';
import type { JournalEntry, OrderRecord } from '../../domain/order.ts';
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

/**
 * A journal that can be folded: a flipped bit may have renamed the list of requests within its intent, which the fold goes by.
 * @throws AppError STORE_DAMAGED
 */
export function foldable(orderId: string, journal: readonly JournalEntry[]): readonly JournalEntry[] {
  const event = journal[0]?.event;
  if (event?.type !== 'intent' || Array.isArray(event.order?.requests)) return journal;
  throw new AppError(
    'STORE_DAMAGED',
    `The journal of order ${orderId} is damaged: its intent has no list of requests. Put back a backup of the data folder.`,
    { orderId },
  );
}

/** The first field in which a stored order is not what its journal comes to (O8), the rest of a sentence, or null. */
export function differenceFromJournal(stored: OrderRecord, folded: OrderRecord): string | null {
  const field = HELD.find((name) => stored[name] !== folded[name]);
  if (field === undefined) return null;
  return (
    `the stored order ${orderText(folded)} (${folded.id}) is damaged: its ${field} is ${String(stored[field])} ` +
    `and its journal says ${String(folded[field])}. Put back a backup of the data folder.`
  );
}
