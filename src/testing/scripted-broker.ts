import { Signal } from '../main/engine/core/signal.ts';
import type {
  Broker,
  BrokerBooks,
  BrokerBust,
  BrokerCapabilities,
  BrokerFill,
  BrokerOrder,
  BrokerSession,
  BrokerUpdate,
  CommandOutcome,
  OrderChange,
  PlaceRequest,
} from '../main/engine/brokers/broker.ts';

/**
 * What becomes of the next command. lost: it never reached the broker. unanswered: it did, the answer is lost.
 * hangs: it did, and the answer never comes.
 */
export type Fate = 'accept' | 'refuse' | 'lost' | 'unanswered' | 'hangs';

export const SCRIPTED_CAPABILITIES: BrokerCapabilities = {
  name: 'Scripted',
  rateLimits: [{ windowMs: 1000, max: 10, reservedForExits: 2 }],
  orderBookLagMs: 0,
  tagged: true,
  fillsTold: true,
  maxModifications: 25,
  stopOrders: true,
  amo: false,
};

/** A broker that does what the test says, with its own book as the ground truth of what was really placed. */
export class ScriptedBroker implements Broker {
  readonly capabilities: BrokerCapabilities;
  readonly updates = new Signal<BrokerUpdate>();
  /** Every place that reached the broker. */
  readonly placed: PlaceRequest[] = [];
  readonly orders = new Map<string, BrokerOrder>();
  readonly fills: BrokerFill[] = [];
  readonly busts: BrokerBust[] = [];
  /** What the next reads of the books are made under. */
  session: BrokerSession = { id: 'login-1', day: '2026-11-23', incident: null };
  /** What the books say of the account's money, paise. */
  cash: number | null = null;
  /** Its update stream gives no sign of life any more. */
  silent = false;
  /** Every command that left the engine, in order. */
  readonly heard: string[] = [];
  /** Fates of the next commands; `accept` when it runs out. */
  fates: Fate[] = [];
  /** When set, updates wait here until `deliver`. */
  held: BrokerUpdate[] | null = null;
  booksFail = false;
  /** Fills a place at its limit at once, before it is answered. */
  fillsAtOnce = false;
  beforePlace: (request: PlaceRequest) => void = () => {};
  #heardAt: number | null = null;
  /** What its books say futures were settled at last; null: nothing. */
  settled: { day: string; price: number } | null = null;
  /** Its own clock: one tick of a millisecond an event, from 11:00 IST on 23-Nov-2026, or from `now` where that is later. */
  now: () => number = () => 0;
  #ts = Date.parse('2026-11-23T05:30:00Z');

  readonly #monotonic: () => number;

  constructor(capabilities: BrokerCapabilities = SCRIPTED_CAPABILITIES, monotonic: () => number = () => 0) {
    this.capabilities = capabilities;
    this.#monotonic = monotonic;
  }

  get lastHeardAt(): number | null {
    if (!this.silent) this.#heardAt = this.#monotonic();
    return this.#heardAt;
  }

