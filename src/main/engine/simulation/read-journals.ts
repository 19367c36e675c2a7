import type { JournalEntry } from '../domain/order.ts';
import type { DeskStore } from '../store/desk-store.ts';
import type { Write } from './durable.ts';

/**
 * The journals as the disk last gave them. Every start of the program reads those of the whole day: one that still ends
 * with the line that was last made durable is not read once more.
 */
export class ReadJournals {
  readonly #read = new Map<string, JournalEntry[]>();
  /** Number of the last durable line of each order. */
  readonly #last = new Map<string, number>();

  /** The journal of an order; `read` asks the disk. */
  of(orderId: string, read: DeskStore['journal']): JournalEntry[] {
    const known = this.#read.get(orderId);
    if (known !== undefined && known.at(-1)?.seq === this.#last.get(orderId)) return known;
    const journal = read(orderId);
    this.#read.set(orderId, journal);
    return journal;
  }

  /** A transaction is durable. */
  committed(writes: readonly Write[]): void {
    for (const { name, args } of writes) {
      if (name !== 'appendJournal') continue;
      const { orderId, seq } = args[0] as JournalEntry;
      this.#last.set(orderId, seq);
    }
  }
}
