import type { OrderRecord } from '../../domain/order.ts';
import { derivedId } from '../../oms/ledger/derived-id.ts';
import type { Committed } from '../durable.ts';

/** More exits than one lock ever sends, and the distance of their ids. */
const MOST = 40;
const APART = 1000;

/** Which orders the profit locks have sent: each carries an id that follows from its lock's. */
export class LockExits {
  readonly #locks = new Map<string, string>();

  follow({ locks }: Committed): void {
    for (const { id, state } of locks) {
      if (state !== 'EXITING' || this.#locks.has(id)) continue;
      for (let exit = 0; exit < MOST; exit++) this.#locks.set(derivedId(id, exit * APART), id);
    }
  }

  /** The id of the lock that sent an order, or null. */
  lockOf({ source, partOf }: Pick<OrderRecord, 'source' | 'partOf'>): string | null {
    return source === 'SQUARE_OFF' && partOf !== null ? (this.#locks.get(partOf) ?? null) : null;
  }
}
