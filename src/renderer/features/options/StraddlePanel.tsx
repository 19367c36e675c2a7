import { useEffect, useState } from 'react';
import type { StraddlePoint } from '../../../contract/chain.ts';
import { IST_OFFSET_MS } from '../../../contract/ist.ts';
import { client } from '../../client/client.ts';
import { useOptionChain } from '../../stores/option-chain.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { inr, istTime, quantity, signed, tone } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import './options.css';
import { pathOf, Plot } from '../../ui/Plot.tsx';
import { rangeOf } from '../../ui/plot-scale.ts';
import { withLive } from './straddle-line.ts';
import { useSlowChain } from './use-slow-chain.ts';

/** What passed since the last reading is drawn from the live chain; gaps are filled this often. Milliseconds. */
const AGAIN_MS = 60_000;

/** A range in rupees below which whole ones would repeat along the axis. */
const WHOLE_FROM = 8;

/** Call plus put at the money over the day. */
export function StraddlePanel() {
  const chain = useSlowChain();
  const points = withLive(useStraddle(), chain);
  const [first, last] = [points[0], points.at(-1)];
  const x = rangeOf(points.map(({ ts }) => ts));
  const y = rangeOf(
    points.map(({ straddle }) => straddle / 100),
    0.1,
  );
  return (
    <Panel
      name="ATM straddle today"
      tools={
        first && last ? (
          <span className="sub">
            <span className="t2">{inr(last.straddle)}</span>{' '}
            <span className={tone(last.straddle - first.straddle)}>{signed(last.straddle - first.straddle)}</span>
          </span>
        ) : null
      }
    >
      {x && y && last && points.length > 1 ? (
        <Plot
          name="The straddle at the money over the day, in rupees"
          x={{ range: x, label: (ts) => istTime(ts).slice(0, 5), ticks: timesOf(x) }}
          y={{ range: y, label: y[1] - y[0] < WHOLE_FROM ? (rupees) => inr(rupees * 100) : quantity }}
        >
          {(sx, sy) => (
            <>
              <path className="curve" d={pathOf(points.map(({ ts, straddle }) => [sx(ts), sy(straddle / 100)]))} />
              <circle className="point" cx={sx(last.ts)} cy={sy(last.straddle / 100)} r="2.5" />
            </>
          )}
        </Plot>
      ) : (
        <EmptyState>The straddle is drawn once two minutes of it are known.</EmptyState>
      )}
    </Panel>
  );
}

/** The day's points of the chain in view as far as they are recorded. */
function useStraddle(): readonly StraddlePoint[] {
  const underlying = useOptionChain((state) => state.underlying);
  const expiry = useOptionChain((state) => state.expiry);
  const there = useOptionChain(({ chain }) => chain !== null);
  const [read, setRead] = useState<{ of: string; points: readonly StraddlePoint[] } | null>(null);
  const of = `${underlying} ${expiry}`;
  useEffect(() => {
    if (underlying === null || expiry === null || !there) return undefined;
    let current = true;
    const ask = () =>
      client.call('chain.straddle', { underlying, expiry }).then(
        (points) => current && setRead({ of, points }),
        // A lost connection is shown by the frame; the next reading asks again.
        () => undefined,
      );
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      current = false;
      clearInterval(timer);
      setRead(null);
    };
  }, [underlying, expiry, there, of]);
  return read?.of === of ? read.points : [];
}

const STEPS_MIN = [1, 5, 15, 30, 60, 120];

/** Round times of the day inside a range, five at most. */
function timesOf([from, to]: readonly [number, number]): number[] {
  const step = (STEPS_MIN.find((minutes) => (to - from) / (minutes * 60_000) <= 5) ?? 240) * 60_000;
  const first = Math.ceil((from + IST_OFFSET_MS) / step) * step - IST_OFFSET_MS;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, at) => first + at * step);
}
