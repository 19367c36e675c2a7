import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { flashCell, RESTLESS_MS } from './flash-cell.ts';

/** A figure of a table: when `value` changes after a rest, its cell flashes in the colour of the way it went. */
export function Flash({ value, children }: { value: number | null; children: ReactNode }) {
  const ref = useRef<HTMLSpanElement>(null);
  const last = useRef({ value, at: -Infinity });
  useLayoutEffect(() => {
    const before = last.current;
    if (value === before.value) return;
    const at = performance.now();
    last.current = { value, at };
    const cell = ref.current?.closest('td');
    if (!cell || value === null || before.value === null || at - before.at < RESTLESS_MS) return;
    flashCell(cell, value > before.value);
  }, [value]);
  return <span ref={ref}>{children}</span>;
}
