import { create } from 'zustand';
import type { RecordedDay } from '../../../contract/desk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';

/** Days with ticks on disk, newest first; null until they are read. */
export const recordedDaysStore = create<{ days: RecordedDay[] | null }>(() => ({ days: null }));

export async function loadRecordedDays(): Promise<void> {
  try {
    const days = await client.call('replay.days', {});
    recordedDaysStore.setState({ days: days.toSorted((a, b) => b.day.localeCompare(a.day)) });
  } catch (error) {
    announce('danger', sentenceOf(error));
  }
}
