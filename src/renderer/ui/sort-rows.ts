export interface SortOrder {
  column: string;
  descending: boolean;
}

/** Rows by a figure or text, stable; rows without one come last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  by: (row: Row) => string | number | null,
  descending: boolean,
): Row[] {
  const turn = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [by(a), by(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return (typeof x === 'string' ? x.localeCompare(String(y)) : x - Number(y)) * turn;
  });
}
