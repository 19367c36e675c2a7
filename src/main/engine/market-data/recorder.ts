import type { Clock, Timer } from '../core/clock.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { Tick } from '../domain/tick.ts';
import type { TickStore } from '../store/tick-store.ts';
import { TickBlock } from './tick-block.ts';
import { TickMarks } from './tick-marks.ts';

const FLUSH_MS = 250;
const BLOCK_ROWS = 10_000;
/** Enough to keep the store's thread busy and let it commit several at once; the rest waits here, where it can be dropped. */
const MAX_IN_FLIGHT = 8;
const MAX_QUEUED_ROWS = 2_000_000;

export interface RecorderStats {
  /** Rows durable in the store. */
  recorded: number;
  /** Rows taken in and not yet durable. */
  queued: number;
  /** Rows lost: pushed out of a full queue, or in a batch that the store refused. */
  dropped: number;
  error: string | null;
}

export interface RecorderOptions {
  tickStore: Pick<TickStore, 'append'>;
  clock: Clock;
  source: string;
  log: OperatorLog;
  /** Rows held while the store is slow; beyond them the oldest are dropped. */
  maxQueuedRows?: number;
}

/**
 * Writes a feed's ticks to the store in batches of at most 250 ms or 10,000 rows, without ever making the feed wait. When
 * the store cannot keep up, the oldest waiting rows are dropped, counted and told of.
 */
export class Recorder {
  readonly #store: Pick<TickStore, 'append'>;
  readonly #source: string;
  readonly #log: OperatorLog;
  readonly #maxQueuedRows: number;
  readonly #timer: Timer;
  readonly #marks = new TickMarks();
  readonly #waiting: TickBlock[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  #block = new TickBlock(BLOCK_ROWS);
  #seq: number;
  #waitingRows = 0;
  #inFlightRows = 0;
  #recorded = 0;
  #dropped = 0;
  #error: string | null = null;

  constructor({ tickStore, clock, source, log, maxQueuedRows = MAX_QUEUED_ROWS }: RecorderOptions) {
    this.#store = tickStore;
    this.#source = source;
    this.#log = log;
    this.#maxQueuedRows = maxQueuedRows;
    // From the clock, so that a later run's rows come after this one's: up to a million ticks a second.
    this.#seq = clock.now() * 1000;
    this.#timer = clock.setInterval(() => this.#seal(), FLUSH_MS);
  }

  onTick(tick: Tick): void {
    this.#block.add(tick, this.#seq++, this.#marks.of(tick));
    if (this.#block.full) this.#seal();
  }

  /** Resolves once everything taken in so far is durable or counted as dropped. */
  async flush(): Promise<void> {
    this.#seal();
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  stats(): RecorderStats {
    return {
      recorded: this.#recorded,
      queued: this.#block.length + this.#waitingRows + this.#inFlightRows,
      dropped: this.#dropped,
      error: this.#error,
    };
  }

  async stop(): Promise<void> {
    this.#timer.cancel();
    await this.flush();
  }

  #seal(): void {
    if (this.#block.length === 0) return;
    this.#waiting.push(this.#block);
    this.#waitingRows += this.#block.length;
    this.#block = new TickBlock(BLOCK_ROWS);
    while (this.#waitingRows > this.#maxQueuedRows) this.#dropOldest();
    this.#send();
  }

  #send(): void {
    while (this.#inFlight.size < MAX_IN_FLIGHT) {
      const block = this.#waiting.shift();
      if (block === undefined) return;
      this.#waitingRows -= block.length;
      this.#inFlightRows += block.length;
      const sent: Promise<void> = this.#append(block).finally(() => {
        this.#inFlight.delete(sent);
        this.#send();
      });
      this.#inFlight.add(sent);
    }
  }

  async #append(block: TickBlock): Promise<void> {
    const rows = block.length;
    try {
      await this.#store.append(this.#source, block.columns);
      this.#recorded += rows;
      if (this.#waiting.length === 0) this.#error = null;
    } catch (error) {
      this.#dropped += rows;
      this.#tell(error instanceof Error ? error.message : String(error), error);
    } finally {
      this.#inFlightRows -= rows;
    }
  }

  #dropOldest(): void {
    const oldest = this.#waiting.shift()!;
    this.#waitingRows -= oldest.length;
    this.#dropped += oldest.length;
    this.#tell(
      `Recording cannot keep up: more than ${this.#maxQueuedRows} ticks wait for the disk, so the oldest are dropped.`,
    );
  }

  /** Logs a fault once, not at every batch. */
  #tell(error: string, cause?: unknown): void {
    if (this.#error !== error) this.#log.error(`Recorder ${this.#source}: ${error}`, cause);
    this.#error = error;
  }
}
