import type { Clock } from '../../core/clock.ts';

/** After an exit that did not go through, how long until the next try; twice as long after each, up to the most. */
const AGAIN_MS = 1000;
const AGAIN_MOST_MS = 30_000;
/** An exit later than this begins a new count. */
const CALM_MS = 2 * AGAIN_MOST_MS;

/** When exits may be tried again, each by a key of its own: a broker that refuses them is not flooded. */
export class ExitTries {
  readonly #clock: Clock;
  /** Monotonic ms, and the wait that led there. */
  readonly #tries = new Map<string, { notBefore: number; wait: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while the next try has to wait. */
  mustWait(key: string): boolean {
    return this.#clock.monotonic() < (this.#tries.get(key)?.notBefore ?? 0);
  }

  /** An exit is tried now. */
  note(key: string): void {
    const now = this.#clock.monotonic();
    const before = this.#tries.get(key);
    const repeated = before !== undefined && now - before.notBefore < CALM_MS;
    const wait = repeated ? Math.min(AGAIN_MOST_MS, before.wait * 2) : AGAIN_MS;
    this.#tries.set(key, { notBefore: now + wait, wait });
  }

  /** It cannot be tried now, and the broker was not asked: the pace begins anew, so that it goes once it can (B1'). */
  putOff(key: string): void {
    this.#tries.set(key, { notBefore: this.#clock.monotonic() + AGAIN_MS, wait: AGAIN_MS });
  }

  /** Milliseconds between the last try and the next. */
  wait(key: string): number {
    return this.#tries.get(key)?.wait ?? AGAIN_MS;
  }
}
