import type { Clock, Timer } from '../core/clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';

const BEAT_MS = 20;

/**
 * The clock of a replay: a virtual clock carried along by a real one at `speed`.
 * On each beat it asks `advance` to bring it to where it should be, so that ticks and timers run in order of their time.
 */
export class ReplayClock implements Clock {
  readonly #real: Clock;
  readonly #virtual: VirtualClock;
  readonly #advance: (to: number) => void;
  #beat: Timer | null = null;
  #lastBeat = 0;
  #speed: number;

  /**
   * @param start epoch ms of the first moment
   * @param advance called with the moment to reach; must call `advanceTo` up to it
   */
  constructor(real: Clock, start: number, speed: number, advance: (to: number) => void) {
    this.#real = real;
    this.#virtual = new VirtualClock(start);
    this.#speed = speed;
    this.#advance = advance;
  }

  /** Whole milliseconds, as every clock gives: the machine's monotonic time, which carries this one, has fractions. */
  now(): number {
    return Math.floor(this.#virtual.now());
  }

  monotonic(): number {
    return this.#virtual.monotonic();
  }

  setTimeout(task: () => void, ms: number): Timer {
    return this.#virtual.setTimeout(task, ms);
  }

  setInterval(task: () => void, ms: number): Timer {
    return this.#virtual.setInterval(task, ms);
  }

  advanceTo(at: number): void {
    this.#virtual.advanceTo(at);
  }

  get playing(): boolean {
    return this.#beat !== null;
  }

  get speed(): number {
    return this.#speed;
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  play(): void {
    if (this.#beat !== null) return;
    this.#lastBeat = this.#real.monotonic();
    this.#beat = this.#real.setInterval(() => this.#onBeat(), BEAT_MS);
  }

  pause(): void {
    this.#beat?.cancel();
    this.#beat = null;
  }

  #onBeat(): void {
    const at = this.#real.monotonic();
    const elapsed = (at - this.#lastBeat) * this.#speed;
    this.#lastBeat = at;
    this.#advance(this.#virtual.now() + elapsed);
  }
}
