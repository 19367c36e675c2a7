import duckdb from '@duckdb/node-bindings';
import type { DuckDBValue } from '@duckdb/node-api';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { ImportProgress } from '../tick-store.ts';
import type { DuckDbConnection } from './open-duckdb.ts';

const POLL_MS = 100;

/** DuckDB counts progress only while it believes it shows a bar. */
const COUNT_PROGRESS = [
  'SET enable_progress_bar = true',
  'SET enable_progress_bar_print = false',
  'SET progress_bar_time = 0',
];

/** Runs the statements of one import, or other long work, one after another: tells how far each is, and stops when cancelled. */
export class ImportRun {
  readonly #connection: DuckDbConnection;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #onProgress: (progress: ImportProgress) => void;
  readonly #cancelled: string;
  #progress = 0;

  constructor(
    connection: DuckDbConnection,
    clock: Clock,
    signal: AbortSignal,
    onProgress: (progress: ImportProgress) => void,
    cancelled = 'The import was cancelled; nothing of the file was kept.',
  ) {
    this.#connection = connection;
    this.#clock = clock;
    this.#signal = signal;
    this.#onProgress = onProgress;
    this.#cancelled = cancelled;
  }

  async begin(): Promise<void> {
    for (const setting of COUNT_PROGRESS) await this.run(setting);
  }

  /** Runs `task` as the part from `from` to `to` (0–1) of the import. @throws AppError IMPORT_CANCELLED */
  async step<T>(from: number, to: number, message: string, task: () => Promise<T>): Promise<T> {
    this.throwIfCancelled();
    this.#tell(from, message);
    const { raw } = this.#connection;
    const timer = this.#clock.setInterval(() => {
      // Again and again, since an interrupt that comes before the query has begun is lost.
      if (this.#signal.aborted) return duckdb.interrupt(raw);
      const share = Math.min(1, Math.max(0, duckdb.query_progress(raw).percentage / 100));
      this.#tell(from + (to - from) * share, message);
    }, POLL_MS);
    const interrupt = () => duckdb.interrupt(raw);
    this.#signal.addEventListener('abort', interrupt);
    try {
      return await task();
    } catch (error) {
      this.throwIfCancelled();
      throw error;
    } finally {
      timer.cancel();
      this.#signal.removeEventListener('abort', interrupt);
    }
  }

  async run(sql: string, values: Record<string, DuckDBValue> = {}): Promise<void> {
    this.throwIfCancelled();
    await this.#connection.query.run(sql, values);
  }

  async rows(sql: string, values: Record<string, DuckDBValue> = {}): Promise<DuckDBValue[][]> {
    this.throwIfCancelled();
    return (await this.#connection.query.runAndReadAll(sql, values)).getRows();
  }

  /** A step of several statements counts each from nought: what is shown never goes back. */
  #tell(progress: number, message: string): void {
    this.#progress = Math.max(this.#progress, progress);
    this.#onProgress({ progress: this.#progress, message });
  }

  throwIfCancelled(): void {
    if (!this.#signal.aborted) return;
    throw new AppError('IMPORT_CANCELLED', this.#cancelled);
  }
}