  place(request: PlaceRequest): Promise<CommandOutcome> {
    this.heard.push('place');
    this.beforePlace(request);
    return this.#answer(() => {
      this.placed.push(request);
      const brokerOrderId = `B${this.orders.size + 1}`;
      const { tag, instrumentId, side, quantity, price, triggerPrice, validity, product } = request;
      this.orders.set(brokerOrderId, {
        brokerOrderId,
        tag: this.capabilities.tagged ? tag : null,
        instrumentId,
        side,
        quantity,
        filled: 0,
        price,
        triggerPrice,
        validity,
        product,
        status: triggerPrice === null ? 'OPEN' : 'TRIGGER_PENDING',
        message: null,
        ts: this.#tick(),
      });
      this.#tell(brokerOrderId);
      if (this.fillsAtOnce) this.fill(brokerOrderId, quantity, price);
      return brokerOrderId;
    });
  }

  modify(brokerOrderId: string, change: OrderChange): Promise<CommandOutcome> {
    this.heard.push('modify');
    const order = this.orders.get(brokerOrderId)!;
    if (!isWorking(order)) return over();
    return this.#answer(() => {
      const quantity = Math.max(change.quantity, order.filled);
      this.#put({
        ...order,
        price: change.price,
        triggerPrice: change.triggerPrice,
        quantity,
        status: quantity === order.filled ? 'FILLED' : order.status,
      });
      return brokerOrderId;
    });
  }

  cancel(brokerOrderId: string): Promise<CommandOutcome> {
    this.heard.push('cancel');
    const order = this.orders.get(brokerOrderId)!;
    if (!isWorking(order)) return over();
    return this.#answer(() => {
      this.#put({ ...order, status: 'CANCELLED' });
      return brokerOrderId;
    });
  }

  books(): Promise<BrokerBooks> {
    if (this.booksFail) return Promise.reject(new Error('502 Bad Gateway'));
    const positions = new Map<number, number>();
    const busted = new Set(this.busts.map(({ tradeId }) => tradeId));
    for (const { tradeId, instrumentId, side, quantity } of this.fills) {
      if (busted.has(tradeId)) continue;
      positions.set(instrumentId, (positions.get(instrumentId) ?? 0) + (side === 'BUY' ? quantity : -quantity));
    }
    return Promise.resolve({
      orders: [...this.orders.values()],
      fills: this.capabilities.fillsTold ? [...this.fills] : [],
      busts: [...this.busts],
      positions: [...positions].map(([instrumentId, netQty]) => ({
        instrumentId,
        product: 'NRML',
        netQty,
        settled: this.settled,
      })),
      funds: { opening: 0, available: 0, cash: this.cash },
      session: this.session,
    });
  }

  close(): void {
    this.held = [];
  }

  /** Trades `quantity` units of an order at `price` and tells. */
  fill(brokerOrderId: string, quantity: number, price: number): void {
    const order = this.orders.get(brokerOrderId)!;
    const fill: BrokerFill = {
      tradeId: `T${this.fills.length + 1}`,
      brokerOrderId,
      tag: order.tag,
      instrumentId: order.instrumentId,
      side: order.side,
      quantity,
      price,
      ts: this.#tick(),
    };
    this.fills.push(fill);
    const filled = order.filled + quantity;
    const isOver = order.status === 'CANCELLED' || order.status === 'REJECTED';
    const filledValue = this.capabilities.fillsTold ? {} : { filledValue: (order.filledValue ?? 0) + quantity * price };
    // Its row knows before anybody is told: who answers the fill meets an order that has it.
    this.orders.set(brokerOrderId, {
      ...order,
      ...filledValue,
      filled,
      ts: fill.ts,
      status: isOver ? order.status : filled >= order.quantity ? 'FILLED' : 'PARTIAL',
    });
    if (this.capabilities.fillsTold) this.#emit({ type: 'fill', fill });
    this.#put(this.orders.get(brokerOrderId)!);
  }

  /** The exchange annuls a trade; the order stays over as far as it was. */
  bust(tradeId: string): void {
    const fill = this.fills.find((each) => each.tradeId === tradeId)!;
    const bust: BrokerBust = { tradeId, brokerOrderId: fill.brokerOrderId, tag: fill.tag, ts: this.#tick() };
    this.busts.push(bust);
    this.#emit({ type: 'bust', bust });
    const order = this.orders.get(fill.brokerOrderId)!;
    const status = order.status === 'FILLED' ? 'CANCELLED' : order.status;
    this.#put({ ...order, filled: order.filled - fill.quantity, status });
  }

  /** Ends an order from the exchange's side. */
  end(brokerOrderId: string, status: 'CANCELLED' | 'REJECTED' | 'EXPIRED', message: string | null = null): void {
    this.#put({ ...this.orders.get(brokerOrderId)!, status, message });
  }

  /** Adds a row that this engine never placed. */
  addForeign(row: BrokerOrder): void {
    this.orders.set(row.brokerOrderId, row);
  }

  /** Lets go of the held updates in the order that `arrange` gives them. */
  deliver(arrange: (updates: BrokerUpdate[]) => BrokerUpdate[] = (updates) => updates): void {
    const updates = this.held ?? [];
    this.held = null;
    for (const update of arrange(updates)) this.updates.emit(update);
  }

  /** Broker ids in the order they were given out. */
  ids(): string[] {
    return [...this.orders.keys()];
  }

  #tick(): number {
    this.#ts = Math.max(this.#ts, this.now());
    return this.#ts++;
  }

  #put(order: BrokerOrder): void {
    this.orders.set(order.brokerOrderId, { ...order, ts: this.#tick() });
    this.#tell(order.brokerOrderId);
  }

  #tell(brokerOrderId: string): void {
    this.#emit({ type: 'order', order: { ...this.orders.get(brokerOrderId)! } });
  }

  #emit(update: BrokerUpdate): void {
    if (this.held === null) this.updates.emit(update);
    else this.held.push(update);
  }

  #answer(act: () => string): Promise<CommandOutcome> {
    const fate = this.fates.shift() ?? 'accept';
    if (fate === 'refuse') {
      return Promise.resolve({ outcome: 'refused', code: 'BROKER_REFUSED', message: 'Margin short by ₹1.00.' });
    }
    if (fate === 'lost') return Promise.resolve({ outcome: 'unknown', message: 'The connection was reset.' });
    const brokerOrderId = act();
    if (fate === 'unanswered') return Promise.resolve({ outcome: 'unknown', message: 'No answer in 2 s.' });
    if (fate === 'hangs') return new Promise(() => {});
    return Promise.resolve({ outcome: 'accepted', brokerOrderId });
  }
}

function isWorking(order: BrokerOrder): boolean {
  return order.status === 'TRIGGER_PENDING' || order.status === 'OPEN' || order.status === 'PARTIAL';
}

function over(): Promise<CommandOutcome> {
  return Promise.resolve({ outcome: 'refused', code: 'ORDER_NOT_LIVE', message: 'It is over already.' });
}
