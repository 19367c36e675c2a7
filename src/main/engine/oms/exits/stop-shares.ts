import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OrderBook } from '../ledger/order-book.ts';
import { leavesOf, roomToExit } from '../risk/exposure.ts';
import type { OmsContext } from '../oms-context.ts';
import { withoutStops, workingOrders } from '../risk/risk-check.ts';
import { isRestingStop } from './exit-due.ts';
import { unitsLeft } from './overrun.ts';

/**
 * Lots that the stop of each armed bracket is for, by entry, the newest first: together what is held and no other exit
 * takes. Whether stops rest already, and for how much, does not matter.
 */
export function stopShares(
  context: Pick<OmsContext, 'ledger' | 'portfolio'>,
  instrumentId: number,
): ReadonlyMap<string, number> {
  const { ledger, portfolio } = context;
  const netQty = portfolio.netQty(instrumentId);
  const shares = new Map<string, number>();
  if (netQty === 0) return shares;
  let room = roomToExit(netQty, withoutStops(workingOrders(context)), instrumentId);
  for (const { entryOrderId, slPrice } of ledger.armed(instrumentId)) {
    const entry = ledger.book.get(entryOrderId)?.record;
    if (entry === undefined || slPrice === null || netQty > 0 !== (entry.side === 'BUY')) continue;
    const units = Math.min(unitsFree(entry, ledger.book), room);
    const lots = Math.max(0, Math.floor(units / entry.lotSize));
    shares.set(entryOrderId, lots);
    room -= lots * entry.lotSize;
  }
  return shares;
}

/** Units of an entry that no exit has taken or is about to: of those at work, save stops that wait. */
function unitsFree(entry: OrderRecord, book: OrderBook): number {
  let free = unitsLeft(entry, book);
  for (const { record } of book.childrenOf(entry.id)) {
    const works = record.source === 'BRACKET' && record.side !== entry.side && isLive(record.state);
    if (works && !isRestingStop(record)) free -= leavesOf(record);
  }
  return free;
}
