import { retentionSchema } from '../../../contract/data.ts';
import type {
  Backfill,
  DataDay,
  DataExport,
  DataGap,
  DataOverview,
  DayDetail,
  Retention,
  SourceDay,
} from '../../../contract/data.ts';
import { AppError } from '../core/app-error.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { addDays, istDay } from '../core/ist.ts';
import { gapsOf } from '../domain/feed-gaps.ts';
import type { Gap } from '../domain/feed-gaps.ts';
import type { HistorySource } from '../market-data/history-source.ts';
import type { DeskStore } from '../store/desk-store.ts';
import type { RecordedSteps, TickStore } from '../store/tick-store.ts';
import { fillGaps } from './data-backfill.ts';
import { recordedHistory } from './history.ts';
import type { Jobs } from './jobs.ts';

/** Written by the engine alone. */
const RETENTION = 'engine.retention';
const CHECK_MS = 10 * 60_000;
const KEEP_ALL: Retention = { tickDays: null, chainDays: null, unarchived: false };

export interface DataKeeperParts {
  clock: Clock;
  store: Pick<DeskStore, 'setting' | 'transaction'>;
  ticks: TickStore;
  jobs: Jobs;
  /** What a market model would have shown, for gaps of its own recording. */
  model: { source: string; history: HistorySource };
  /** Makes what is still in memory readable. */
  flush: () => Promise<void>;
  /** What a replay reads just now, or null. */
  replayed: () => SourceDay | null;
  onError: (error: unknown) => void;
}

/** Looks after what was recorded: tells of it and its gaps, archives, exports, fills and deletes days. */
export class DataKeeper {
  readonly #parts: DataKeeperParts;
  #timer: Timer | null = null;

  constructor(parts: DataKeeperParts) {
    this.#parts = parts;
  }

  /** Lets days go that are older than they are to be kept, some times an hour. */
  start(): void {
    this.#timer ??= this.#parts.clock.setInterval(() => {
      this.applyRetention().catch(this.#parts.onError);
    }, CHECK_MS);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  async overview(): Promise<DataOverview> {
    const { ticks, flush } = this.#parts;
    await flush();
    const [days, sizes] = await Promise.all([ticks.dataDays(), ticks.sizes()]);
    return {
      days,
      databaseBytes: sizes.database,
      archiveBytes: sizes.archive,
      freeBytes: sizes.free,
      keptFreeBytes: sizes.keptFree,
      retention: this.retention(),
    };
  }

