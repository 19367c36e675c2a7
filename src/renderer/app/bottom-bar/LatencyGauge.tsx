import type { Status } from '../../../contract/desk.ts';

type Latency = NonNullable<Status['latency']['keyToWire']>;

const HEIGHT = 14;

/** One leg of an order's way: histogram, median and p99 in ms. */
export function LatencyGauge({ name, latency }: { name: string; latency: Latency }) {
  const most = Math.max(1, ...latency.histogram);
  return (
    <div title="Median and 99th percentile of the last samples">
      <span className="t3">{name}</span>
      <svg width={latency.histogram.length * 4} height={HEIGHT} aria-hidden="true">
        {latency.histogram.map((count, index) => {
          const height = count === 0 ? 1 : Math.max(2, Math.round((count / most) * HEIGHT));
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a bucket is its place
            <rect key={index} x={index * 4} y={HEIGHT - height} width="3" height={height} fill="var(--text-3)" />
          );
        })}
      </svg>
      <span className="t1">{figure(latency.p50)} ms</span>
      <span className="t3">p99 {figure(latency.p99)}</span>
    </div>
  );
}

const figure = (ms: number) => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));
