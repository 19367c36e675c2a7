import type { LatencyFigure } from '../../../contract/latency.ts';
import { shortMs } from './latency-words.ts';

interface LatencyBarsProps {
  figure: LatencyFigure;
  /** CSS px. */
  height: number;
  barWidth: number;
}

/** The day's histogram of one kind: ten bars, each up to twice the one before. */
export function LatencyBars({ figure, height, barWidth }: LatencyBarsProps) {
  const { histogram, firstEdge } = figure;
  const most = Math.max(1, ...histogram);
  const step = barWidth + 1;
  return (
    <svg className="latency-bars" width={histogram.length * step} height={height} aria-hidden="true">
      {histogram.map((amount, place) => {
        const size = amount === 0 ? 1 : Math.max(2, Math.round((amount / most) * height));
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a bucket is its place
          <rect key={place} x={place * step} y={height - size} width={barWidth} height={size} fill="var(--text-3)">
            <title>{`${edgeText(firstEdge, place, histogram.length)}: ${amount}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** Where the first bar ends and the last begins: "0.50 … 128 ms". */
export function spanText({ firstEdge, histogram }: LatencyFigure): string {
  return `${shortMs(firstEdge)} … ${shortMs(firstEdge * 2 ** (histogram.length - 2))} ms`;
}

function edgeText(firstEdge: number, place: number, buckets: number): string {
  return place === buckets - 1
    ? `above ${shortMs(firstEdge * 2 ** (place - 1))} ms`
    : `up to ${shortMs(firstEdge * 2 ** place)} ms`;
}
