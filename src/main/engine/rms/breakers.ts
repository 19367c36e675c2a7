import type { Clock, Timer } from '../core/clock.ts';

const LOOK_MS = 1000;
/** A short option whose feed has said nothing for this long can no longer be watched. */
const STALE_SHORT_MS = 30_000;
/** A wall clock that is set by more than this makes hours, ages and days wrong. */
const CLOCK_SET_MS = 2000;
/** How long after a leap forward the exchange's time may tell whether it was a sleep or a clock set wrong. */
const LEAP_WATCHED_MS = 30_000;
/** A disk full for this long is not about to be freed. */
const DISK_FULL_MS = 30_000;
const ANOMALIES = { most: 10, windowMs: 60_000 };
const WRITE_FAILURES = { most: 3, windowMs: 60_000 };

export interface BreakerParts {
  clock: Clock;
  /** Names of sold options whose quotes are stale while their market is open. */
  staleShorts: () => string[];
  /** Ms that our clock is ahead of the exchange's; null until it was compared. */
  skew: () => number | null;
  /** The space kept for a full disk is in use. */
  diskFull: () => boolean;
  /** Halts trading; positions stay. */
  trip: (reason: string) => void;
}

/**
 * What halts trading without a hand: a blind short position, a clock that was set, a full disk, books or a journal that go
 * wrong again and again.
 */
export class Breakers {
  readonly #parts: BreakerParts;
  readonly #timer: Timer;
  #staleSince: number | null = null;
  #fullSince: number | null = null;
  /** The wall clock leapt forward by `ms`; `at` is monotonic. */
  #leap: { ms: number; at: number } | null = null;
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
    this.#lookAtClock();
    const { staleShorts, diskFull, trip } = this.#parts;
    const stale = staleShorts();
    this.#staleSince = this.#lasting(stale.length > 0, this.#staleSince, STALE_SHORT_MS, () =>
      trip(`the feed of sold options has been silent for ${STALE_SHORT_MS / 1000} s (${stale.join(', ')})`),
    );
    this.#fullSince = this.#lasting(diskFull(), this.#fullSince, DISK_FULL_MS, () =>
      trip(`the disk has been full for ${DISK_FULL_MS / 1000} s, what works at the broker must not need more of it`),
    );
  }

  /** A leap forward is a machine that slept, unless the exchange's time says that it was less. */
  #lookAtClock(): void {
    const { clock, skew, trip } = this.#parts;
    const zero = zeroOf(clock);
    const leapt = zero - this.#zero;
    this.#zero = zero;
    const now = clock.monotonic();
    if (leapt < -CLOCK_SET_MS) trip(`the computer's clock was set back by ${seconds(-leapt)}`);
    if (leapt > CLOCK_SET_MS) this.#leap = { ms: leapt, at: now };
    if (this.#leap === null) return;
    const ahead = skew();
    if (now - this.#leap.at > LEAP_WATCHED_MS) this.#leap = null;
    else if (ahead !== null && ahead > Math.max(CLOCK_SET_MS, this.#leap.ms / 2)) {
      this.#leap = null;
      trip(`the computer's clock was set forward and is ${seconds(ahead)} ahead of the exchange's`);
    }
  }

  /** Since when something holds, monotonic ms; `then` once it has for `ms`, and counted anew from there. */
  #lasting(holds: boolean, since: number | null, ms: number, then: () => void): number | null {
    const now = this.#parts.clock.monotonic();
    if (!holds) return null;
    if (since === null) return now;
    if (now - since < ms) return since;
    then();
    return null;
  }

  #counted(times: readonly number[], windowMs: number): number[] {
    const now = this.#parts.clock.monotonic();
    return [...times.filter((at) => at > now - windowMs), now];
  }
}

function zeroOf(clock: Clock): number {
  return clock.now() - clock.monotonic();
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
