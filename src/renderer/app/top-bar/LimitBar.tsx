import { limitBarScale } from './limit-bar.ts';

const percent = (place: number) => `${place * 100}%`;

/** The day's net between the maximum loss and the room above, in one small bar as wide as its place. Paise. */
export function LimitBar({ net, maxLoss }: { net: number; maxLoss: number }) {
  const { maxLoss: loss, zero, net: now } = limitBarScale(net, maxLoss);
  return (
    <svg className="limit-bar" height="16" aria-hidden="true">
      <rect y="5" width="100%" height="6" rx="3" fill="var(--bg-4)" />
      <rect y="5" width={percent(loss)} height="6" rx="3" fill="var(--danger)" />
      <rect
        x={percent(Math.min(zero, now))}
        y="5"
        width={percent(Math.abs(now - zero))}
        height="6"
        fill={net >= 0 ? 'var(--up)' : 'var(--down)'}
      />
      <svg x={percent(loss)} overflow="visible">
        <rect x="-1" y="2" width="2" height="12" fill="var(--danger)" />
      </svg>
      <svg x={percent(zero)} overflow="visible">
        <rect x="-0.5" y="3" width="1" height="10" fill="var(--text-2)" />
      </svg>
      <svg x={percent(now)} overflow="visible">
        <path d="M-4 0h8l-4 5z" fill="var(--text-1)" />
      </svg>
    </svg>
  );
}
