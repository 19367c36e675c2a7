import { useLayoutEffect, useRef, type ReactNode } from 'react';

const FLASH_MS = 260;
/** A figure that changes faster than this is not flashed: it would never rest, and say nothing. */
const RESTLESS_MS = 500;

const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

/** A figure of a table: when `value` changes after a rest, its cell's background flashes in the colour of the way it went. */
export function Flash({ value, children }: { value: number | null; children: ReactNode }) {
  const ref = useRef<HTMLSpanElement>(null);
  const last = useRef({ value, at: -Infinity });
  useLayoutEffect(() => {
    const before = last.current;
    if (value === before.value) return;
    const at = performance.now();
    last.current = { value, at };
    if (value === null || before.value === null || calm.matches || at - before.at < RESTLESS_MS) return;
    const color = `var(--${value > before.value ? 'up' : 'down'}-soft)`;
    ref.current
      ?.closest('td')
      ?.animate({ boxShadow: [`inset 0 0 0 100px ${color}`, 'inset 0 0 0 100px transparent'] }, FLASH_MS);
  }, [value]);
  return <span ref={ref}>{children}</span>;
}
