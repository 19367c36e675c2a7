import { ANOMALY_LINE } from '../../../../contract/anomaly.ts';
import type { LogType } from '../../../../contract/enums.ts';
import { istDay } from '../../core/ist.ts';
import { priceText, rupees } from '../../core/money.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { SettlementRecord } from '../../domain/daily-settlement.ts';
import { applyOrderEvent } from '../../domain/order-fold.ts';
import type { Folded, FoldedOrder } from '../../domain/order-fold.ts';
import type { JournalEntry, OrderEvent, OrderRecord, TradeRecord } from '../../domain/order.ts';
import { bustIdOf, opposite } from '../../domain/position-bust.ts';
import { positionRecord } from '../../domain/position-fold.ts';
import type { FoldedPosition } from '../../domain/position-fold.ts';
import type { Portfolio } from '../../portfolio/portfolio.ts';
import type { RiskStateRecord } from '../../domain/risk-state.ts';
import type { BracketRecord, DeskTransaction, NewOrders } from '../../store/desk-store.ts';
import type { OrderBook } from './order-book.ts';

/**
 * Changes that will become durable together. Folds run here at once, over what is in memory; nothing outside sees
 * them before the store has taken all of them.
 */
export class LedgerDraft {
  readonly orders = new Map<string, FoldedOrder>();
  readonly positions = new Map<number, FoldedPosition>();
  readonly trades: TradeRecord[] = [];
  readonly settlements: SettlementRecord[] = [];
  readonly brackets = new Map<string, BracketRecord>();
  riskState: RiskStateRecord | null = null;
  readonly #journal: JournalEntry[] = [];
  readonly #lines: { type: LogType; message: string }[] = [];
  readonly #from: { clock: Clock; ids: Ids; book: OrderBook; portfolio: Portfolio };

  /** Events that did not fit their order. */
  anomalies = 0;

  constructor(from: { clock: Clock; ids: Ids; book: OrderBook; portfolio: Portfolio }) {
    this.#from = from;
  }

  order(orderId: string): FoldedOrder | null {
    return this.orders.get(orderId) ?? this.#from.book.get(orderId);
  }

  /** Begins an order with its intent. */
  begin(record: OrderRecord): void {
    this.#take(record.id, { type: 'intent', order: record });
  }

  /** Folds one event into an order, books a fill or its bust, and says an anomaly out loud. A duplicate leaves no trace. */
  event(orderId: string, event: OrderEvent): Folded['effect'] {
    const folded = this.#take(orderId, event);
    if (folded.effect === 'duplicate') return 'duplicate';
    const { record } = folded.order;
    if (folded.trade !== null) this.#book(record, folded.trade);
    if (folded.anomaly !== undefined) {
      this.anomalies += 1;
      this.log('order', `${ANOMALY_LINE}, ${record.name}: ${folded.anomaly}`);
    }
    return folded.effect;
  }

  /**
   * Marks a future to the settlement prices of the days that have ended (P10). Once for a day: what is settled is not due.
   * @param before the day of a fill that is booked next; null: a day without a price waits for it
   */
  settle(instrumentId: number, before: string | null): void {
    const { portfolio, ids, clock } = this.#from;
    const open = this.positions.get(instrumentId) ?? portfolio.folded(instrumentId);
    const { position, settlements } = portfolio.settle(open, before);
    if (settlements.length === 0) return;
    const tradesBefore = portfolio.tradesOf(instrumentId) + this.trades.filter(isOf(instrumentId)).length;
    for (const settlement of settlements) {
      this.settlements.push({ ...settlement, id: ids.uuid(), tradesBefore, createdAt: clock.now() });
      const { day, price, source, pnl } = settlement;
      const told = source === 'BROKER' ? 'by the broker' : 'by the market';
      this.log(
        'order',
        price === null
          ? `${open.symbol}: the settlement price of ${day} is not known, so it is carried at cost.`
          : `${open.symbol} settled for ${day} at ${priceText(price)}, told ${told}: ${rupees(pnl)} realised, carried at that price.`,
      );
    }
    this.positions.set(instrumentId, { ...position, updatedAt: clock.now() });
  }

