import type { Clock } from '../../core/clock.ts';
import { Signal } from '../../core/signal.ts';

const NOT_READ = "Entries wait: our books have not been checked against the broker's yet. Exits and cancels work.";

/** Whether our books agree with the broker's. Entries are refused while they are not known to. */
export class Trust {
  readonly #clock: Clock;
  /** Tells `since` whenever it changes. */
  readonly changed = new Signal<number | null>();
  #since: number | null = null;
  #reason: string | null = NOT_READ;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Epoch ms since which the books agree, or null. */
  get since(): number | null {
    return this.#since;
  }

  /** Why entries wait, a sentence; null while the books agree. */
  get reason(): string | null {
    return this.#reason;
  }

  confirm(): void {
    if (this.#since !== null) return;
    this.#reason = null;
    this.#since = this.#clock.now();
    this.changed.emit(this.#since);
  }

  /** True when the reason is new. */
  withdraw(reason: string): boolean {
    const told = this.#reason === reason && this.#since === null;
    this.#since = null;
    this.#reason = reason;
    if (!told) this.changed.emit(null);
    return !told;
  }
}
