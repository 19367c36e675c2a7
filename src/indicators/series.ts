/** A calculation along numbers. NaN in gives NaN out and is not kept, so that a chain warms up by itself. */
export interface Series {
  add(value: number): number;
  /** What `add` would give; changes nothing. */
  peek(value: number): number;
}

/** Folds the newest `length` values, oldest first, once there are as many. */
export class Rolling implements Series {
  #kept: number[] = [];
  #length: number;
  #fold: (values: readonly number[]) => number;

  constructor(length: number, fold: (values: readonly number[]) => number) {
    this.#length = length;
    this.#fold = fold;
  }

  add(value: number): number {
    const result = this.peek(value);
    if (Number.isNaN(value)) return result;
    this.#kept.push(value);
    if (this.#kept.length > this.#length) this.#kept.shift();
    return result;
  }

  peek(value: number): number {
    if (Number.isNaN(value) || this.#kept.length + 1 < this.#length) return Number.NaN;
    return this.#fold([...this.#kept.slice(this.#kept.length + 1 - this.#length), value]);
  }
}

/** An exponential mean: its first value is the plain mean of the first `length` values. */
class ExponentialMean implements Series {
  #seed: Rolling;
  #last = Number.NaN;
  #weight: number;

  constructor(length: number, weight: number) {
    this.#seed = new Rolling(length, mean);
    this.#weight = weight;
  }

  add(value: number): number {
    const result = this.peek(value);
    if (Number.isNaN(this.#last)) this.#seed.add(value);
    if (!Number.isNaN(result)) this.#last = result;
    return result;
  }

  peek(value: number): number {
    if (Number.isNaN(this.#last)) return this.#seed.peek(value);
    return this.#last + this.#weight * (value - this.#last);
  }
}

/** Exponential moving average, weight 2 / (length + 1). */
export const ema = (length: number): Series => new ExponentialMean(length, 2 / (length + 1));

/** Wilder's smoothing, weight 1 / length (New Concepts in Technical Trading Systems, 1978). */
export const wilder = (length: number): Series => new ExponentialMean(length, 1 / length);

export const sma = (length: number): Series => new Rolling(length, mean);
export const highest = (length: number): Series => new Rolling(length, (values) => Math.max(...values));
export const lowest = (length: number): Series => new Rolling(length, (values) => Math.min(...values));

/** Linearly weighted: the newest value counts `length` times, the oldest once. */
export const wma = (length: number): Series =>
  new Rolling(
    length,
    (values) => values.reduce((sum, value, index) => sum + value * (index + 1), 0) / ((length * (length + 1)) / 2),
  );

/** Standard deviation of the whole window (divided by `length`, as Bollinger does). */
export const deviation = (length: number): Series =>
  new Rolling(length, (values) => {
    const middle = mean(values);
    return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
  });

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A value of the bar before. */
export class Held<T> {
  value: T;

  constructor(value: T) {
    this.value = value;
  }

  /** Keeps the value of a closed bar; a running one leaves nothing behind. */
  keep(value: T, step: 'add' | 'peek'): void {
    if (step === 'add') this.value = value;
  }
}
