import type { Clock, Timer } from '../../core/clock.ts';

/** What waits for its time, and can be let go at once, in the order it was due. */
export class Held {
  readonly #clock: Clock;
  readonly #waiting = new Map<Timer, { at: number; go: () => void }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `task` after `ms`, or when everything is let go. */
  later(ms: number, task: () => void): void {
    const timer = this.#clock.setTimeout(() => {
      this.#waiting.delete(timer);
      task();
    }, ms);
    this.#waiting.set(timer, { at: this.#clock.monotonic() + ms, go: task });
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.later(ms, resolve));
  }

  letGo(): void {
    const due = [...this.#waiting].toSorted(([, a], [, b]) => a.at - b.at);
    this.#waiting.clear();
    for (const [timer, { go }] of due) {
      timer.cancel();
      go();
    }
  }
}