  async detail({ day, source }: SourceDay): Promise<DayDetail> {
    const { ticks, flush } = this.#parts;
    await flush();
    const [symbols, steps] = await Promise.all([ticks.dataSymbols(day, source), ticks.steps(day, source)]);
    const names = new Map(symbols.map(({ instrumentId, symbol }) => [instrumentId, symbol]));
    const gaps = this.#gapsOf(day, steps).map((gap): DataGap => ({
      ...gap,
      symbol: gap.instrumentId === null ? null : (names.get(gap.instrumentId) ?? null),
      backfilled: filledIn(gap, steps),
    }));
    return { symbols, gaps };
  }

  /** Starts a job over days that are closed, all of them when none is named; null when there is nothing to do. Throws IMPORT_BUSY. */
  async archive(chosen: SourceDay | null): Promise<string | null> {
    const { ticks, jobs } = this.#parts;
    const days = (await ticks.dataDays()).filter(
      (each) =>
        each.closed &&
        (each.archive === 'none' || each.archive === 'part') &&
        (chosen === null || isSame(each, chosen)),
    );
    if (days.length === 0) {
      if (chosen !== null) await this.#requireClosed(chosen);
      return null;
    }
    const title = days.length === 1 ? `Archive ${days[0]!.day}` : `Archive ${days.length} days`;
    return jobs.start(title, async ({ signal, report }) => {
      for (const [place, { day, source }] of days.entries()) {
        signal.throwIfAborted();
        await ticks.archive(
          day,
          source,
          ({ progress, message }) => report((place + progress) / days.length, `${day}, ${source}: ${message}`),
          signal,
        );
      }
      this.#log(`Archived ${days.map(nameOf).join('; ')}.`);
      return null;
    });
  }

  /** Deletes a whole day; throws DATA_REFUSED for one that is not closed, or is being replayed. */
  async delete(chosen: SourceDay): Promise<void> {
    await this.#requireClosed(chosen);
    await this.#delete(chosen, { ticks: true, chain: true });
  }

  /** Starts an export and gives where the file will be. Throws DATA_REFUSED, IMPORT_BUSY. */
  async export(wanted: DataExport): Promise<{ jobId: string; path: string }> {
    const { ticks, jobs, flush } = this.#parts;
    if (wanted.from > wanted.to) {
      throw new AppError('DATA_REFUSED', `${wanted.from} is after ${wanted.to}. Give the earlier day first.`);
    }
    await flush();
    const path = await ticks.exportPath(wanted);
    const jobId = jobs.start(`Export ${wanted.what} to ${path}`, async ({ signal, report }) => {
      const rows = await ticks.export(wanted, ({ progress, message }) => report(progress, message), signal);
      this.#log(`Exported ${rows} rows of ${wanted.what} to ${path}.`);
      return null;
    });
    return { jobId, path };
  }

  /** Fills a day's gaps as a job; null when it has none. Throws DATA_REFUSED, IMPORT_BUSY. */
  async backfill({ day, source, from }: Backfill): Promise<string | null> {
    const { ticks, jobs, model, flush } = this.#parts;
    if (from === source) {
      throw new AppError('DATA_REFUSED', `${source} cannot fill its own gaps. Choose where the ticks come from.`);
    }
    if (from === 'simulator' && source !== model.source) {
      throw new AppError(
        'DATA_REFUSED',
        `The simulated market fills gaps of its own recording (${model.source}) alone: ${source} is of another market. Choose an import.`,
      );
    }
    await flush();
    const gaps = this.#gapsOf(day, await ticks.steps(day, source));
    if (gaps.length === 0) return null;
    const history = from === 'simulator' ? model.history : recordedHistory(ticks, from);
    const instrumentIds = await ticks.instrumentsOf(day, source);
    return jobs.start(`Fill gaps of ${day} from ${from}`, async (handle) => {
      const kept = await fillGaps({ ticks, history, day, source, gaps, instrumentIds }, handle);
      this.#log(`Filled gaps of ${day}, ${source}, with ${kept} ticks from ${from}.`);
      return null;
    });
  }

  retention(): Retention {
    const stored = retentionSchema.safeParse(this.#parts.store.setting(RETENTION));
    return stored.success ? stored.data : KEEP_ALL;
  }

  setRetention(retention: Retention): void {
    this.#parts.store.transaction((tx) => {
      tx.saveSetting(RETENTION, retention);
      tx.log(
        'system',
        `Ticks are kept ${kept(retention.tickDays)}, option chains ${kept(retention.chainDays)}; days that are not archived ${retention.unarchived ? 'go too' : 'stay'}.`,
      );
    });
  }

  /** Deletes what is older than it is to be kept: never of today, and only what is archived unless told otherwise. */
  async applyRetention(): Promise<void> {
    const { clock, ticks } = this.#parts;
    const { tickDays, chainDays, unarchived } = this.retention();
    if (tickDays === null && chainDays === null) return;
    const today = istDay(clock.now());
    const isOver = (day: string, days: number | null) => days !== null && day < addDays(today, -days);
    for (const each of await ticks.dataDays()) {
      if (!each.closed || each.day >= today || this.#isReplayed(each)) continue;
      if (!unarchived && each.archive !== 'whole') continue;
      const parts = {
        ticks: each.ticks > 0 && isOver(each.day, tickDays),
        chain: each.chainRows > 0 && isOver(each.day, chainDays),
      };
      if (parts.ticks || parts.chain) await this.#delete(each, parts);
    }
  }

  async #delete({ day, source }: SourceDay, parts: { ticks: boolean; chain: boolean }): Promise<void> {
    await this.#parts.ticks.deleteDay(day, source, parts);
    const what = parts.ticks && parts.chain ? 'ticks, bars and chains' : parts.ticks ? 'ticks and bars' : 'chains';
    this.#log(`Deleted the ${what} of ${day}, ${source}.`);
  }

  async #requireClosed(chosen: SourceDay): Promise<void> {
    const day = (await this.#parts.ticks.dataDays()).find((each) => isSame(each, chosen));
    if (day === undefined) {
      throw new AppError('REPLAY_NO_DAY', `Nothing is kept of ${nameOf(chosen)}. Choose a day of the list.`);
    }
    if (this.#isReplayed(day)) {
      throw new AppError('DATA_REFUSED', `${nameOf(day)} is being replayed. Stop the replay first.`);
    }
    if (day.closed) return;
    throw new AppError('DATA_REFUSED', `${nameOf(day)} is not over: it can be archived or deleted once it is.`);
  }

  #isReplayed(day: SourceDay): boolean {
    const replayed = this.#parts.replayed();
    return replayed !== null && isSame(replayed, day);
  }

  /** Of today only what is past counts. */
  #gapsOf(day: string, steps: RecordedSteps): Gap[] {
    const now = this.#parts.clock.now();
    const { session } = steps;
    const past =
      session !== null && day === istDay(now) ? { from: session.from, to: Math.min(session.to, now) } : session;
    return gapsOf(steps, past);
  }

  #log(message: string): void {
    this.#parts.store.transaction((tx) => tx.log('system', message));
  }
}

function filledIn(gap: Gap, { backfilled }: RecordedSteps): number {
  return backfilled
    .filter(({ instrumentId, minute }) => {
      return (gap.instrumentId ?? instrumentId) === instrumentId && minute >= gap.from && minute < gap.to;
    })
    .reduce((sum, { ticks }) => sum + ticks, 0);
}

function isSame(a: SourceDay, b: SourceDay): boolean {
  return a.day === b.day && a.source === b.source;
}

function nameOf({ day, source }: SourceDay | DataDay): string {
  return `${day}, ${source}`;
}

function kept(days: number | null): string {
  return days === null ? 'for ever' : `${days} days`;
}
