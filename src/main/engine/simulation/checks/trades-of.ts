import type { TradeRecord } from '../../domain/order.ts';
import type { Committed } from '../durable.ts';

/** What the trades of one contract come to, in units and paise. */
export interface Came {
  net: number;
  /** Paid less received. */
  paid: number;
  charges: number;
}

/** The trades of each contract summed, and whether any was made from elsewhere (T17). */
export class TradesOf {
  readonly #came = new Map<number, Came>();

  follow({ trades }: Pick<Committed, 'trades'>): void {
    for (const trade of trades) this.#take(trade);
  }

  of(instrumentId: number): Came {
    return this.#came.get(instrumentId) ?? { net: 0, paid: 0, charges: 0 };
  }

  all(): Iterable<[number, Came]> {
    return this.#came;
  }

  #take({ instrumentId, side, quantity, fillPrice, charges }: TradeRecord): void {
    const { net, paid, charges: before } = this.of(instrumentId);
    const signed = side === 'BUY' ? quantity : -quantity;
    this.#came.set(instrumentId, { net: net + signed, paid: paid + signed * fillPrice, charges: before + charges });
  }
}
