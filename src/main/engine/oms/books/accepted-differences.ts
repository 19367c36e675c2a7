import type { DeskStore } from '../../store/desk-store.ts';
import type { BookDifferences } from './book-differences.ts';

/** Differences from the broker's books that a person has accepted. */
export interface Acceptance {
  reason: string;
  /** Epoch ms. */
  at: number;
  differences: BookDifferences;
}

/** The accepted differences of one account: durable, each change with its line in the log in the same transaction. */
export class AcceptedDifferences {
  readonly #store: DeskStore;
  readonly #key: string;
  #current: Acceptance | null;

  constructor(store: DeskStore, accountId: string) {
    this.#store = store;
    this.#key = `engine.accepted.${accountId}`;
    this.#current = store.setting(this.#key) as Acceptance | null;
  }

  get current(): Acceptance | null {
    return this.#current;
  }

  /** Throws JOURNAL_UNAVAILABLE, and then nothing is accepted. */
  accept(acceptance: Acceptance, line: string): void {
    this.#save(acceptance, line);
  }

  /** The books agree again: what differs later is a new difference. */
  clear(line: string): void {
    if (this.#current !== null) this.#save(null, line);
  }

  #save(acceptance: Acceptance | null, line: string): void {
    this.#store.transaction((tx) => {
      tx.saveSetting(this.#key, acceptance);
      tx.log('broker', line);
    });
    this.#current = acceptance;
  }
}
