import { appendFileSync } from 'node:fs';
import type {
  BrokerFill,
  BrokerOrder,
  BrokerUpdate,
  OrderChange,
  PlaceRequest,
} from '../../main/engine/brokers/broker.ts';
import { Random } from '../../main/engine/core/random.ts';
import { Signal } from '../../main/engine/core/signal.ts';

/** What really happened at the broker: the truth a drill holds the terminal's books against. */
export interface Truth {
  orders: BrokerOrder[];
  fills: BrokerFill[];
  /** Places taken per tag; more than one is an order sent twice (O5). */
  places: Record<string, number>;
  /** The most places, modifies and cancels that came within any second (O12). */
  busiestSecond: number;
}

const FILL_WITHIN_MS = 120;
/** What left a second apart may arrive this much closer: both processes share two cores with other tests. */
const RATE_TOLERANCE_MS = 150;

/**
 * An exchange without a market: what is placed fills whole, in two parts, rests, or is turned down a moment later, by the
 * seed. Everything is written to a file before it is told, so that the truth outlives whoever asks.
 */
export class DoubleExchange {
  readonly updates = new Signal<BrokerUpdate>();
  readonly #orders = new Map<string, BrokerOrder>();
  readonly #fills: BrokerFill[] = [];
  readonly #places = new Map<string, number>();
  readonly #acceptedAt = new Map<string, number>();
  readonly #commands: number[] = [];
  readonly #file: string;
  readonly #random: Random;
  #busiestSecond = 0;
  /** True: nothing fills by itself. What was about to waits. */
  #quiet = false;
  #waiting: (() => void)[] = [];

  constructor(file: string, seed: number) {
    this.#file = file;
    this.#random = new Random(seed);
  }

  set quiet(quiet: boolean) {
    this.#quiet = quiet;
    if (quiet) return;
    for (const task of this.#waiting.splice(0)) task();
  }

  /** Takes an order and gives its id. A stop rests untouched; anything else meets its fate within 120 ms. */
  place(request: PlaceRequest): string {
    this.#heard();
    const brokerOrderId = `D${this.#orders.size + 1}`;
    this.#places.set(request.tag, (this.#places.get(request.tag) ?? 0) + 1);
    this.#acceptedAt.set(brokerOrderId, Date.now());
    const status = request.triggerPrice === null ? 'OPEN' : 'TRIGGER_PENDING';
    this.#put({ ...request, brokerOrderId, filled: 0, status, message: null, ts: Date.now() });
    if (status === 'OPEN') this.#decide(brokerOrderId);
    return brokerOrderId;
  }

  /** False when the order is over, or not there. */
  modify(brokerOrderId: string, { quantity, price, triggerPrice }: OrderChange): boolean {
    this.#heard();
    const order = this.#working(brokerOrderId);
    if (order === null) return false;
    const left = Math.max(quantity, order.filled);
    this.#put({
      ...order,
      quantity: left,
      price,
      triggerPrice,
      status: left === order.filled ? 'FILLED' : order.status,
    });
    return true;
  }

  /** False when the order is over, or not there. */
  cancel(brokerOrderId: string): boolean {
    this.#heard();
    const order = this.#working(brokerOrderId);
    if (order === null) return false;
    this.#put({ ...order, status: 'CANCELLED' });
    return true;
  }

  /** The books; orders accepted within the last `lagMs` are not in them yet. */
  books(lagMs: number): Pick<Truth, 'orders' | 'fills'> {
    const shown = (brokerOrderId: string) => this.#acceptedAt.get(brokerOrderId)! + lagMs <= Date.now();
    return {
      orders: [...this.#orders.values()].filter(({ brokerOrderId }) => shown(brokerOrderId)),
      fills: this.#fills.filter(({ brokerOrderId }) => shown(brokerOrderId)),
    };
  }

  truth(): Truth {
    return { ...this.books(0), places: Object.fromEntries(this.#places), busiestSecond: this.#busiestSecond };
  }

  #decide(brokerOrderId: string): void {
    const order = this.#orders.get(brokerOrderId)!;
    const fate = this.#random.next();
    const half = Math.floor(order.quantity / 2);
    if (fate < 0.55) this.#soon(() => this.#fill(brokerOrderId, order.quantity));
    else if (fate < 0.75 && half > 0) {
      this.#soon(() => this.#fill(brokerOrderId, half));
      this.#soon(() => this.#fill(brokerOrderId, order.quantity - half));
    } else if (fate < 0.8) this.#soon(() => this.#end(brokerOrderId, 'REJECTED', 'Margin short by ₹1.00.'));
    else if (order.validity === 'IOC') this.#soon(() => this.#end(brokerOrderId, 'CANCELLED', null));
  }

  #soon(task: () => void): void {
    setTimeout(() => (this.#quiet ? this.#waiting.push(task) : task()), this.#random.next() * FILL_WITHIN_MS);
  }

  #fill(brokerOrderId: string, quantity: number): void {
    const order = this.#working(brokerOrderId);
    if (order === null) return;
    const filled = Math.min(order.quantity, order.filled + quantity);
    const fill: BrokerFill = {
      tradeId: `F${this.#fills.length + 1}`,
      brokerOrderId,
      tag: order.tag,
      instrumentId: order.instrumentId,
      side: order.side,
      quantity: filled - order.filled,
      price: order.price,
      ts: Date.now(),
    };
    if (fill.quantity === 0) return;
    this.#write({ fill });
    this.#fills.push(fill);
    this.updates.emit({ type: 'fill', fill });
    this.#put({ ...order, filled, status: filled === order.quantity ? 'FILLED' : 'PARTIAL' });
  }

  #end(brokerOrderId: string, status: 'REJECTED' | 'CANCELLED', message: string | null): void {
    const order = this.#working(brokerOrderId);
    if (order !== null) this.#put({ ...order, status, message });
  }

  #put(order: BrokerOrder): void {
    const row = { ...order, ts: Date.now() };
    this.#write({ order: row });
    this.#orders.set(row.brokerOrderId, row);
    this.updates.emit({ type: 'order', order: row });
  }

  #working(brokerOrderId: string): BrokerOrder | null {
    const order = this.#orders.get(brokerOrderId);
    if (order === undefined) return null;
    return order.status === 'OPEN' || order.status === 'PARTIAL' || order.status === 'TRIGGER_PENDING' ? order : null;
  }

  #heard(): void {
    const now = performance.now();
    this.#commands.push(now);
    while (this.#commands[0]! <= now - 1000 + RATE_TOLERANCE_MS) this.#commands.shift();
    this.#busiestSecond = Math.max(this.#busiestSecond, this.#commands.length);
  }

  #write(event: object): void {
    appendFileSync(this.#file, `${JSON.stringify(event)}\n`);
  }
}
