import type { ImportReport, Job } from '../../../contract/desk.ts';
import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import { Signal } from '../core/signal.ts';

const PUSH_MS = 200;

/** What long work gets to tell of itself. */
export interface JobHandle {
  signal: AbortSignal;
  /** @param progress 0–1 */
  report: (progress: number, message: string) => void;
}

/** Long work, one at a time: its progress, time left, cancel and outcome. */
export class Jobs {
  readonly changed = new Signal<Job>();
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #jobs = new Map<string, Job>();
  #running: { id: string; abort: AbortController; done: Promise<void> } | null = null;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  list(): Job[] {
    return [...this.#jobs.values()];
  }

  /** Starts `work`, which gives the report of an import, and gives its id at once. Throws IMPORT_BUSY while another runs. */
  start(title: string, work: (handle: JobHandle) => Promise<ImportReport | null>): string {
    if (this.#running !== null) {
      const other = this.#jobs.get(this.#running.id)!;
      throw new AppError(
        'IMPORT_BUSY',
        `"${other.title}" is still running. Wait for it to end or cancel it, then start this one.`,
        {
          running: other.title,
        },
      );
    }
    const id = this.#ids.uuid();
    const abort = new AbortController();
    this.#set({ id, title, state: 'running', progress: 0, secondsLeft: null, message: null, report: null });
    this.#running = { id, abort, done: this.#run(id, work, abort.signal) };
    return id;
  }

  cancel(id: string): void {
    if (this.#running?.id === id) this.#running.abort.abort();
  }

  /** Cancels what runs and waits for it to let go. */
  async close(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.done;
  }

  async #run(
    id: string,
    work: (handle: JobHandle) => Promise<ImportReport | null>,
    signal: AbortSignal,
  ): Promise<void> {
    const started = this.#clock.monotonic();
    let pushed = started - PUSH_MS;
    const report = (progress: number, message: string): void => {
      const at = this.#clock.monotonic();
      if (at - pushed < PUSH_MS) return;
      pushed = at;
      const secondsLeft = progress > 0.02 ? (((at - started) / progress) * (1 - progress)) / 1000 : null;
      this.#set({ ...this.#jobs.get(id)!, progress, secondsLeft, message });
    };
    // The caller has the id before the first message about it.
    await Promise.resolve();
    try {
      signal.throwIfAborted();
      const result = await work({ signal, report });
      this.#end(id, { state: 'done', progress: 1, message: null, report: result });
    } catch (error) {
      const message = error instanceof Error ? error.message : 'The work failed.';
      this.#end(id, { state: signal.aborted ? 'cancelled' : 'failed', message });
    }
  }

  #end(id: string, outcome: Partial<Job>): void {
    this.#running = null;
    this.#set({ ...this.#jobs.get(id)!, secondsLeft: null, ...outcome });
  }

  #set(job: Job): void {
    this.#jobs.set(job.id, job);
    this.changed.emit(job);
  }
}
