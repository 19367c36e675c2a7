import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { Payoff } from '../../../contract/payoff.ts';
import { inr, signedRupees } from '../../ui/format.ts';
import { axisRupees, chartFrame, curvePath } from './chart-frame.ts';
import type { ChartFrame } from './chart-frame.ts';
import { wholeSpot } from './payoff-words.ts';

const LABEL_HALF = 34;

/** The result by spot: at expiry, now and supposed, with break-evens, the spot and one sigma to expiry. */
export function PayoffChart({ payoff }: { payoff: Payoff }) {
  const ref = useRef<HTMLElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    return () => watch.disconnect();
  }, []);
  return (
    <>
      <Legend payoff={payoff} />
      <figure className="payoff-chart" ref={ref} aria-label={sentence(payoff)}>
        {size === null || size.width === 0 || size.height === 0 ? null : <Drawing payoff={payoff} {...size} />}
      </figure>
    </>
  );
}

function Legend({ payoff: { curves, sigma } }: { payoff: Payoff }) {
  return (
    <div className="payoff-legend" aria-hidden="true">
      <span>
        <svg width="18" height="8">
          <path d="M0 4h9" stroke="var(--down)" strokeWidth="2" />
          <path d="M9 4h9" stroke="var(--up)" strokeWidth="2" />
        </svg>
        At expiry
      </span>
      {curves.now === null ? null : (
        <>
          <span>
            <svg width="16" height="8">
              <path d="M0 4h16" stroke="var(--text-2)" strokeWidth="1.5" strokeDasharray="4 3" />
            </svg>
            Now
          </span>
          <span>
            <svg width="16" height="8">
              <path d="M0 4h16" stroke="var(--warn)" strokeWidth="1.5" />
            </svg>
            What-if
          </span>
        </>
      )}
      <span className="grow" />
      {sigma === null ? null : <span className="t3">shade: 1 σ to expiry</span>}
    </div>
  );
}

interface DrawingProps {
  payoff: Payoff;
  width: number;
  height: number;
}

function Drawing({ payoff, width, height }: DrawingProps) {
  const frame = chartFrame(payoff, width, height);
  const { curves, sigma, marked } = payoff;
  const { x, y, top, bottom } = frame;
  const inside = (spot: number) => Math.min(frame.right, Math.max(frame.left, x(spot)));
  return (
    <svg width={width} height={height} aria-hidden="true">
      {sigma === null ? null : (
        <rect
          className="payoff-sigma"
          x={inside(sigma.low)}
          y={top}
          width={Math.max(0, inside(sigma.high) - inside(sigma.low))}
          height={bottom - top}
        />
      )}
      <Axes frame={frame} />
      {curves.now === null ? null : <path className="payoff-now" d={curvePath(frame, curves.spot, curves.now)} />}
      {curves.whatIf === null ? null : (
        <path className="payoff-what-if" d={curvePath(frame, curves.spot, curves.whatIf)} />
      )}
      {curves.expiry === null ? null : <Expiry frame={frame} spots={curves.spot} results={curves.expiry} />}
      <BreakEvens payoff={payoff} frame={frame} />
      <Spot payoff={payoff} frame={frame} />
      {marked.value === null ? null : (
        <circle className="payoff-mark" cx={inside(marked.spot)} cy={y(marked.value)} r={4} />
      )}
    </svg>
  );
}

function Axes({ frame: { x, y, left, right, bottom, spots, results } }: { frame: ChartFrame }) {
  return (
    <>
      {results.map((result) => (
        <g key={result}>
          <path
            className={result === 0 ? 'payoff-zero' : 'payoff-rule'}
            d={`M${left} ${Math.round(y(result)) + 0.5}H${right}`}
          />
          <text x={left - 7} y={y(result) + 4} textAnchor="end">
            {axisRupees(result)}
          </text>
        </g>
      ))}
      {spots
        .filter((spot) => x(spot) - left > 14 && right - x(spot) > 14)
        .map((spot) => (
          <text key={spot} x={x(spot)} y={bottom + 16} textAnchor="middle">
            {wholeSpot(spot)}
          </text>
        ))}
    </>
  );
}

interface ExpiryProps {
  frame: ChartFrame;
  spots: readonly number[];
  results: readonly number[];
}

/** Above nothing in the colour of profit, below in that of loss. */
function Expiry({ frame, spots, results }: ExpiryProps) {
  const id = useId();
  const { left, right, top, bottom, y } = frame;
  const zero = y(0);
  const line = curvePath(frame, spots, results);
  const area = `${line}L${right} ${zero}L${left} ${zero}Z`;
  const parts = [
    { way: 'up', from: top, to: zero },
    { way: 'down', from: zero, to: bottom },
  ] as const;
  return parts.map(({ way, from, to }) => (
    <g key={way}>
      <clipPath id={`${id}${way}`}>
        <rect
          x={left}
          y={from - (way === 'up' ? 2 : 0)}
          width={right - left}
          height={Math.max(0, to - from) + (way === 'up' ? 2 : 2)}
        />
      </clipPath>
      <g clipPath={`url(#${id}${way})`}>
        <path d={area} fill={`var(--${way}-soft)`} />
        <path d={line} fill="none" stroke={`var(--${way})`} strokeWidth={2} />
      </g>
    </g>
  ));
}

function BreakEvens({ payoff, frame }: { payoff: Payoff; frame: ChartFrame }) {
  const { x, y, left, right } = frame;
  const seen = (payoff.figures?.breakEvens ?? []).filter((spot) => x(spot) >= left && x(spot) <= right);
  return seen.map((spot) => {
    const below = spot < payoff.spot;
    // Away from the spot's line, unless the edge is too near.
    const before = below ? x(spot) - left > 50 : right - x(spot) < 50;
    return (
      <g key={spot} className="payoff-break-even">
        <circle cx={x(spot)} cy={y(0)} r={3.5} />
        <text x={x(spot) + (before ? -8 : 8)} y={y(0) - 8} textAnchor={before ? 'end' : 'start'}>
          {wholeSpot(spot)}
        </text>
      </g>
    );
  });
}

function Spot({ payoff, frame }: { payoff: Payoff; frame: ChartFrame }) {
  const at = frame.x(payoff.spot);
  const middle = Math.min(frame.right - LABEL_HALF, Math.max(frame.left + LABEL_HALF, at));
  return (
    <g className="payoff-spot">
      <path d={`M${Math.round(at) + 0.5} ${frame.top - 4}V${frame.bottom}`} />
      <rect x={middle - LABEL_HALF} y={5} width={2 * LABEL_HALF} height={17} rx={3} />
      <text x={middle} y={17} textAnchor="middle">
        {inr(payoff.spot)}
      </text>
    </g>
  );
}

/** The drawing in words. */
function sentence({ underlying, spot, figures, now, marked }: Payoff): string {
  const turns =
    figures === null || figures.breakEvens.length === 0
      ? ''
      : `, turns at ${figures.breakEvens.map(wholeSpot).join(' and ')}`;
  const results = now === null ? '' : `, now ${signedRupees(now)}`;
  const supposed = marked.value === null ? '' : `, supposed ${signedRupees(marked.value)} at ${wholeSpot(marked.spot)}`;
  return `Payoff by the spot of ${underlying}, which is at ${inr(spot)}${turns}${results}${supposed}`;
}
