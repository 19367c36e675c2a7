import { create } from 'zustand';
import type { DataOverview, DayDetail, Retention, SourceDay } from '../../../contract/data.ts';
import type { CallArgs } from '../../../contract/contract.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';

interface DataDesk {
  overview: DataOverview | null;
  chosen: SourceDay | null;
  /** Of the chosen day; null until it is read. */
  detail: DayDetail | null;
}

/** What is kept of the market, as the data panel shows it. */
export const dataDesk = create<DataDesk>(() => ({ overview: null, chosen: null, detail: null }));

export const isSame = (a: SourceDay | null, b: SourceDay | null): boolean =>
  a?.day === b?.day && a?.source === b?.source;

/** Reads everything anew; the newest day is chosen when none is, or the chosen one went. */
export async function loadData(): Promise<void> {
  await told(async () => {
    const overview = await client.call('data.overview', {});
    const { chosen } = dataDesk.getState();
    const kept = overview.days.find((day) => isSame(day, chosen)) ?? overview.days[0] ?? null;
    dataDesk.setState({ overview });
    await chooseDay(kept);
  });
}

export async function chooseDay(day: SourceDay | null): Promise<void> {
  const chosen = day === null ? null : { day: day.day, source: day.source };
  const { chosen: before, detail } = dataDesk.getState();
  dataDesk.setState({ chosen, detail: isSame(before, chosen) ? detail : null });
  if (chosen === null) return;
  await told(async () => {
    const read = await client.call('data.day', chosen);
    // Another may have been chosen meanwhile.
    if (isSame(dataDesk.getState().chosen, chosen)) dataDesk.setState({ detail: read });
  });
}

/** Starts the sorting of days that lie as they came. */
export const sortDays = (): Promise<boolean> =>
  told(async () => {
    const { jobId } = await client.call('days.compact', {});
    if (jobId === null) announce('info', 'Every day that is over is sorted.');
  });

/** Starts the archiving of one day, or of all. */
export const archiveDays = (only: SourceDay | null): Promise<boolean> =>
  told(async () => {
    const named = only === null ? null : { day: only.day, source: only.source };
    const { jobId } = await client.call('data.archive', { only: named });
    if (jobId === null) announce('info', 'Every day that is over is archived.');
  });

export const backfillDay = (day: SourceDay, from: string): Promise<boolean> =>
  told(async () => {
    const { jobId } = await client.call('data.backfill', { ...day, from });
    if (jobId === null) announce('info', 'The day has no gap.');
  });

export const deleteDay = (day: SourceDay): Promise<boolean> =>
  told(async () => {
    await client.call('data.delete', day);
    await loadData();
  });

export const setRetention = (retention: Retention): Promise<boolean> =>
  told(async () => {
    await client.call('data.retain', retention);
    await loadData();
  });

/** Gives where the file will be, or null when it was refused. */
export async function exportData(wanted: CallArgs<'data.export'>): Promise<string | null> {
  let path: string | null = null;
  await told(async () => {
    path = (await client.call('data.export', wanted)).path;
  });
  return path;
}

/** Whether it went well; what did not is announced. */
async function told(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    announce('danger', sentenceOf(error));
    return false;
  }
}
