const NAMES: Record<number, string> = { 1000: 'second', 60_000: 'minute', 3_600_000: 'hour', 86_400_000: 'day' };

/** A rate window as a person reads it: "second", "minute", or "5 s". */
export function windowName(windowMs: number): string {
  return NAMES[windowMs] ?? `${windowMs / 1000} s`;
}
