import type { ReactNode } from 'react';

/** A key as printed on it. Hidden from screen readers: the control's own name suffices. */
export function Keycap({ children }: { children: ReactNode }) {
  return (
    <kbd className="key" aria-hidden="true">
      {children}
    </kbd>
  );
}
