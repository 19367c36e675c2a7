import type { Clock, Timer } from '../core/clock.ts';
import type { TickStore } from '../store/tick-store.ts';
import type { Jobs } from './jobs.ts';

const CHECK_MS = 60_000;

export interface DayCompactionParts {
  clock: Clock;
  ticks: Pick<TickStore, 'uncompacted' | 'compact'>;
  jobs: Jobs;
  onError: (error: unknown) => void;
}

/** Has closed days sorted, as a job: by itself, each day once in a run, or when asked. */
export class DayCompaction {
  readonly #clock: Clock;
  readonly #ticks: DayCompactionParts['ticks'];
  readonly #jobs: Jobs;
  readonly #onError: (error: unknown) => void;
  /** Days that were begun in this run: what failed or was cancelled is not begun again by itself. */
  readonly #begun = new Set<string>();
  #timer: Timer | null = null;

  constructor({ clock, ticks, jobs, onError }: DayCompactionParts) {
    this.#clock = clock;
    this.#ticks = ticks;
    this.#jobs = jobs;
    this.#onError = onError;
  }

  /** Looks for closed days every minute. */
  start(): void {
    this.#timer ??= this.#clock.setInterval(() => {
      this.#startJob(({ day, source }) => !this.#begun.has(`${day} ${source}`)).catch(this.#onError);
    }, CHECK_MS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Starts a job over all closed days and gives its id, or null when all are sorted. Throws IMPORT_BUSY. */
  compact(): Promise<string | null> {
    return this.#startJob(() => true);
  }

  async #startJob(chosen: (day: { day: string; source: string }) => boolean): Promise<string | null> {
    const days = (await this.#ticks.uncompacted()).filter(chosen);
    if (days.length === 0) return null;
    const title = days.length === 1 ? `Sort the ticks of ${days[0]!.day}` : `Sort the ticks of ${days.length} days`;
    return this.#jobs.start(title, async ({ signal, report }) => {
      for (const [index, { day, source }] of days.entries()) {
        signal.throwIfAborted();
        this.#begun.add(`${day} ${source}`);
        await this.#ticks.compact(
          day,
          source,
          ({ progress, message }) => report((index + progress) / days.length, `${day}, ${source}: ${message}`),
          signal,
        );
      }
      return null;
    });
  }
}
