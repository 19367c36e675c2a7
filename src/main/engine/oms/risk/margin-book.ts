import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { leavesOf } from './exposure.ts';
import type { Clock } from '../../core/clock.ts';
import type { Portfolio } from '../../portfolio/portfolio.ts';
import type { OrderLedger } from '../ledger/order-ledger.ts';

interface Parts {
  ledger: OrderLedger;
  portfolio: Portfolio;
  clock: Clock;
}

/** How long figures may lag behind the marks while ticks come in. */
const REFRESH_MS = 1000;

/**
 * The margin of what is held and of each working order by itself, paise: an order blocks what it alone would add, as
 * the broker counts it, since nobody knows which of them fill. Kept up off the order path, because a scan per working
 * order is too much to pay for each new one.
 */
export class MarginBook {
  readonly #context: Parts;
  readonly #blocked = new Map<string, { leaves: number; margin: number }>();
  #held: number | null = null;
  #refreshedAt = -Infinity;

  constructor(context: Parts) {
    this.#context = context;
    context.ledger.changed.on(({ orderIds, instrumentIds }) => {
      if (instrumentIds.length > 0) this.#refresh();
      for (const id of orderIds) {
        const { record } = context.ledger.book.get(id)!;
        // Of an order that is new now, so that the next one need not wait for it.
        if (isLive(record.state)) this.#of(record);
        else this.#blocked.delete(id);
      }
    });
  }

  /** After the quote cache took a tick. */
  onTick(): void {
    const isDue = this.#context.clock.monotonic() - this.#refreshedAt >= REFRESH_MS;
    if (isDue && (this.#blocked.size > 0 || this.#held !== 0)) this.#refresh();
  }

  /** The margin of the open positions. */
  get held(): number {
    this.#held ??= this.#context.portfolio.marginWith(new Map());
    return this.#held;
  }

  /** What the working and unknown orders block, one of them left out. */
  blocked(without: string | null = null): number {
    let sum = 0;
    for (const { record } of this.#context.ledger.book.live()) {
      if (record.id !== without) sum += this.#of(record);
    }
    return sum;
  }

  /** What `units` (signed) more of an instrument would leave the margin at, paise; null when it cannot be priced. */
  after(instrumentId: number, units: number, price: number | null): number | null {
    const mark = this.#context.portfolio.markPrice(instrumentId) ?? price;
    if (mark === null) return null;
    return this.#context.portfolio.marginWith(new Map([[instrumentId, { units, price: mark }]]));
  }

  #of(record: OrderRecord): number {
    const leaves = leavesOf(record);
    const known = this.#blocked.get(record.id);
    if (known?.leaves === leaves) return known.margin;
    const units = record.side === 'BUY' ? leaves : -leaves;
    const after = this.after(record.instrumentId, units, record.price);
    const margin = after === null ? 0 : Math.max(0, after - this.held);
    this.#blocked.set(record.id, { leaves, margin });
    return margin;
  }

  #refresh(): void {
    this.#refreshedAt = this.#context.clock.monotonic();
    this.#held = null;
    this.#blocked.clear();
    this.blocked();
  }
}
