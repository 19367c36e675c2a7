import type { Clock, Timer } from '../core/clock.ts';

const LOOK_MS = 1000;
/** A short option whose feed has said nothing for this long can no longer be watched. */
const STALE_SHORT_MS = 30_000;
/** A wall clock set back by more than this makes hours, ages and days wrong. */
const CLOCK_BACK_MS = 2000;
const ANOMALIES = { most: 10, windowMs: 60_000 };
const WRITE_FAILURES = { most: 3, windowMs: 60_000 };

export interface BreakerParts {
  clock: Clock;
  /** Names of sold options whose quotes are stale while their market is open. */
  staleShorts: () => string[];
  /** Halts trading; positions stay. */
  trip: (reason: string) => void;
}

/** What halts trading without a hand: a blind short position, a clock set back, books or a journal that go wrong again and again. */
export class Breakers {
  readonly #parts: BreakerParts;
  readonly #timer: Timer;
  #staleSince: number | null = null;
  /** Epoch ms at monotonic 0, as the clocks said at the last look. */
  #zero: number;
  #anomalies: number[] = [];
  #failures: number[] = [];

  constructor(parts: BreakerParts) {
    this.#parts = parts;
    this.#zero = zeroOf(parts.clock);
    this.#timer = parts.clock.setInterval(() => this.#look(), LOOK_MS);
  }

  /** An order's events did not fit its state (T18). */
  onAnomaly(): void {
    this.#anomalies = this.#counted(this.#anomalies, ANOMALIES.windowMs);
    if (this.#anomalies.length < ANOMALIES.most) return;
    const reason = `${this.#anomalies.length} anomalies of orders within ${ANOMALIES.windowMs / 1000} s`;
    this.#anomalies = [];
    this.#parts.trip(reason);
  }

  /** Something could not be made durable. */
  onWriteFailed(): void {
    this.#failures = this.#counted(this.#failures, WRITE_FAILURES.windowMs);
    if (this.#failures.length < WRITE_FAILURES.most) return;
    const reason = `the order journal could not be written ${this.#failures.length} times within ${WRITE_FAILURES.windowMs / 1000} s`;
    this.#failures = [];
    this.#parts.trip(reason);
  }

  close(): void {
    this.#timer.cancel();
  }

  #look(): void {
    const { clock, staleShorts, trip } = this.#parts;
    const zero = zeroOf(clock);
    const back = this.#zero - zero;
    this.#zero = zero;
    // Forward jumps are a machine that slept; that has its own handling.
    if (back > CLOCK_BACK_MS) trip(`the computer's clock was set back by ${(back / 1000).toFixed(1)} s`);
    const stale = staleShorts();
    const now = clock.monotonic();
    if (stale.length === 0) this.#staleSince = null;
    else if (this.#staleSince === null) this.#staleSince = now;
    else if (now - this.#staleSince >= STALE_SHORT_MS) {
      this.#staleSince = null;
      trip(`the feed of sold options has been silent for ${STALE_SHORT_MS / 1000} s (${stale.join(', ')})`);
    }
  }

  #counted(times: readonly number[], windowMs: number): number[] {
    const now = this.#parts.clock.monotonic();
    return [...times.filter((at) => at > now - windowMs), now];
  }
}

function zeroOf(clock: Clock): number {
  return clock.now() - clock.monotonic();
}
