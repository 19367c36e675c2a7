import type { OrderRecord } from '../../domain/order.ts';
import { derivedId } from '../../oms/ledger/derived-id.ts';
import type { Committed } from '../durable.ts';

/** The distance of the ids of two exits of a lock. */
const APART = 1000;
/** Ids known beyond the last that was seen: more exits than go out at once. */
const AHEAD = 40;

/** Which orders the profit locks have sent: each carries an id that follows from its lock's. */
export class LockExits {
  readonly #exits = new Map<string, { lock: string; exit: number }>();
  /** How many ids of a lock are known. */
  readonly #known = new Map<string, number>();

  follow({ locks }: Committed): void {
    for (const { id, state } of locks) {
      if (state === 'EXITING' && !this.#known.has(id)) this.#knowUpTo(id, AHEAD);
    }
  }

  /** The id of the lock that sent an order, or null. */
  lockOf({ source, partOf }: Pick<OrderRecord, 'source' | 'partOf'>): string | null {
    const found = source === 'SQUARE_OFF' && partOf !== null ? this.#exits.get(partOf) : undefined;
    if (!found) return null;
    this.#knowUpTo(found.lock, found.exit + AHEAD);
    return found.lock;
  }

  #knowUpTo(lock: string, upTo: number): void {
    for (let exit = this.#known.get(lock) ?? 0; exit < upTo; exit++) {
      this.#exits.set(derivedId(lock, exit * APART), { lock, exit });
    }
    this.#known.set(lock, Math.max(upTo, this.#known.get(lock) ?? 0));
  }
}
