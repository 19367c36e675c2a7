import { latencyKindSchema } from '../../../contract/latency.ts';
import type { LatencyDay, LatencyFigure, LatencyKind } from '../../../contract/latency.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { istDay } from '../core/ist.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { CacheStore } from '../store/cache-store.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { RecentDurations } from './recent-durations.ts';

const SAVE_MS = 10_000;
const KINDS = latencyKindSchema.options;
/** Ten bars, each up to twice the one before: what a kind usually takes falls into the first half. Milliseconds. */
const FIRST_EDGE: Record<LatencyKind, number> = { keyToWire: 0.25, wireToAck: 5, tickToScreen: 5, tickToRisk: 0.1 };
const EDGES = 9;

/** The desk's latencies: counted by IST day, kept per day in what may be lost. */
export class LatencyBook {
  readonly #clock: Clock;
  readonly #cache: CacheStore;
  readonly #log: OperatorLog;
  readonly #saving: Timer;
  #day: string;
  #counted: Map<LatencyKind, LatencyHistogram>;
  #recent = new Map(KINDS.map((kind) => [kind, new RecentDurations()]));
  #changes = 0;
  #unsaved = false;

  constructor({ clock, cache, log }: { clock: Clock; cache: CacheStore; log: OperatorLog }) {
    this.#clock = clock;
    this.#cache = cache;
    this.#log = log;
    this.#day = istDay(clock.now());
    this.#counted = this.#read(this.#day);
    this.#saving = clock.setInterval(() => this.save(), SAVE_MS);
  }

  /** Counts a duration, ms. */
  add(kind: LatencyKind, ms: number): void {
    this.#turn();
    this.#counted.get(kind)!.add(ms);
    this.#recent.get(kind)!.add(Math.max(0, ms));
    this.#changes += 1;
    this.#unsaved = true;
  }

  /** Goes up with everything counted. */
  get changes(): number {
    return this.#changes;
  }

  /** Today so far. */
  today(): LatencyDay {
    this.#turn();
    const figures = KINDS.map((kind) =>
      figureOf(kind, this.#counted.get(kind)!, this.#recent.get(kind)!.figures()),
    ).filter((figure) => figure !== null);
    return { day: this.#day, figures };
  }

  /** The last days with a sample, today first. */
  days(most: number): LatencyDay[] {
    const today = this.today();
    const kept = Map.groupBy(this.#cache.latency(most), ({ day }) => day);
    kept.delete(today.day);
    const before = [...kept].map(([day, records]): LatencyDay => {
      const figures = KINDS.map((kind) => {
        const record = records.find((other) => other.kind === kind);
        return record === undefined ? null : figureOf(kind, LatencyHistogram.from(record.buckets, record.max), null);
      });
      return { day, figures: figures.filter((figure) => figure !== null) };
    });
    return (today.figures.length === 0 ? before : [today, ...before]).slice(0, most);
  }

  /** Keeps the day as it stands. A disk that refuses costs the figures, nothing else. */
  save(): void {
    if (!this.#unsaved) return;
    this.#unsaved = false;
    const records = [...this.#counted]
      .filter(([, histogram]) => histogram.count > 0)
      .map(([kind, histogram]) => ({ day: this.#day, kind, max: histogram.max, buckets: histogram.buckets() }));
    try {
      this.#cache.saveLatency(records);
    } catch (error) {
      this.#log.error("The day's latencies could not be kept.", error);
    }
  }

  close(): void {
    this.#saving.cancel();
    this.save();
  }

  /** At midnight IST the day is kept and another begins. */
  #turn(): void {
    const day = istDay(this.#clock.now());
    if (day === this.#day) return;
    this.save();
    this.#day = day;
    this.#counted = this.#read(day);
  }

  #read(day: string): Map<LatencyKind, LatencyHistogram> {
    const kept = this.#cache.latency(1).filter((record) => record.day === day);
    return new Map(
      KINDS.map((kind) => {
        const record = kept.find((other) => other.kind === kind);
        return [
          kind,
          record === undefined ? new LatencyHistogram() : LatencyHistogram.from(record.buckets, record.max),
        ];
      }),
    );
  }
}

function figureOf(
  kind: LatencyKind,
  histogram: LatencyHistogram,
  recent: LatencyFigure['recent'],
): LatencyFigure | null {
  if (histogram.count === 0) return null;
  const firstEdge = FIRST_EDGE[kind];
  return {
    kind,
    count: histogram.count,
    p50: histogram.percentile(0.5),
    p99: histogram.percentile(0.99),
    max: histogram.max,
    histogram: histogram.within(Array.from({ length: EDGES }, (_, place) => firstEdge * 2 ** place)),
    firstEdge,
    recent,
  };
}
