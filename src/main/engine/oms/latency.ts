/** Upper edges of the buckets, milliseconds; what is slower falls into the last. */
const EDGES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];
const SAMPLES = 1000;

export interface LatencySummary {
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Counts in ten buckets: up to 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50 ms, and above. */
  histogram: number[];
}

/** The last thousand durations of one kind, milliseconds. */
export class Latency {
  readonly #samples: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#samples[this.#next] = ms;
    this.#next = (this.#next + 1) % SAMPLES;
  }

  /** Null before the first sample. */
  summary(): LatencySummary | null {
    if (this.#samples.length === 0) return null;
    const sorted = this.#samples.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
    const histogram = Array.from({ length: EDGES.length + 1 }, () => 0);
    for (const ms of sorted) {
      const bucket = EDGES.findIndex((edge) => ms <= edge);
      histogram[bucket === -1 ? EDGES.length : bucket]! += 1;
    }
    return { p50: at(0.5), p99: at(0.99), histogram };
  }
}
