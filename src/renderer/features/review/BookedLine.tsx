import { useMemo } from 'react';
import type { DayStory } from '../../../contract/replay.ts';
import { linear, rangeOf } from '../../ui/plot-scale.ts';
import { bookedAfter } from './booked-then.ts';

/** The drawing's own units; it is stretched over its place. */
const WIDTH = 1000;
const HEIGHT = 100;

interface BookedLineProps {
  trades: DayStory['trades'];
  from: number;
  to: number;
  /** How far the replay has come, 0–1: what lies ahead is faint. */
  played: number;
}

/** What the account had booked, over the whole day. */
export function BookedLine({ trades, from, to, played }: BookedLineProps) {
  const { path, zero } = useMemo(() => {
    const points = bookedAfter(trades);
    const x = linear([from, to], [0, WIDTH]);
    const y = linear(rangeOf([0, ...points.map(({ net }) => net)])!, [HEIGHT, 0]);
    const steps = points.map(({ at, net }) => `H${x(at)}V${y(net)}`);
    return { path: `M0 ${y(0)}${steps.join('')}H${WIDTH}`, zero: `M0 ${y(0)}H${WIDTH}` };
  }, [trades, from, to]);
  return (
    <svg className="booked" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <clipPath id="booked-played">
        <rect y={-HEIGHT} width={played * WIDTH} height={3 * HEIGHT} />
      </clipPath>
      <path className="zero" d={zero} />
      <path className="ahead" d={path} />
      <path d={path} clipPath="url(#booked-played)" />
    </svg>
  );
}
