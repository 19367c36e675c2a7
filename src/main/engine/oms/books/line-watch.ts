import type { Clock, Timer } from '../../core/clock.ts';
import { STREAM_SILENT_MS } from './absence.ts';

/** Between two looks, and how far a look or the wall clock may be off before something has stopped us, ms. */
const LOOK_MS = 1000;
const OFF_MS = 5000;

export interface LineWatchParts {
  clock: Clock;
  /** When the broker's update stream last gave a sign of life, monotonic ms; null: never, or it has none. */
  lastHeardAt: () => number | null;
  /** The machine slept, or its clock was set: what was under way then may be long over. */
  suspended: () => void;
  /** The update stream lives again after a silence in which updates may have been missed. */
  reconnected: () => void;
}

/**
 * Notices what no event tells of: a sleep, by the wall clock moving without the monotonic one or by a look that comes far
 * too late, and a broken update stream that works again.
 */
export class LineWatch {
  readonly #parts: LineWatchParts;
  readonly #timer: Timer;
  #wall: number;
  #monotonic: number;
  #silent = false;

  constructor(parts: LineWatchParts) {
    const { clock } = parts;
    this.#parts = parts;
    this.#wall = clock.now();
    this.#monotonic = clock.monotonic();
    this.#timer = clock.setInterval(() => this.#look(), LOOK_MS);
  }

  close(): void {
    this.#timer.cancel();
  }

  #look(): void {
    const { clock, lastHeardAt, suspended, reconnected } = this.#parts;
    const [wall, monotonic] = [clock.now(), clock.monotonic()];
    const ran = monotonic - this.#monotonic;
    const jumped = Math.abs(wall - this.#wall - ran) > OFF_MS;
    this.#wall = wall;
    this.#monotonic = monotonic;
    if (jumped || ran > LOOK_MS + OFF_MS) suspended();

    const heardAt = lastHeardAt();
    const wasSilent = this.#silent;
    this.#silent = heardAt !== null && monotonic - heardAt > STREAM_SILENT_MS;
    if (wasSilent && !this.#silent) reconnected();
  }
}
