import { create } from 'zustand';
import type { Status } from '../../contract/desk.ts';
import type { DayStory, StoryEvent } from '../../contract/replay.ts';
import { client } from '../client/client.ts';
import { sentenceOf } from '../client/call-error.ts';
import { statusStore } from './values.ts';

interface DayStoryState {
  /** Of the day that is replayed; null outside a replay and until it is read. */
  story: DayStory | null;
  /** Why it could not be read, a sentence. */
  problem: string | null;
  /** Whether charts show what the account did then. */
  marksShown: boolean;
}

const NOTHING = { story: null, problem: null };

/** What the account did on the replayed day; it appears as the replay's clock passes it. */
export const dayStoryStore = create<DayStoryState>(() => ({ ...NOTHING, marksShown: true }));

export const useDayStory = (): DayStory | null => dayStoryStore((state) => state.story);

/** The replay's clock, epoch ms; null outside a replay. */
export const replayAt = (): number | null => statusStore.getState().value?.replay?.at ?? null;

export function toggleThenMarks(): void {
  dayStoryStore.setState(({ marksShown }) => ({ marksShown: !marksShown }));
}

/** How many of `events`, oldest first, had happened by `at`. */
export function happenedBy(events: readonly StoryEvent[], at: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reads the story of each day that comes into view. */
export function followDayStory(): void {
  let shown: string | null = null;
  statusStore.subscribe(({ value }) => {
    const now = dayOf(value);
    if (now === shown) return;
    shown = now;
    dayStoryStore.setState(NOTHING);
    if (now === null) return;
    client.call('replay.story', {}).then(
      (story) => shown === now && dayStoryStore.setState({ story, problem: null }),
      (error: unknown) => shown === now && dayStoryStore.setState({ story: null, problem: sentenceOf(error) }),
    );
  });
}

function dayOf(status: Status | null): string | null {
  return status?.replay ? `${status.replay.day} ${status.replay.source} ${status.replay.to}` : null;
}
