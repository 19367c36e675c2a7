/** Buckets to a doubling: what a bucket says is at most 1/32 above what fell into it. */
const STEPS = 32;
const STEP_BITS = 5;
/** About 35 minutes; what takes longer counts as this. Microseconds. */
const MOST_US = 2 ** 31 - 1;
const BUCKETS = bucketOf(MOST_US) + 1;

/** Durations in logarithmic buckets, so that a day's percentiles need no samples kept. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #count = 0;
  #max = 0;

  /** @param ms a duration; below 0, as of a clock that was read twice at once, it counts as 0 */
  add(ms: number): void {
    const known = Math.max(0, ms);
    this.#counts[bucketOf(Math.min(MOST_US, Math.round(known * 1000)))]! += 1;
    this.#count += 1;
    if (known > this.#max) this.#max = known;
  }

  get count(): number {
    return this.#count;
  }

  /** Milliseconds. */
  get max(): number {
    return this.#max;
  }

  /** The duration, ms, that a share (0–1) of all stays within; 0 of none. */
  percentile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket]!;
      if (seen >= wanted) return Math.min(this.#max, upperEdge(bucket) / 1000);
    }
    return 0;
  }

  /**
   * Counts up to each edge (ms, ascending), each without those of the edges before, and last what lies above all. What is
   * within a bucket of an edge may count on either side of it.
   */
  within(edges: readonly number[]): number[] {
    const counts = Array.from({ length: edges.length + 1 }, () => 0);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.#counts[bucket]!;
      if (count === 0) continue;
      const place = edges.findIndex((edge) => lowerEdge(bucket) <= edge * 1000);
      counts[place === -1 ? edges.length : place]! += count;
    }
    return counts;
  }

  /** What a store keeps: the used buckets with their counts. */
  buckets(): [bucket: number, count: number][] {
    const used: [number, number][] = [];
    this.#counts.forEach((count, bucket) => {
      if (count > 0) used.push([bucket, count]);
    });
    return used;
  }

  /** What `buckets` gave, counted again. */
  static from(buckets: readonly (readonly [bucket: number, count: number])[], max: number): LatencyHistogram {
    const histogram = new LatencyHistogram();
    for (const [bucket, count] of buckets) {
      histogram.#counts[bucket] = count;
      histogram.#count += count;
    }
    histogram.#max = max;
    return histogram;
  }
}

/** Below STEPS each microsecond is a bucket; above, each doubling has STEPS of them. */
function bucketOf(us: number): number {
  const shift = Math.max(0, 31 - Math.clz32(us) - STEP_BITS);
  return shift * STEPS + (us >>> shift);
}

/** The shortest duration that falls into a bucket, microseconds. */
function lowerEdge(bucket: number): number {
  const shift = Math.max(0, Math.floor(bucket / STEPS) - 1);
  return (bucket - shift * STEPS) * 2 ** shift;
}

/** The longest duration that falls into a bucket, microseconds. */
function upperEdge(bucket: number): number {
  return lowerEdge(bucket + 1) - 1;
}
