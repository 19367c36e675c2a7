/** Rows whose words hold every word that was typed, in any order and case. */
export function filterRows<Row>(rows: readonly Row[], typed: string, wordsOf: (row: Row) => string): readonly Row[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return rows;
  return rows.filter((row) => {
    const words = wordsOf(row).toLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}
