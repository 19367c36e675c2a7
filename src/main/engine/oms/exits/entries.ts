import { AppError } from '../../core/app-error.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OmsContext } from '../oms-context.ts';
import { unitsLeft } from './overrun.ts';

/** The orders a position was made by, the newest first, as many as it takes to cover it; none when flat or of another day. */
export function positionEntries(
  { portfolio, ledger }: Pick<OmsContext, 'portfolio' | 'ledger'>,
  instrumentId: number,
): OrderRecord[] {
  const netQty = portfolio.netQty(instrumentId);
  if (netQty === 0) return [];
  const side = netQty > 0 ? 'BUY' : 'SELL';
  const entries: OrderRecord[] = [];
  let covered = 0;
  const newestFirst = ledger.book.all().toSorted((a, b) => b.record.createdAt - a.record.createdAt);
  for (const { record } of newestFirst) {
    if (covered >= Math.abs(netQty)) break;
    if (record.instrumentId !== instrumentId || record.side !== side) continue;
    const quantity = unitsLeft(record, ledger.book);
    if (quantity <= 0) continue;
    entries.push(record);
    covered += quantity;
  }
  return entries;
}

/** The same of a position that is held. Throws POSITION_FLAT. */
export function heldEntries(context: OmsContext, instrumentId: number): OrderRecord[] {
  const entries = positionEntries(context, instrumentId);
  if (entries.length > 0) return entries;
  throw new AppError(
    'POSITION_FLAT',
    `There is no position in ${context.instrument(instrumentId).name} to protect: set target and stop on its order.`,
    { instrumentId },
  );
}

/** An order of an instrument that is live. Throws ORDER_UNKNOWN, ORDER_NOT_LIVE. */
export function liveEntry({ ledger }: OmsContext, instrumentId: number, orderId: string): OrderRecord {
  const record = ledger.book.get(orderId)?.record;
  if (record === undefined || record.instrumentId !== instrumentId) {
    throw new AppError('ORDER_UNKNOWN', 'No order of that instrument has that id: choose one from the order book.', {
      orderId,
    });
  }
  if (isLive(record.state)) return record;
  throw new AppError(
    'ORDER_NOT_LIVE',
    `The order is ${record.state} already: set target and stop on the position instead.`,
    { orderId },
  );
}
