import { MARKS, tagSchema, type Trip } from '../../../contract/trade-journal.ts';
import { csvRupees, type CsvColumn } from '../../ui/csv.ts';
import { istDay, istTime } from '../../ui/format.ts';

type TripMark = Trip['marks'][number];

const MARK_WORDS: Record<TripMark['mark'], string> = {
  reentry: 're-entry',
  sizeUp: 'size up after a loss',
  late: 'late entry',
  noStop: 'no stop',
  stopWidened: 'stop widened',
  planKept: 'plan kept',
};

/** A mark in few words: `re-entry in 1 min`. */
export function markText({ mark, minutes }: TripMark): string {
  if (minutes === undefined) return MARK_WORDS[mark];
  return minutes === 0 ? `${MARK_WORDS[mark]} within a minute` : `${MARK_WORDS[mark]} in ${minutes} min`;
}

/** What a mark means, for its tooltip. */
export const markMeaning = ({ mark }: TripMark): string => `${MARKS[mark]}.`;

/** How long a trip was held: `6 m`, `1 h 12 m`, `40 s`. */
export function heldText(from: number, to: number): string {
  const seconds = Math.max(0, Math.round((to - from) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** R with its sign and one decimal. */
export function rText(r: number | null): string {
  if (r === null) return '–';
  const text = Math.abs(r).toFixed(1);
  return text === '0.0' ? '0.0' : `${r > 0 ? '+' : '−'}${text}`;
}

/** What was typed as tags, `#pullback plan`, in the order typed and each once; `wrong` is the first that is none. */
export function readTags(typed: string): { tags: string[]; wrong: string | null } {
  const words = typed
    .toLowerCase()
    .split(/[\s,#]+/)
    .filter((word) => word !== '');
  const wrong = words.find((word) => !tagSchema.safeParse(word).success) ?? null;
  return { tags: [...new Set(words)], wrong };
}

/** Trips whose name, tags, marks or note hold every word. */
export function findTrips(trips: readonly Trip[], typed: string): Trip[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return trips.filter(({ name, tags, marks, note }) => {
    const text = [name, ...tags.map((tag) => `#${tag}`), ...marks.map(markText), note].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The columns of the journal file; money in rupees, times in IST. */
export const TRIP_CSV: readonly CsvColumn<Trip>[] = [
  { head: 'opened', cell: ({ openedAt }) => `${istDay(openedAt)} ${istTime(openedAt)}` },
  { head: 'closed', cell: ({ closedAt }) => (closedAt === null ? null : `${istDay(closedAt)} ${istTime(closedAt)}`) },
  { head: 'symbol', cell: ({ name }) => name },
  { head: 'side', cell: ({ side }) => side },
  { head: 'lots', cell: ({ lots }) => lots },
  { head: 'in', cell: (trip) => csvRupees(trip.in) },
  { head: 'out', cell: (trip) => csvRupees(trip.out) },
  { head: 'gross', cell: ({ gross }) => csvRupees(gross) },
  { head: 'charges', cell: ({ charges }) => csvRupees(charges) },
  { head: 'net', cell: ({ net }) => csvRupees(net) },
  { head: 'r', cell: ({ r }) => (r === null ? null : Number(r.toFixed(2))) },
  { head: 'marks', cell: ({ marks }) => marks.map(markText).join('; ') },
  { head: 'tags', cell: ({ tags }) => tags.join(' ') },
  { head: 'note', cell: ({ note }) => note },
];
