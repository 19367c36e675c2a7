import { create } from 'zustand';
import type { CalendarDay, JournalDay, JournalMarket, TripNote } from '../../../contract/trade-journal.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { tradesStore } from '../../stores/tables.ts';
import { announce } from '../../stores/toasts.ts';
import { statusStore } from '../../stores/values.ts';
import { istDay } from '../../ui/format.ts';

interface JournalView {
  /** The day that was chosen; null: the one that runs. */
  day: string | null;
  journal: JournalDay | null;
  calendar: readonly CalendarDay[];
  /** Null until it was read, which takes longer. */
  market: JournalMarket | null;
  /** The trip whose note is open. */
  tripId: string | null;
  /** Why there is no journal, a sentence. */
  problem: string | null;
}

export const journalStore = create<JournalView>(() => ({
  day: null,
  journal: null,
  calendar: [],
  market: null,
  tripId: null,
  problem: null,
}));

/** Fills come in bursts, and their ticks are stored shortly after: one reading is for all of them. */
const READ_AGAIN_MS = 600;

/** The day in view, `YYYY-MM-DD`; null before the engine said what time it is. */
export function dayInView(): string | null {
  const { day } = journalStore.getState();
  const now = statusStore.getState().value?.now;
  return day ?? (now === undefined ? null : istDay(now));
}

/** Reads the journal of the day in view and the days that have one. */
export async function readJournal(): Promise<void> {
  const day = dayInView();
  if (day === null) return;
  try {
    const [journal, calendar] = await Promise.all([
      client.call('journal.day', { day }),
      client.call('journal.calendar', {}),
    ]);
    if (dayInView() !== day) return;
    journalStore.setState({ journal, calendar, problem: null });
    const market = await client.call('journal.market', { day });
    if (dayInView() === day) journalStore.setState({ market });
  } catch (error) {
    journalStore.setState({ problem: sentenceOf(error) });
  }
}

export function chooseJournalDay(day: string | null): void {
  journalStore.setState({ day, tripId: null, market: null });
  void readJournal();
}

export const chooseTrip = (tripId: string | null): void => journalStore.setState({ tripId });

/** Writes tags and note of a trip; true once they are kept. */
export async function writeTripNote(note: TripNote): Promise<boolean> {
  try {
    await client.call('journal.write', note);
    await readJournal();
    return true;
  } catch (error) {
    announce('danger', sentenceOf(error));
    return false;
  }
}

let readers = 0;
let stop: (() => void) | null = null;

/** Keeps the journal up to date with the fills while a panel shows it, until the returned function is called. */
export function followJournal(): () => void {
  readers += 1;
  if (readers === 1) stop = follow();
  return () => {
    readers -= 1;
    if (readers > 0) return;
    stop?.();
    stop = null;
  };
}

function follow(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let today: string | null = null;
  const again = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void readJournal();
    }, READ_AGAIN_MS);
  };
  const leaveTrades = tradesStore.subscribe(again);
  const leaveStatus = statusStore.subscribe(() => {
    const day = dayInView();
    if (day !== today) again();
    today = day;
  });
  again();
  return () => {
    leaveTrades();
    leaveStatus();
    clearTimeout(timer);
  };
}
