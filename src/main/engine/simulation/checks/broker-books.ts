import type { Check, CheckedWorld, Violate } from './check.ts';

/** The books are read every 30 s, and a difference is believed at the third look. */
const PERIOD_MS = 35_000;

/**
 * P9: a read of the broker's books that failed is said to have failed, never taken for an empty book (F16); and a position
 * that is another at the broker is ours too, or entries wait, within one period of reading.
 */
export class BrokerBooks implements Check {
  readonly rules = ['P9'];
  #failed = 0;
  /** True time since which a contract's position is another, and trust stands all the same. */
  readonly #since = new Map<number, number>();

  onStep(world: CheckedWorld, violate: Violate): void {
    const { truth, durable } = world;
    if (truth.failedReads > this.#failed) {
      this.#failed = truth.failedReads;
      if (world.desk?.booksUnread() === false) {
        violate('P9', "A read of the broker's books failed, and the desk goes on as if it had read them.");
      }
    }
    for (const [id, theirs] of truth.positions) {
      const ours = durable.positions.get(id)?.netQty ?? 0;
      if (ours === theirs) this.#since.delete(id);
      else this.#differs(id, { ours, theirs }, world, violate);
    }
  }

  #differs(
    id: number,
    { ours, theirs }: { ours: number; theirs: number },
    { now, desk, truth, hamperedSince }: CheckedWorld,
    violate: Violate,
  ): void {
    if ((desk?.reconciledAt() ?? null) === null) {
      this.#since.delete(id);
      return;
    }
    const since = this.#since.get(id) ?? now;
    this.#since.set(id, truth.misledAt >= since || hamperedSince(since) ? now : since);
    if (now - this.#since.get(id)! <= PERIOD_MS) return;
    this.#since.set(id, now);
    violate('P9', `For ${PERIOD_MS / 1000} s we hold ${ours} of contract ${id}, the broker ${theirs}, and trust it.`);
  }
}
