const KEPT = 500;

/** The last few hundred durations, milliseconds: what a gauge shows while the day's figures stand still. */
export class RecentDurations {
  readonly #samples: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#samples[this.#next] = ms;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Null before the first sample. */
  figures(): { count: number; p50: number; p99: number } | null {
    if (this.#samples.length === 0) return null;
    const sorted = this.#samples.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
    return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
  }
}
