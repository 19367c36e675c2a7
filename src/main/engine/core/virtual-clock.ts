import type { Clock, Timer } from './clock.ts';

interface Task {
  at: number;
  order: number;
  every: number | null;
  run: () => void;
}

/** A clock that moves only when told to: tasks run in order of their time, then of their scheduling. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #start: number;
  #order = 0;
  #tasks: Task[] = [];

  /** @param start epoch milliseconds */
  constructor(start: number) {
    this.#now = start;
    this.#start = start;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#start;
  }

  setTimeout(task: () => void, ms: number): Timer {
    return this.#schedule(task, ms, null);
  }

  setInterval(task: () => void, ms: number): Timer {
    return this.#schedule(task, ms, ms);
  }

  /** Runs every task due up to `at` (epoch ms), each at its own time, then stands at `at`. Never moves back. */
  advanceTo(at: number): void {
    for (;;) {
      const next = this.#earliest();
      if (next === null || next.at > at) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.every === null) this.#tasks.splice(this.#tasks.indexOf(next), 1);
      else {
        next.at += Math.max(1, next.every);
        next.order = this.#order++;
      }
      next.run();
    }
    this.#now = Math.max(this.#now, at);
  }

  advanceBy(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  #earliest(): Task | null {
    let best: Task | null = null;
    for (const task of this.#tasks) {
      if (best === null || task.at < best.at || (task.at === best.at && task.order < best.order)) best = task;
    }
    return best;
  }

  #schedule(run: () => void, ms: number, every: number | null): Timer {
    const task: Task = { at: this.#now + Math.max(0, ms), order: this.#order++, every, run };
    this.#tasks.push(task);
    return {
      cancel: () => {
        const index = this.#tasks.indexOf(task);
        if (index >= 0) this.#tasks.splice(index, 1);
      },
    };
  }
}
