import type { ReactNode } from 'react';

export interface Segment<T> {
  value: T;
  label: ReactNode;
  /** The label in full, told on hover and as the description. */
  name?: string;
  disabled?: boolean;
  title?: string;
  className?: string;
}

interface SegmentedProps<T> {
  name: string;
  value: T | null;
  segments: readonly Segment<T>[];
  onChange: (value: T) => void;
  /** Stretched over the width. */
  fill?: boolean;
  className?: string;
}

/** One of a few choices, as a row of buttons. */
export function Segmented<T extends string | number>({
  name,
  value,
  segments,
  onChange,
  fill = false,
  className = '',
}: SegmentedProps<T>) {
  return (
    <fieldset aria-label={name} className={`seg${fill ? ' fill' : ''} ${className}`}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={segment.value === value}
          disabled={segment.disabled}
          title={segment.title ?? segment.name}
          className={segment.className}
          onClick={() => onChange(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </fieldset>
  );
}
