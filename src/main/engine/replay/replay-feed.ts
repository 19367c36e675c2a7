import type { ReplayStatus } from '../../../contract/desk.ts';
import type { FeedHealth, Instrument, SessionPhase } from '../../../contract/market.ts';
import type { Clock } from '../core/clock.ts';
import { emptyTick } from '../domain/tick.ts';
import type { Tick } from '../domain/tick.ts';
import type { Feed } from '../market-data/feed.ts';
import { TICK_FLAG } from '../store/tick-store.ts';
import type { TickColumns, TickStore } from '../store/tick-store.ts';
import { estimateBook } from './estimated-book.ts';
import { ReplayClock } from './replay-clock.ts';

const PAGE_ROWS = 50_000;
/** A seek hands control back this often, so that the window and the live session stay responsive. */
const SEEK_SLICE_ROWS = 20_000;

export interface ReplayOptions {
  store: TickStore;
  clock: Clock;
  day: string;
  source: string;
  from: number;
  to: number;
  speed: number;
  instrument: (id: number) => Instrument;
  prevClose: (instrumentId: number) => number;
  phase: (at: number) => SessionPhase;
  onError: (error: unknown) => void;
}

/** A recorded day as the market: its ticks in order of (ts, seq), each at its own time on the replay's clock. */
export class ReplayFeed implements Feed {
  readonly name = 'Replay';
  readonly source: string;
  readonly clock: ReplayClock;
  readonly #options: ReplayOptions;
  readonly #tick: Tick = emptyTick();
  #onTick: ((tick: Tick) => void) | null = null;
  #page: TickColumns | null = null;
  #row = 0;
  #taken = 0;
  #loading: Promise<void> | null = null;
  #exhausted = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.source = options.source;
    this.clock = new ReplayClock(options.clock, options.from, options.speed, (to) => this.#advance(to));
  }

  get ended(): boolean {
    return this.#exhausted && this.#page === null;
  }

  start(onTick: (tick: Tick) => void): void {
    this.#onTick = onTick;
    this.clock.play();
  }

  stop(): void {
    this.clock.pause();
    this.#onTick = null;
  }

  health(): FeedHealth {
    return { name: this.name, state: this.clock.playing && !this.ended ? 'live' : 'paused', ageMs: 0 };
  }

  prevClose(instrumentId: number): number {
    return this.#options.prevClose(instrumentId);
  }

  /** Nothing trades once the recording has ended: an order would wait for ever. */
  phase(at: number): SessionPhase {
    if (this.ended) return { label: 'Replay ended: seek back or stop it', open: false, until: null, next: null };
    return this.#options.phase(at);
  }

  status(): ReplayStatus {
    const { day, source, from, to } = this.#options;
    const { playing, speed } = this.clock;
    return { day, source, playing, speed, from, to, at: this.clock.now(), ended: this.ended };
  }

  /** Runs every tick up to `ts` (epoch ms), or the end when that comes first, as fast as it can, in slices. */
  async runTo(ts: number): Promise<void> {
    await this.#run(ts, null);
  }

  /** Runs on to the next tick of an instrument and stands there, as fast as it can, in slices; at the end when none comes. */
  async runToTick(instrumentId: number): Promise<void> {
    await this.#run(this.#options.to, instrumentId);
  }

  async #run(ts: number, awaited: number | null): Promise<void> {
    const target = Math.min(ts, this.#options.to);
    while (this.#onTick !== null && !this.ended) {
      if (this.#page === null) await this.#load();
      const reached = this.#emitUpTo(target, SEEK_SLICE_ROWS, awaited);
      if (reached === 'awaited') return;
      if (reached === 'target') break;
      await new Promise<void>((resolve) => this.#options.clock.setTimeout(resolve, 0));
    }
    if (this.#onTick !== null) this.clock.advanceTo(target);
  }

  #advance(due: number): void {
    const to = Math.min(due, this.#options.to);
    if (this.ended) {
      this.clock.advanceTo(to);
      this.clock.pause();
      return;
    }
    if (this.#page === null) {
      void this.#load().catch(this.#options.onError);
      return;
    }
    if (this.#emitUpTo(to, Number.POSITIVE_INFINITY) === 'target') this.clock.advanceTo(to);
  }

  /** Emits due ticks, at most `limit`: until every tick up to `to` is out, or one of the `awaited` instrument was. */
  #emitUpTo(to: number, limit: number, awaited: number | null = null): 'target' | 'awaited' | 'more' {
    const page = this.#page;
    if (page === null || this.#onTick === null) return 'more';
    let met = false;
    for (let emitted = 0; this.#row < page.length && emitted < limit && this.#onTick !== null && !met; emitted++) {
      const ts = page.ts[this.#row]!;
      if (ts > to) return 'target';
      this.clock.advanceTo(ts);
      met = page.instrumentId[this.#row] === awaited;
      this.#fill(page, this.#row++);
      this.#onTick(this.#tick);
    }
    if (this.#row >= page.length) this.#turnPage(page);
    if (met) return 'awaited';
    return this.ended ? 'target' : 'more';
  }

  #turnPage(page: TickColumns): void {
    this.#taken += page.length;
    this.#exhausted = page.length < PAGE_ROWS;
    this.#page = null;
  }

  #load(): Promise<void> {
    this.#loading ??= this.#readPage().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #readPage(): Promise<void> {
    const { store, day, source, from, to } = this.#options;
    const page = await store.ticks(day, source, from, to, this.#taken, PAGE_ROWS);
    this.#row = 0;
    if (page.length === 0) this.#exhausted = true;
    else this.#page = page;
  }

  #fill(page: TickColumns, row: number): void {
    const tick = this.#tick;
    tick.instrumentId = page.instrumentId[row]!;
    tick.ts = page.ts[row]!;
    tick.ltp = page.ltp[row]!;
    tick.bid = page.bid[row]!;
    tick.ask = page.ask[row]!;
    tick.bidQty = page.bidQty[row]!;
    tick.askQty = page.askQty[row]!;
    tick.volume = page.volume[row]!;
    tick.oi = page.oi[row]!;
    tick.estimatedBook = (page.flags[row]! & TICK_FLAG.ESTIMATED_BOOK) !== 0;
    if (tick.bid === 0 && tick.ask === 0 && tick.ltp > 0) {
      const instrument = this.#options.instrument(tick.instrumentId);
      if (instrument.kind !== 'INDEX') estimateBook(tick, instrument.tickSize, instrument.lotSize);
    }
  }
}
