import { seededIds } from '../main/engine/core/ids.ts';
import type { Ids } from '../main/engine/core/ids.ts';
import { silentLog } from '../main/engine/core/operator-log.ts';
import { VirtualClock } from '../main/engine/core/virtual-clock.ts';
import type { OrderRecord, TradeRecord } from '../main/engine/domain/order.ts';
import type { DeskStore, NewInstrument } from '../main/engine/store/desk-store.ts';
import { openDeskStore } from '../main/engine/store/sqlite/open-desk-store.ts';

/** 11:00 IST on Monday 23-Nov-2026. */
export const DESK_START = Date.parse('2026-11-23T05:30:00Z');

export const CALL_26000: NewInstrument = {
  exchange: 'NFO',
  symbol: 'NIFTY23NOV2626000CE',
  name: 'NIFTY 26000 CE',
  underlying: 'NIFTY',
  kind: 'CE',
  expiry: '2026-11-23',
  strike: 2_600_000,
  lotSize: 75,
  tickSize: 5,
  freezeQty: 1800,
};

/** A real store on `file`, with repeatable ids and a clock that stands still. */
export function openTestDesk(
  file: string,
  seed = 1,
  start = DESK_START,
): DeskStore & { clock: VirtualClock; ids: Ids } {
  const clock = new VirtualClock(start);
  const ids = seededIds(seed);
  return Object.assign(openDeskStore({ file, clock, ids, operatorLog: silentLog }), { clock, ids });
}

/** An order of the desk's account being sent: BUY 2 lots at 162.20. */
export function orderRecord(store: DeskStore, ids: Ids, change: Partial<OrderRecord> = {}): OrderRecord {
  const id = ids.uuid();
  return {
    id,
    accountId: store.identity.accountId,
    strategyId: null,
    intentId: ids.uuid(),
    parentId: null,
    partOf: null,
    tag: id.replaceAll('-', '').slice(0, 20),
    instrumentId: 1,
    symbol: CALL_26000.symbol,
    name: CALL_26000.name,
    side: 'BUY',
    product: 'NRML',
    orderType: 'LIMIT',
    source: 'HAND',
    lots: 2,
    lotSize: 75,
    quantity: 150,
    filled: 0,
    filledValue: 0,
    price: 16_220,
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    state: 'SENDING',
    brokerOrderId: null,
    requests: [],
    reason: null,
    createdAt: DESK_START,
    updatedAt: DESK_START,
    seq: 3,
    ...change,
  };
}

/** The whole fill of an order. */
export function tradeRecord(order: OrderRecord, ids: Ids, change: Partial<TradeRecord> = {}): TradeRecord {
  return {
    id: ids.uuid(),
    orderId: order.id,
    accountId: order.accountId,
    instrumentId: order.instrumentId,
    symbol: order.symbol,
    name: order.name,
    side: order.side,
    lotSize: order.lotSize,
    quantity: order.quantity,
    fillPrice: 16_220,
    pnl: 0,
    charges: 2_750,
    brokerTradeId: 'T1',
    timestamp: DESK_START,
    ...change,
  };
}

/** Writes an intent as the desk does: order, three lines of the journal and a line of the log, in one transaction. */
export function writeIntent(store: DeskStore, ids: Ids, order: OrderRecord): void {
  store.transaction((tx) => {
    tx.saveOrder(order);
    const events = [{ type: 'intent', order } as const, { type: 'passed' } as const, { type: 'sending' } as const];
    events.forEach((event, index) => {
      tx.appendJournal({ id: ids.uuid(), orderId: order.id, seq: index + 1, at: order.createdAt, event });
    });
    tx.log('order', `BUY 2 lots (150) ${order.name} at 162.20 was sent as ${order.tag}.`);
  });
}
