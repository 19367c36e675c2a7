/** One figure against a named reference, both taken in the same interleaved run: only the ratio says something. */
export interface BenchResult {
  name: string;
  unit: string;
  ours: number;
  reference: { name: string; value: number };
  /** ours ÷ reference. */
  ratio: number;
  floor: { sense: 'at least' | 'at most'; ratio: number };
  /** What was run: sizes, rates, rounds. */
  detail: Record<string, number | string>;
}

/** The middle value; of an even count, the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
