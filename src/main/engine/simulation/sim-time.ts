import type { Timer } from '../core/clock.ts';
import { Random } from '../core/random.ts';

/** Something that is to happen. */
export interface Happening {
  /** True time, epoch ms; fractions keep the order of what travels one line. */
  at: number;
  label: string;
  /** True when the engine folds it: it counts as an event. */
  isInput: boolean;
  run: () => void;
}

interface Entry extends Happening {
  tie: number;
  cancelled: boolean;
}

/** The world's true time: a queue of what happens next, ties decided by the seed. Nothing in it is the machine's own clock. */
export class SimTime {
  readonly #random: Random;
  readonly #heap: Entry[] = [];
  #now: number;

  /** @param start epoch ms */
  constructor(start: number, seed: number) {
    this.#now = start;
    this.#random = new Random(seed);
  }

  get now(): number {
    return this.#now;
  }

  /** Plans something for a time; what lies in the past happens next. */
  at(at: number, label: string, run: () => void, isInput = false): Timer {
    const entry: Entry = { at, label, isInput, run, tie: this.#random.next(), cancelled: false };
    this.#push(entry);
    return {
      cancel: () => {
        entry.cancelled = true;
      },
    };
  }

  after(ms: number, label: string, run: () => void, isInput = false): Timer {
    return this.at(this.#now + Math.max(0, ms), label, run, isInput);
  }

  /** Time goes by in the midst of a step: something took that long. */
  skip(ms: number): void {
    this.#now += ms;
  }

  /** Takes the next happening up to `until` and moves to its time; null when there is none. */
  next(until: number): Happening | null {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined || top.at > until) return null;
      this.#pop();
      if (top.cancelled) continue;
      this.#now = Math.max(this.#now, top.at);
      return top;
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.tie < b.tie);
}
