import type { Clock, Timer } from '../../core/clock.ts';
import type { BrokerCapabilities } from '../../brokers/broker.ts';
import { grantAt } from '../../rms/rate-limit.ts';

interface Waiting {
  isExit: boolean;
  isUrgent: boolean;
  run: () => void;
  expire: (() => void) | null;
  /** Monotonic ms, or Infinity. */
  expiresAt: number;
}

/**
 * The broker's rate limits as a queue: what they do not grant at once waits its turn, the cancels of a kill first, then
 * other exits and cancels, and entries expire. Counts places, modifies and cancels together (O12).
 */
export class Throttle {
  readonly #clock: Clock;
  readonly #capabilities: BrokerCapabilities;
  #sent: number[];
  /** The newest of `#sent` that were granted and have not left yet. */
  #leaving = 0;
  #waiting: Waiting[] = [];
  #timer: Timer | null = null;

  /** @param before monotonic times of what was sent by earlier runs, oldest first */
  constructor(clock: Clock, capabilities: BrokerCapabilities, before: readonly number[] = []) {
    this.#clock = clock;
    this.#capabilities = capabilities;
    this.#sent = [...before];
  }

  /** Monotonic times of what was sent, oldest first, as far back as the longest window reaches. */
  get sent(): readonly number[] {
    return this.#sent;
  }

  /** Takes a place in the windows now; false when there is none, or others of its kind wait already. */
  take(isExit: boolean): boolean {
    if (this.#waiting.some((other) => other.isExit || !isExit)) return false;
    return this.#grant(isExit);
  }

  /** Runs `run` in a place of the windows now; false when `take` would give none. Free again when nothing leaves in it. */
  runNow(isExit: boolean, run: () => void): boolean {
    if (!this.take(isExit)) return false;
    this.#runGranted(run);
    return true;
  }

  /** What was granted leaves now: the broker counts from here, however long the write before it took. */
  leaves(): void {
    if (this.#leaving === 0) return;
    // What is still to leave does so no earlier.
    this.#sent.fill(this.#clock.monotonic(), -this.#leaving);
    this.#leaving -= 1;
  }

  /** What was granted last does not leave after all: its place is free again. */
  unused(): void {
    if (this.#leaving === 0) return;
    this.#sent.pop();
    this.#leaving -= 1;
  }

  /** Runs `run` once a place is granted, or `expire` after `ttlMs`. The returned function leaves the queue. */
  wait(isExit: boolean, run: () => void, options: { ttlMs: number; expire: () => void } | null = null): () => void {
    return this.#wait({
      isExit,
      isUrgent: false,
      run,
      expire: options?.expire ?? null,
      expiresAt: options === null ? Infinity : this.#clock.monotonic() + options.ttlMs,
    });
  }

  /** Runs `run` once a place is granted, ahead of every exit and cancel that waits already. */
  waitAhead(run: () => void): void {
    this.#wait({ isExit: true, isUrgent: true, run, expire: null, expiresAt: Infinity });
  }

  close(): void {
    this.#timer?.cancel();
    this.#waiting = [];
  }

  #wait(waiting: Waiting): () => void {
    this.#waiting.push(waiting);
    this.#schedule();
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    };
  }

  #grant(isExit: boolean): boolean {
    const now = this.#clock.monotonic();
    if (grantAt(this.#sent, now, this.#capabilities, isExit) > now) return false;
    const longest = Math.max(0, ...this.#capabilities.rateLimits.map((limit) => limit.windowMs));
    if (this.#sent[0] !== undefined && this.#sent[0] < now - 2 * longest) {
      this.#sent = this.#sent.filter((at) => at >= now - longest);
    }
    this.#sent.push(now);
    this.#leaving += 1;
    return true;
  }

  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const now = this.#clock.monotonic();
    let at = Infinity;
    for (const each of this.#waiting) {
      at = Math.min(at, each.expiresAt, grantAt(this.#sent, now, this.#capabilities, each.isExit));
    }
    this.#timer = this.#clock.setTimeout(() => this.#turn(), Math.max(1, Math.ceil(at - now)));
  }

  #turn(): void {
    const now = this.#clock.monotonic();
    const expired = this.#waiting.filter((each) => each.expiresAt <= now);
    this.#waiting = this.#waiting.filter((each) => each.expiresAt > now);
    for (const each of expired) each.expire?.();
    for (;;) {
      const next =
        this.#waiting.find((each) => each.isUrgent) ?? this.#waiting.find((each) => each.isExit) ?? this.#waiting[0];
      if (next === undefined || !this.#grant(next.isExit)) break;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      this.#runGranted(next.run);
    }
    this.#schedule();
  }

  #runGranted(run: () => void): void {
    const leaving = this.#leaving;
    run();
    if (this.#leaving === leaving) this.unused();
  }
}
