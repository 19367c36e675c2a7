import type { Clock } from '../engine/core/clock.ts';

/** Messages a second a client may send for long. */
const PER_SECOND = 100;
/** Messages it may send at once. */
const BURST = 300;
/** Refused messages, beyond the refill, after which it is cut off. */
const PATIENCE = 300;

/** A token bucket per client: admits, refuses, and at last gives up on one that never pauses. */
export class MessageRate {
  readonly #clock: Clock;
  #left = BURST;
  #at: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.monotonic();
  }

  take(): 'admitted' | 'refused' | 'flooded' {
    const now = this.#clock.monotonic();
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1000) * PER_SECOND) - 1;
    this.#at = now;
    if (this.#left >= 0) return 'admitted';
    return this.#left >= -PATIENCE ? 'refused' : 'flooded';
  }
}
