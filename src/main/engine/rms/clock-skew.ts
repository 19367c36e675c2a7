import type { SessionPhase } from '../../../contract/market.ts';

/** How long a comparison speaks for the clock. */
const WINDOW_MS = 10_000;

/**
 * Our clock against the times the exchange puts on its ticks. A tick may come late but never before it happened, so the
 * least difference within a window is the nearest to the truth.
 */
export class ClockSkew {
  #skew: number | null = null;
  #since = -Infinity;
  #least = Infinity;

  /** A tick stamped `exchangeTs` came at `now` (both epoch ms); `monotonic` in ms. */
  see(exchangeTs: number, now: number, monotonic: number): void {
    if (exchangeTs <= 0) return;
    this.#least = Math.min(this.#least, now - exchangeTs);
    if (this.#skew !== null && monotonic - this.#since < WINDOW_MS) {
      this.#skew = Math.min(this.#skew, this.#least);
      return;
    }
    this.#skew = this.#least;
    this.#least = Infinity;
    this.#since = monotonic;
  }

  /** Our clock was set, or slept: what was compared before says nothing of it. */
  forget(): void {
    this.#skew = null;
    this.#since = -Infinity;
    this.#least = Infinity;
  }

  /** The phase at `now` (epoch ms). A clock of ours that is wrong closes the market to no exit: where the exchange's own time says open, it is (F8). */
  phase(now: number, phaseAt: (ts: number) => SessionPhase): SessionPhase {
    const phase = phaseAt(now);
    return phase.open ? phase : phaseAt(now - (this.#skew ?? 0));
  }

  /** Ms that our clock is ahead, negative when it is behind; null before the first tick. */
  get skew(): number | null {
    return this.#skew;
  }
}
