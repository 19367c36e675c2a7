interface BarProps {
  /** 0–1; more is shown as full. */
  ratio: number;
  tone?: 'warn' | 'danger' | 'up' | undefined;
  /** Spoken name; a bar beside its own figures needs none. */
  name?: string;
}

/** How much of a limit is used. */
export function Bar({ ratio, tone, name }: BarProps) {
  const per = Math.round(Math.min(1, Math.max(0, ratio)) * 100);
  return (
    <span
      className={tone ? `bar ${tone}` : 'bar'}
      {...(name
        ? { role: 'progressbar', 'aria-label': name, 'aria-valuenow': per, 'aria-valuemin': 0, 'aria-valuemax': 100 }
        : { 'aria-hidden': true })}
    >
      <i style={{ width: `${per}%` }} />
    </span>
  );
}
