import type { Clock, Timer } from '../core/clock.ts';
import type { SimTime } from './sim-time.ts';

/** The computer the program runs on: its wall clock may be wrong, and it may sleep. */
export class Machine {
  readonly time: SimTime;
  /** How far the wall clock is ahead of the true time, ms. */
  skewMs = 0;
  #asleepUntil = 0;
  #sleptMs = 0;

  constructor(time: SimTime) {
    this.time = time;
  }

  get asleep(): boolean {
    return this.time.now < this.#asleepUntil;
  }

  get asleepUntil(): number {
    return this.#asleepUntil;
  }

  /** Epoch ms by the wall clock. */
  wall(): number {
    return Math.floor(this.time.now + this.skewMs);
  }

  /** Milliseconds awake. */
  uptime(): number {
    return Math.max(this.time.now, this.#asleepUntil) - this.#sleptMs;
  }

  /** Suspends: no timer runs until the machine wakes, and its monotonic clock stands still. */
  sleep(ms: number): void {
    if (this.asleep) return;
    this.#asleepUntil = this.time.now + ms;
    this.#sleptMs += ms;
  }
}

/** The clock of one run of the program: its timers die with it. */
export class ProcessClock implements Clock {
  readonly #machine: Machine;
  readonly #isAlive: () => boolean;
  readonly #started: number;

  constructor(machine: Machine, isAlive: () => boolean) {
    this.#machine = machine;
    this.#isAlive = isAlive;
    this.#started = machine.uptime();
  }

  now(): number {
    return this.#machine.wall();
  }

  monotonic(): number {
    return this.#machine.uptime() - this.#started;
  }

  setTimeout(task: () => void, ms: number): Timer {
    let cancelled = false;
    let pending: Timer | null = null;
    const arm = (wait: number) => {
      pending = this.#machine.time.after(wait, 'timer', () => {
        if (cancelled || !this.#isAlive()) return;
        if (this.#machine.asleep) arm(this.#machine.asleepUntil - this.#machine.time.now);
        else task();
      });
    };
    arm(ms);
    return {
      cancel: () => {
        cancelled = true;
        pending?.cancel();
      },
    };
  }

  setInterval(task: () => void, ms: number): Timer {
    let timer: Timer | null = null;
    const arm = () => {
      timer = this.setTimeout(() => {
        arm();
        task();
      }, ms);
    };
    arm();
    return { cancel: () => timer?.cancel() };
  }
}
