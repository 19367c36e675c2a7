import { useEffect, useState } from 'react';
import { client } from '../../client/client.ts';
import type { CallResult } from '../../../contract/contract.ts';
import { useOptionChain } from '../../stores/option-chain.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayMonth } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ivText } from './chain-figures.ts';
import './options.css';
import { pathOf, Plot, Upright } from '../../ui/Plot.tsx';
import { rangeOf } from '../../ui/plot-scale.ts';

type TermPoint = CallResult<'chain.term'>[number];

const AGAIN_MS = 10_000;

/** Implied volatility at the money of each expiry. */
export function TermPanel() {
  const chosen = useOptionChain((state) => state.expiry);
  const points = useTerm().flatMap(({ atmIv, ...point }) => (atmIv === null ? [] : [{ ...point, atmIv }]));
  const x = rangeOf(
    points.map(({ daysLeft }) => daysLeft),
    0.04,
  );
  const y = rangeOf(
    points.map(({ atmIv }) => atmIv * 100),
    0.15,
  );
  const expiryAt = (days: number) => points.find(({ daysLeft }) => daysLeft === days)?.expiry;
  const inView = points.find(({ expiry }) => expiry === chosen);
  return (
    <Panel
      name="Term structure"
      tools={
        inView ? (
          <span className="sub">
            {dayMonth(inView.expiry)} <span className="t2">{ivText(inView.atmIv)} %</span>
          </span>
        ) : null
      }
    >
      {x && y && points.length > 1 ? (
        <Plot
          name={`Implied volatility at the money in per cent over ${points.length} expiries`}
          x={{
            range: x,
            label: (days) => dayMonth(expiryAt(days) ?? ''),
            ticks: points.map(({ daysLeft }) => daysLeft),
          }}
          y={{ range: y, label: (iv) => iv.toFixed(1) }}
        >
          {(sx, sy, { floor }) => {
            const places = points.map(({ daysLeft, atmIv }) => [sx(daysLeft), sy(atmIv * 100)] as const);
            return (
              <>
                <Upright at={inView?.daysLeft ?? null} range={x} x={sx} floor={floor} />
                <path className="curve" d={pathOf(places)} />
                {places.map(([cx, cy]) => (
                  <circle key={cx} className="point" cx={cx} cy={cy} r="2.5" />
                ))}
              </>
            );
          }}
        </Plot>
      ) : (
        <EmptyState>The term structure is drawn when two expiries have an IV at the money.</EmptyState>
      )}
    </Panel>
  );
}

function useTerm(): readonly TermPoint[] {
  const underlying = useOptionChain((state) => state.underlying);
  const there = useOptionChain(({ chain }) => chain !== null);
  const [read, setRead] = useState<{ of: string; points: readonly TermPoint[] } | null>(null);
  useEffect(() => {
    if (underlying === null || !there) return undefined;
    let current = true;
    const ask = () =>
      client.call('chain.term', { underlying }).then(
        (points) => current && setRead({ of: underlying, points }),
        // A lost connection is shown by the frame; the next reading asks again.
        () => undefined,
      );
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [underlying, there]);
  return read !== null && read.of === underlying ? read.points : [];
}
