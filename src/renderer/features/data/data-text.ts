import type { DataDay, DataGap, DataOverview, DataSymbol } from '../../../contract/data.ts';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** 1.4 GB */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const size = bytes / 1024 ** power;
  return `${power === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[power]}`;
}

/** What a day takes, as far as it can be told: its files, or with ≈ its share of the database by its rows. */
export function sizeText(day: DataDay, { days, databaseBytes }: Pick<DataOverview, 'days' | 'databaseBytes'>): string {
  if (day.archiveBytes > 0) return bytesText(day.archiveBytes);
  const rows = days.filter(({ archive }) => archive === 'none').reduce((sum, each) => sum + rowsOf(each), 0);
  return rows === 0 ? '–' : `≈ ${bytesText((databaseBytes * rowsOf(day)) / rows)}`;
}

const rowsOf = ({ ticks, chainRows }: DataDay): number => ticks + chainRows;

/** 19 min 17 s */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const words = parts.flatMap((part, place) => (part === 0 ? [] : [`${part} ${['h', 'min', 's'][place]}`]));
  return words.length === 0 ? '0 s' : words.join(' ');
}

/** How a day is kept, in a word or two. */
export function keptText({ closed, sorted, archive }: Pick<DataDay, 'closed' | 'sorted' | 'archive'>): string {
  if (archive === 'missing') return 'File missing';
  if (!closed) return 'Under way';
  if (archive === 'whole') return 'Archived';
  if (archive === 'part') return 'Archived in part';
  return sorted ? 'Sorted' : 'As it came';
}

/** What became of a gap since, and how the feed came back. */
export function gapNote({ burst, backfilled }: Pick<DataGap, 'burst' | 'backfilled'>): string {
  const notes = [
    burst >= CATCH_UP_TICKS ? `${burst.toLocaleString('en-IN')} ticks in a second` : '',
    backfilled > 0 ? `${backfilled.toLocaleString('en-IN')} ticks filled in` : '',
  ].filter(Boolean);
  return notes.length === 0 ? 'nothing filled in' : notes.join('; ');
}

/** Fewer in a second are what a feed sends. */
const CATCH_UP_TICKS = 20;

/** Where ticks of a symbol come from, beyond the day's own source. */
export function originNote({ backfilled, caughtUp }: Pick<DataSymbol, 'backfilled' | 'caughtUp'>): string {
  return [
    backfilled > 0 ? `${backfilled.toLocaleString('en-IN')} filled in` : '',
    caughtUp > 0 ? `${caughtUp.toLocaleString('en-IN')} caught up` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
