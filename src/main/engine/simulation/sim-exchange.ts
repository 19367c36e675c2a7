import type { Instrument } from '../../../contract/market.ts';
import { Random } from '../core/random.ts';
import { isWorking } from './working.ts';
import type {
  BrokerBust,
  BrokerFill,
  BrokerOrder,
  BrokerUpdate,
  OrderChange,
  PlaceRequest,
} from '../brokers/broker.ts';
import type { SimMarket } from './sim-market.ts';
import type { SimTime } from './sim-time.ts';

/** An order as it truly is, with every row its book ever showed of it. */
export interface TrueOrder {
  row: BrokerOrder;
  readonly history: { at: number; row: BrokerOrder }[];
  modifications: number;
  /** True time at which the stop was triggered, or null. */
  triggeredAt: number | null;
}

export interface ExchangeParts {
  time: SimTime;
  market: SimMarket;
  instrument: (id: number) => Instrument;
  seed: number;
  /** Exchange stamps are cut to this many ms. */
  stampMs: number;
  tell: (update: BrokerUpdate) => void;
}

/** The exchange and the account's ground truth at it: what is said of orders elsewhere is held against this. */
export class SimExchange {
  readonly orders = new Map<string, TrueOrder>();
  readonly fills: BrokerFill[] = [];
  /** True time of each fill, by its place in `fills`. */
  readonly filledAt: number[] = [];
  readonly busts: BrokerBust[] = [];
  /** Stops that the market had passed by more than their limit when they triggered. */
  jumped = 0;
  readonly #positions = new Map<number, number>();
  readonly #working = new Set<TrueOrder>();
  readonly #parts: ExchangeParts;
  readonly #random: Random;
  #trades = 0;
  #open = true;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#random = new Random(parts.seed);
  }

  get open(): boolean {
    return this.#open;
  }

  netQty(instrumentId: number): number {
    return this.#positions.get(instrumentId) ?? 0;
  }

  /** Net units of every contract that was ever traded. */
  positions(): ReadonlyMap<number, number> {
    return this.#positions;
  }

  working(): Iterable<TrueOrder> {
    return this.#working;
  }

  /** Takes an order into the book; gives why the exchange rejects it, or null. */
  enter(
    brokerOrderId: string,
    request: Omit<PlaceRequest, 'tag'> & { tag: string | null },
    reject: string | null,
  ): void {
    const { instrumentId, side, quantity, price, triggerPrice, validity, product, tag } = request;
    const refusal = reject ?? (this.#open ? null : 'The market is closed.');
    const order: TrueOrder = {
      row: {
        brokerOrderId,
        tag,
        instrumentId,
        side,
        quantity,
        filled: 0,
        price,
        triggerPrice,
        validity,
        product,
        status: refusal !== null ? 'REJECTED' : triggerPrice === null ? 'OPEN' : 'TRIGGER_PENDING',
        message: refusal,
        ts: this.#stamp(),
      },
      history: [],
      modifications: 0,
      triggeredAt: null,
    };
    this.orders.set(brokerOrderId, order);
    this.#show(order, order.row);
    if (refusal === null) this.#work(order);
  }

  /** Changes a working order; false when it is over. */
  modify(brokerOrderId: string, change: OrderChange): boolean {
    const order = this.orders.get(brokerOrderId);
    if (order === undefined || !isWorking(order.row)) return false;
    const quantity = Math.max(change.quantity, order.row.filled);
    const ended = quantity === order.row.filled;
    order.modifications += 1;
    this.#show(order, {
      ...order.row,
      quantity,
      price: change.price,
      triggerPrice: change.triggerPrice,
      status: ended ? 'FILLED' : order.row.status,
    });
    if (!ended) this.#work(order);
    return true;
  }

  /** Cancels a working order; false when it is over. */
  cancel(brokerOrderId: string): boolean {
    const order = this.orders.get(brokerOrderId);
    if (order === undefined || !isWorking(order.row)) return false;
    this.#show(order, { ...order.row, status: 'CANCELLED' });
    return true;
  }

  /** Trades units of an order at its own price or better, working or not: a late fill is one of a dead order. */
  fill(order: TrueOrder, quantity: number, price: number): void {
    const { row } = order;
    this.#trades += 1;
    const fill: BrokerFill = {
      tradeId: `T${this.#trades}`,
      brokerOrderId: row.brokerOrderId,
      tag: row.tag,
      instrumentId: row.instrumentId,
      side: row.side,
      quantity,
      price,
      ts: this.#stamp(),
    };
    this.fills.push(fill);
    this.filledAt.push(this.#parts.time.now);
    this.#move(row, quantity);
    this.#parts.tell({ type: 'fill', fill });
    const filled = row.filled + quantity;
    const status = filled >= row.quantity ? 'FILLED' : isWorking(row) ? 'PARTIAL' : row.status;
    this.#show(order, { ...row, filled, status });
  }

  /** The exchange annuls a trade; its order stays over as far as it was. False when it was annulled before. */
  bust(fill: BrokerFill): boolean {
    const { tradeId, brokerOrderId, tag, quantity } = fill;
    if (this.busts.some((other) => other.tradeId === tradeId)) return false;
    const order = this.orders.get(brokerOrderId)!;
    const bust: BrokerBust = { tradeId, brokerOrderId, tag, ts: this.#stamp() };
    this.busts.push(bust);
    this.#move(order.row, -quantity);
    this.#parts.tell({ type: 'bust', bust });
    const status = order.row.status === 'FILLED' ? 'CANCELLED' : order.row.status;
    this.#show(order, { ...order.row, filled: order.row.filled - quantity, status });
    return true;
  }

  /** Looks what the market of one contract does to the orders that rest in it. */
  onTick(instrumentId: number): void {
    for (const order of this.#working) {
      if (order.row.instrumentId === instrumentId) this.#work(order);
    }
  }

  /** The session is over: what rests expires. */
  close(): void {
    this.#open = false;
    for (const order of this.#working) this.#show(order, { ...order.row, status: 'EXPIRED' });
  }

  /** Units an order can trade now and at what price, or null. */
  tradable(row: BrokerOrder): { quantity: number; price: number } | null {
    const quote = this.#parts.market.get(row.instrumentId)!;
    const touch = row.side === 'BUY' ? quote.ask : quote.bid;
    if (touch <= 0 || (row.side === 'BUY' ? row.price < touch : row.price > touch)) return null;
    const { lotSize } = quote.instrument;
    const lots = (row.quantity - row.filled) / lotSize;
    const taken = this.#random.next() < 0.6 ? lots : this.#random.integer(1, Math.max(1, Math.floor(lots)));
    return { quantity: Math.min(row.quantity - row.filled, taken * lotSize), price: touch };
  }

  #work(order: TrueOrder): void {
    if (order.row.status === 'TRIGGER_PENDING') {
      const { ltp } = this.#parts.market.get(order.row.instrumentId)!;
      const trigger = order.row.triggerPrice ?? 0;
      if (order.row.side === 'BUY' ? ltp < trigger : ltp > trigger) return;
      order.triggeredAt = this.#parts.time.now;
      this.#show(order, { ...order.row, status: 'OPEN' });
      if (this.#isBeyond(order.row)) this.jumped += 1;
    }
    const trade = this.tradable(order.row);
    if (trade !== null) this.fill(order, trade.quantity, trade.price);
    if (order.row.validity === 'IOC' && isWorking(order.row)) {
      this.#show(order, { ...order.row, status: 'CANCELLED', message: 'Nothing more to trade with at once.' });
    }
  }

  /** True when the other side of the book stands beyond an order's limit. */
  #isBeyond({ instrumentId, side, price }: BrokerOrder): boolean {
    const { ask, bid } = this.#parts.market.get(instrumentId)!;
    return side === 'BUY' ? ask > price : bid > 0 && bid < price;
  }

  #show(order: TrueOrder, row: BrokerOrder): void {
    order.row = { ...row, ts: this.#stamp() };
    order.history.push({ at: this.#parts.time.now, row: order.row });
    if (isWorking(order.row)) this.#working.add(order);
    else this.#working.delete(order);
    this.#parts.tell({ type: 'order', order: order.row });
  }

  #move(row: BrokerOrder, quantity: number): void {
    const signed = row.side === 'BUY' ? quantity : -quantity;
    this.#positions.set(row.instrumentId, this.netQty(row.instrumentId) + signed);
  }

  #stamp(): number {
    const { time, stampMs } = this.#parts;
    return Math.floor(time.now / stampMs) * stampMs;
  }
}
