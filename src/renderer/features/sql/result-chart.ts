import type { SqlResult } from '../../../contract/sql.ts';

/** One line of a result's chart: points by place, a gap where there is no figure. */
export interface ResultLine {
  name: string;
  points: { x: number; y: number }[];
}

export interface ResultChart {
  /** Name of the column along the bottom, or null where rows are only counted. */
  along: string | null;
  from: string;
  to: string;
  low: number;
  high: number;
  /** `x` 0 to 1 from left to right, `y` 0 to 1 from low to high. */
  lines: ResultLine[];
}

const MOST_LINES = 6;

/** A result as lines: its first time or number column along the bottom, every other number a line. Null: nothing to draw. */
export function resultChart({ columns, rows }: SqlResult): ResultChart | null {
  if (rows.length < 2) return null;
  const along = columns.findIndex(({ kind }) => kind === 'time');
  const numbers = columns.flatMap(({ kind }, column) => (kind === 'number' ? [column] : []));
  const base = along >= 0 ? along : numbers.length > 1 ? numbers[0]! : -1;
  const drawn = numbers.filter((column) => column !== base).slice(0, MOST_LINES);
  if (drawn.length === 0) return null;
  const places = rows.map((row, index) => (base < 0 ? index : placeOf(row[base])));
  const [left, right] = extent(places);
  const [low, high] = extent(drawn.flatMap((column) => rows.map((row) => numberOf(row[column]))));
  if (!Number.isFinite(left) || !Number.isFinite(low)) return null;
  const textAt = (place: number) => {
    const row = rows[places.indexOf(place)];
    return base < 0 ? String(place + 1) : String(row?.[base] ?? '');
  };
  return {
    along: base < 0 ? null : columns[base]!.name,
    from: textAt(left),
    to: textAt(right),
    low,
    high,
    lines: drawn.map((column) => ({
      name: columns[column]!.name,
      points: rows
        .map((row, index) => ({
          x: share(places[index]!, left, right),
          y: share(numberOf(row[column]), low, high),
        }))
        .filter(({ x, y }) => !Number.isNaN(x) && !Number.isNaN(y))
        .sort((a, b) => a.x - b.x),
    })),
  };
}

type Cell = SqlResult['rows'][number][number] | undefined;

const numberOf = (cell: Cell): number => (typeof cell === 'number' ? cell : Number.NaN);

/** A time of the engine, `YYYY-MM-DD HH:MM:SS.mmm`, as a number to place it by. */
function placeOf(cell: Cell): number {
  return typeof cell === 'string' ? Date.parse(`${cell.replace(' ', 'T')}Z`) : numberOf(cell);
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Where a value stands between two ends, 0 to 1; in the middle when they are one. */
function share(value: number, low: number, high: number): number {
  return high === low ? value - value + 0.5 : (value - low) / (high - low);
}
