/** From a figure to its place along an axis, in CSS px. */
export type Scale = (value: number) => number;

/** A straight scale; a range of no width stands in the middle. */
export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  if (high === low) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Lowest and highest of some figures with a margin, a fraction of what lies between; null without figures. */
export function rangeOf(values: readonly number[], margin = 0): [number, number] | null {
  if (values.length === 0) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) * 0.1 || 1) * margin;
  return [low - room, high + room];
}

/** Round figures inside a range, about `count` of them: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function roundTicks([low, high]: readonly [number, number], count: number): number[] {
  if (high <= low || count < 1) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) => (first + at) * step);
}
