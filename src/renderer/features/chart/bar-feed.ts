import type { Interval } from '../../../contract/enums.ts';
import type { Bar } from '../../../contract/market.ts';
import type { DeskClient } from '../../client/desk-client.ts';
import { applyBar, INTERVAL_MS, joinBars, MAX_BARS } from './bars.ts';

/** Who draws the bars. */
export interface BarView {
  /** All bars anew, oldest first. `fresh` on another instrument, interval or mode: the view goes to the newest. */
  reset(bars: readonly Bar[], fresh: boolean): void;
  /** The newest bar changed or was added. */
  update(bar: Bar): void;
  /** History could not be read; the sentence says why. */
  failed(message: string): void;
}

const FIRST_PAGE = 600;
const PAGE = 1500;
const TRIM = 1000;
/** Largest page `candles.history` gives. */
const LARGEST_PAGE = 5000;

/**
 * Bars of one instrument and interval: history in pages, the running bar at most once a frame. Since the running bar is
 * conflated, each closed bar is read again from history shortly after the next one began.
 */
export class BarFeed {
  #client: Pick<DeskClient, 'call' | 'subscribe'>;
  #view: BarView;
  #frame: (paint: () => void) => void;
  #instrumentId: number;
  #interval: Interval;
  #bars: Bar[] = [];
  #running: Bar | null = null;
  #painting = false;
  #load = 0;
  #loading = true;
  #paging = false;
  #exhausted = false;
  #stop: (() => void) | null = null;
  #repair: ReturnType<typeof setTimeout> | undefined;
  /** Start of the newest bar that came from history. */
  #solid = 0;

  constructor(
    client: Pick<DeskClient, 'call' | 'subscribe'>,
    subject: { instrumentId: number; interval: Interval },
    view: BarView,
    frame: (paint: () => void) => void,
  ) {
    this.#client = client;
    this.#instrumentId = subject.instrumentId;
    this.#interval = subject.interval;
    this.#view = view;
    this.#frame = frame;
  }

  /** Starts reading; every snapshot of the `bar` topic (a reconnect, a change of mode, a seek) reads the history anew. */
  start(): void {
    const subject = { instrumentId: this.#instrumentId, interval: this.#interval };
    this.#stop = this.#client.subscribe('bar', subject, {
      onSnapshot: (bar) => {
        this.#running = bar;
        void this.#reload();
      },
      onDelta: (bar) => {
        if (bar === null) return;
        this.#running = bar;
        this.#schedule();
      },
    });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.#load++;
    clearTimeout(this.#repair);
  }

  /** Reads one more page of the past, unless the chart is full or there is none. */
  async loadOlder(): Promise<void> {
    const oldest = this.#bars[0];
    if (this.#loading || this.#paging || this.#exhausted || !oldest || this.#bars.length >= MAX_BARS - TRIM) return;
    this.#paging = true;
    const load = this.#load;
    const limit = Math.min(PAGE, MAX_BARS - this.#bars.length);
    try {
      const older = await this.#history(oldest.ts, limit);
      if (load !== this.#load) return;
      this.#exhausted = older.length === 0;
      if (this.#exhausted) return;
      this.#bars = joinBars(older, this.#bars);
      this.#view.reset(this.#bars, false);
    } catch {
      // The past stays as long as it is; the next scroll asks again.
    } finally {
      if (load === this.#load) this.#paging = false;
    }
  }

  async #reload(): Promise<void> {
    const load = ++this.#load;
    this.#loading = true;
    this.#paging = false;
    this.#exhausted = false;
    clearTimeout(this.#repair);
    this.#repair = undefined;
    try {
      const bars = await this.#history(null, FIRST_PAGE);
      if (load !== this.#load) return;
      this.#bars = joinBars(bars, []);
      this.#solid = this.#bars.at(-1)?.ts ?? 0;
      if (this.#running) applyBar(this.#bars, this.#running);
      this.#loading = false;
      this.#view.reset(this.#bars, true);
    } catch (error) {
      if (load !== this.#load) return;
      this.#view.failed(error instanceof Error ? error.message : String(error));
    }
  }

  #history(before: number | null, limit: number): Promise<Bar[]> {
    return this.#client.call('candles.history', {
      instrumentId: this.#instrumentId,
      interval: this.#interval,
      before,
      limit,
    });
  }

  #schedule(): void {
    if (this.#painting) return;
    this.#painting = true;
    this.#frame(() => {
      this.#painting = false;
      if (!this.#loading && this.#stop) this.#paint();
    });
  }

  #paint(): void {
    const bar = this.#running;
    if (!bar) return;
    const change = applyBar(this.#bars, bar);
    if (change === 'appended') this.#repairSoon();
    if (this.#bars.length > MAX_BARS) {
      this.#bars.splice(0, TRIM);
      this.#view.reset(this.#bars, false);
    } else if (change !== 'ignored' && this.#bars.at(-1) === bar) this.#view.update(bar);
  }

  #repairSoon(): void {
    const length = INTERVAL_MS[this.#interval];
    this.#repair ??= setTimeout(() => void this.#repairNow(), length < INTERVAL_MS['1m'] ? 5000 : 1500);
  }

  async #repairNow(): Promise<void> {
    this.#repair = undefined;
    const load = this.#load;
    const newest = this.#bars.at(-1);
    if (!newest) return;
    const missed = Math.ceil((newest.ts - this.#solid) / INTERVAL_MS[this.#interval]);
    try {
      const read = await this.#history(null, Math.min(LARGEST_PAGE, Math.max(0, missed) + 3));
      if (load !== this.#load) return;
      const running = this.#bars.at(-1)!;
      const closed = read.filter((bar) => bar.ts < running.ts);
      this.#solid = closed.at(-1)?.ts ?? this.#solid;
      const held = new Map(this.#bars.map((bar) => [bar.ts, bar]));
      if (closed.every((bar) => sameBar(held.get(bar.ts), bar))) return;
      this.#bars = joinBars(this.#bars, closed);
      this.#view.reset(this.#bars, false);
    } catch {
      // The bars stay as they came by the topic; the next closed bar asks again.
    }
  }
}

function sameBar(a: Bar | undefined, b: Bar): boolean {
  return (
    a !== undefined &&
    a.open === b.open &&
    a.high === b.high &&
    a.low === b.low &&
    a.close === b.close &&
    a.volume === b.volume &&
    a.oi === b.oi
  );
}
