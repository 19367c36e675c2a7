import type { RunningDesk } from './checks/check.ts';
import type { DeskProcess } from './desk-process.ts';

/** What the checks see of one run of the program. */
export function runningDesk(process: DeskProcess): RunningDesk {
  return {
    orders: () => process.oms.orderViews(),
    netQty: (id) => process.portfolio.netQty(id),
    reconciledAt: () => process.oms.reconciledAt,
    booksUnread: () => process.oms.reconciliation().state === 'unread',
    tradingState: () => {
      const { state, durable } = process.oms.tradingState;
      return durable ? state : null;
    },
    stops: () =>
      process.oms
        .positionViews()
        .flatMap(({ instrumentId, netQty, slPrice }) => (slPrice === null ? [] : [{ instrumentId, netQty, slPrice }])),
    isUnprotected: (id) =>
      process.oms
        .positionViews()
        .some(({ instrumentId, protection }) => instrumentId === id && protection === 'UNPROTECTED'),
    locks: () => process.oms.profitLocks.views(),
    quote: (id) => process.quotes.get(id),
    isStale: (id) => process.quotes.isStale(id),
    money: () => process.portfolio.funds(),
    marginOf: (positions) => process.portfolio.marginOf(positions),
    hasForward: (id) => process.forwardOf(id) > 0,
  };
}