  bracket(record: BracketRecord): void {
    this.brackets.set(record.entryOrderId, record);
  }

  log(type: LogType, message: string): void {
    this.#lines.push({ type, message });
  }

  /** What this write adds to the journal, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#journal;
  }

  get empty(): boolean {
    return (
      this.#journal.length === 0 && this.brackets.size === 0 && this.riskState === null && this.#lines.length === 0
    );
  }

  save(tx: DeskTransaction): void {
    this.saveNew(tx);
    for (const trade of this.trades) tx.appendTrade(trade);
    for (const settlement of this.settlements) tx.appendSettlement(settlement);
    for (const position of this.positions.values()) {
      tx.savePosition(positionRecord(position), this.#from.portfolio.markPrice(position.instrumentId));
    }
    if (this.riskState !== null) tx.saveRiskState(this.riskState);
  }

  /** All there is to save when nothing but new orders was drafted. */
  saveNew(tx: NewOrders): void {
    for (const { record } of this.orders.values()) tx.saveOrder(record);
    for (const entry of this.#journal) tx.appendJournal(entry);
    for (const bracket of this.brackets.values()) tx.saveBracket(bracket);
    for (const { type, message } of this.#lines) tx.log(type, message);
  }

  #take(orderId: string, event: OrderEvent): Folded {
    const at = this.#from.clock.now();
    const folded = applyOrderEvent(this.order(orderId), event, at);
    if (folded.effect !== 'duplicate') {
      this.orders.set(orderId, folded.order);
      this.#journal.push({ id: this.#from.ids.uuid(), orderId, seq: folded.order.record.seq, at, event });
    }
    return folded;
  }

  #book(order: OrderRecord, { tradeId, fill, busted }: NonNullable<Folded['trade']>): void {
    const { portfolio, ids, clock } = this.#from;
    // A bust is booked on the day it is known, never before its trade.
    const ts = busted ? Math.max(clock.now(), fill.ts) : fill.ts;
    this.settle(order.instrumentId, istDay(ts));
    const before = this.positions.get(order.instrumentId) ?? portfolio.folded(order.instrumentId);
    const booked = busted
      ? portfolio.takeBack(before, { orderId: order.id, tradeId, ts }, [...this.settlements, ...this.trades])
      : portfolio.book(before, {
          side: order.side,
          quantity: fill.quantity,
          price: fill.price,
          ts,
          orderTurnoverBefore: order.filledValue - fill.quantity * fill.price,
        });
    this.positions.set(order.instrumentId, { ...booked.position, updatedAt: clock.now() });
    this.trades.push({
      id: ids.uuid(),
      orderId: order.id,
      accountId: order.accountId,
      instrumentId: order.instrumentId,
      symbol: order.symbol,
      name: order.name,
      side: busted ? opposite(order.side) : order.side,
      lotSize: order.lotSize,
      quantity: fill.quantity,
      fillPrice: fill.price,
      pnl: booked.realised,
      charges: booked.charges,
      brokerTradeId: busted ? bustIdOf(tradeId) : tradeId,
      timestamp: ts,
    });
    const what = `${fill.quantity} ${order.name} at ${priceText(fill.price)} (${order.filled} of ${order.quantity} filled)`;
    if (!busted) this.log('order', `${order.side === 'BUY' ? 'Bought' : 'Sold'} ${what}.`);
    else
      this.log(
        'order',
        `Trade ${tradeId} was annulled by the exchange: ${order.side} ${what}; its charges are given back.`,
      );
  }
}

function isOf(instrumentId: number): (trade: TradeRecord) => boolean {
  return (trade) => trade.instrumentId === instrumentId;
}
