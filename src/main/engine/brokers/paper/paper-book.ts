import type { Product } from '../../../../contract/enums.ts';
import type { Instrument } from '../../../../contract/market.ts';
import { DAY_MS, istDay, istMidnight } from '../../core/ist.ts';
import { chargesOf } from '../../domain/charges.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';
import type { BrokerFill, BrokerOrder } from '../broker.ts';

/** The durable side of the paper broker. `save` is one transaction: all of it is on disk when it returns, or none. */
export interface PaperLedger {
  load(): { orders: BrokerOrder[]; fills: BrokerFill[] };
  save(orders: BrokerOrder[], fills: BrokerFill[]): void;
}

export interface PaperPosition {
  instrumentId: number;
  product: Product;
  /** Units, negative when short. */
  netQty: number;
}

/** An order may still fill. */
export function isWorking(order: BrokerOrder): boolean {
  return order.status === 'TRIGGER_PENDING' || order.status === 'OPEN' || order.status === 'PARTIAL';
}

/** Units that may still fill. */
export function leavesOf(order: BrokerOrder): number {
  return order.quantity - order.filled;
}

/** The broker's truth: every order and fill, written to the ledger first and kept in memory second. */
export class PaperBook {
  readonly #ledger: PaperLedger;
  readonly #instrument: (id: number) => Instrument | null;
  readonly #orders = new Map<string, BrokerOrder>();
  readonly #byTag = new Map<string, string>();
  readonly #working = new Map<string, BrokerOrder>();
  readonly #fills: BrokerFill[] = [];
  readonly #positions = new Map<string, PaperPosition>();
  readonly #turnover = new Map<string, number>();
  #paid = 0;
  #charges = 0;
  /** The last change before this start, epoch ms. */
  readonly #lastBefore: number;
  #firstRead: number | null = null;

  constructor(ledger: PaperLedger, instrument: (id: number) => Instrument | null) {
    this.#ledger = ledger;
    this.#instrument = instrument;
    const { orders, fills } = ledger.load();
    this.#lastBefore = orders.reduce((last, { ts }) => Math.max(last, ts), 0);
    this.#remember(orders, fills);
  }

  /** Makes orders and fills durable, then known. Throws what the ledger throws, and then nothing has changed. */
  write(orders: BrokerOrder[], fills: BrokerFill[]): void {
    this.#ledger.save(orders, fills);
    this.#remember(orders, fills);
  }

  order(brokerOrderId: string): BrokerOrder | null {
    return this.#orders.get(brokerOrderId) ?? null;
  }

  orderByTag(tag: string): BrokerOrder | null {
    return this.order(this.#byTag.get(tag) ?? '');
  }

  /** Orders that may still fill, oldest first. */
  working(): BrokerOrder[] {
    return [...this.#working.values()];
  }

  workingIn(instrumentId: number): BrokerOrder[] {
    if (this.#working.size === 0) return [];
    return this.working().filter((order) => order.instrumentId === instrumentId);
  }

  /**
   * Orders that changed on the IST day of `now` or the day before, or still work, with all their fills. The day before is
   * told because this market trades through midnight: a desk that stopped at 23:59 has yet to hear of its last fill. For a
   * day after a start the last days before it are told likewise, however long ago: the desk may have died before it heard.
   */
  recent(now: number): { orders: BrokerOrder[]; fills: BrokerFill[] } {
    this.#firstRead ??= now;
    const heardBy = now < this.#firstRead + DAY_MS && this.#lastBefore > 0 ? Math.min(now, this.#lastBefore) : now;
    const since = istMidnight(istDay(heardBy)) - DAY_MS;
    const orders = [...this.#orders.values()].filter((order) => order.ts >= since || isWorking(order));
    const ids = new Set(orders.map(({ brokerOrderId }) => brokerOrderId));
    const fills = this.#fills.filter((fill) => ids.has(fill.brokerOrderId));
    return { orders: orders.map((order) => ({ ...order })), fills: fills.map((fill) => ({ ...fill })) };
  }

  positions(): PaperPosition[] {
    return [...this.#positions.values()].filter(({ netQty }) => netQty !== 0).map((position) => ({ ...position }));
  }

  /** Paise received less paid for all fills, charges paid too. */
  cash(): number {
    return -this.#paid - this.#charges;
  }

  #remember(orders: readonly BrokerOrder[], fills: readonly BrokerFill[]): void {
    for (const order of orders) {
      const before = this.#orders.get(order.brokerOrderId);
      // A stop that triggers joins the book behind what rests there.
      if (before?.status === 'TRIGGER_PENDING') this.#working.delete(order.brokerOrderId);
      this.#orders.set(order.brokerOrderId, order);
      if (order.tag !== null) this.#byTag.set(order.tag, order.brokerOrderId);
      if (isWorking(order)) this.#working.set(order.brokerOrderId, order);
      else this.#working.delete(order.brokerOrderId);
    }
    for (const fill of fills) this.#account(fill);
  }

  #account(fill: BrokerFill): void {
    this.#fills.push(fill);
    const order = this.#orders.get(fill.brokerOrderId);
    const product = order?.product ?? 'NRML';
    const signed = fill.side === 'BUY' ? fill.quantity : -fill.quantity;
    const key = `${fill.instrumentId} ${product}`;
    const held = this.#positions.get(key)?.netQty ?? 0;
    this.#positions.set(key, { instrumentId: fill.instrumentId, product, netQty: held + signed });
    this.#paid += signed * fill.price;
    const instrument = this.#instrument(fill.instrumentId);
    if (instrument === null) return;
    const orderTurnoverBefore = this.#turnover.get(fill.brokerOrderId) ?? 0;
    this.#turnover.set(fill.brokerOrderId, orderTurnoverBefore + fill.quantity * fill.price);
    const { exchange, kind } = instrument;
    const { side, quantity, price } = fill;
    this.#charges += chargesOf({
      exchange,
      kind,
      product,
      side,
      quantity,
      price,
      day: istDay(fill.ts),
      orderTurnoverBefore,
      settled: fill.ts >= tradingEnds(instrument),
    }).total;
  }
}
