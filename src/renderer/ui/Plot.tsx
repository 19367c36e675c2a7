import { useEffect, useRef, useState, type ReactNode } from 'react';
import { linear, roundTicks, type Scale } from './plot-scale.ts';
import './plot.css';

/** Room around the drawing, in CSS px. */
const LEFT = 40;
const RIGHT = 14;
const TOP = 8;
const BOTTOM = 20;
/** A label and the space to the next. */
const LABEL_WIDTH = 62;
const LABEL_HEIGHT = 26;

interface Axis {
  range: readonly [number, number];
  label: (value: number) => string;
  /** Where labels stand; round figures unless given. */
  ticks?: readonly number[];
}

interface PlotProps {
  /** What is drawn, for those who do not see it. */
  name: string;
  x: Axis;
  y: Axis;
  children: (x: Scale, y: Scale, size: { width: number; height: number; floor: number }) => ReactNode;
}

/** A small drawing with both axes; it fills its place. */
export function Plot({ name, x, y, children }: PlotProps) {
  const place = useRef<HTMLElement>(null);
  const [{ width, height }, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { width: wide, height: high } = entry!.contentRect;
      setSize({ width: Math.floor(wide), height: Math.floor(high) });
    });
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  const floor = height - BOTTOM;
  const sx = linear(x.range, [LEFT, width - RIGHT]);
  const sy = linear(y.range, [floor, TOP]);
  return (
    <figure ref={place} className="plot" aria-label={name}>
      {width > LEFT + RIGHT && floor > TOP ? (
        <svg width={width} height={height} aria-hidden="true">
          {(y.ticks ?? roundTicks(y.range, Math.max(1, Math.floor((floor - TOP) / LABEL_HEIGHT)))).map((value) => (
            <g key={value}>
              <path className="grid" d={`M${LEFT} ${Math.round(sy(value)) + 0.5}H${width - RIGHT}`} />
              <text x={LEFT - 5} y={sy(value) + 3.5} textAnchor="end">
                {y.label(value)}
              </text>
            </g>
          ))}
          {spaced(
            x.ticks ?? roundTicks(x.range, Math.max(1, Math.floor((width - LEFT - RIGHT) / LABEL_WIDTH))),
            sx,
          ).map((value) => (
            <text key={value} x={Math.min(sx(value), width - RIGHT - 8)} y={height - 6} textAnchor="middle">
              {x.label(value)}
            </text>
          ))}
          {children(sx, sy, { width, height, floor })}
        </svg>
      ) : null}
    </figure>
  );
}

/** A line through points, as the path of an SVG. */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

/** An upright dotted line, as at the spot price; nothing outside the drawing. */
export function Upright({
  at,
  range,
  x,
  floor,
}: {
  at: number | null;
  range: readonly [number, number];
  x: Scale;
  floor: number;
}) {
  if (at === null || at < range[0] || at > range[1]) return null;
  return <path className="money" d={`M${Math.round(x(at)) + 0.5} ${TOP / 2}V${floor}`} />;
}

/** Labels that would run into the one before are left out. */
function spaced(values: readonly number[], scale: Scale): number[] {
  const kept: number[] = [];
  for (const value of values) {
    const before = kept.at(-1);
    if (before === undefined || scale(value) - scale(before) >= LABEL_WIDTH * 0.7) kept.push(value);
  }
  return kept;
}
