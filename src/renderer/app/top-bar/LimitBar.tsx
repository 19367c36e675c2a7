import { limitBarScale } from './limit-bar.ts';

const WIDTH = 236;

/** The day's net between the maximum loss and the room above, in one small bar. Paise. */
export function LimitBar({ net, maxLoss }: { net: number; maxLoss: number }) {
  const scale = limitBarScale(net, maxLoss);
  const [loss, zero, now] = [scale.maxLoss * WIDTH, scale.zero * WIDTH, scale.net * WIDTH];
  return (
    <svg width={WIDTH} height="16" aria-hidden="true">
      <rect y="5" width={WIDTH} height="6" rx="3" fill="var(--bg-4)" />
      <rect y="5" width={loss} height="6" rx="3" fill="var(--danger)" />
      <rect
        x={Math.min(zero, now)}
        y="5"
        width={Math.abs(now - zero)}
        height="6"
        fill={net >= 0 ? 'var(--up)' : 'var(--down)'}
      />
      <rect x={loss - 1} y="2" width="2" height="12" fill="var(--danger)" />
      <rect x={zero - 0.5} y="3" width="1" height="10" fill="var(--text-2)" />
      <path d={`M${now - 4} 0h8l-4 5z`} fill="var(--text-1)" />
    </svg>
  );
}
