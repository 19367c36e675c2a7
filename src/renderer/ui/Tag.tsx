import type { ReactNode } from 'react';

interface TagProps {
  tone?: 'up' | 'down' | 'warn' | 'danger' | 'ok' | 'plain' | 'age' | undefined;
  title?: string | undefined;
  children: ReactNode;
}

/** A short word with a meaning; `age` is the dashed badge of stale data. */
export function Tag({ tone, title, children }: TagProps) {
  return (
    <span className={tone ? `tag ${tone}` : 'tag'} title={title}>
      {children}
    </span>
  );
}
