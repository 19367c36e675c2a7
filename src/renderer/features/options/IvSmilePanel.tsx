import { EmptyState } from '../../ui/EmptyState.tsx';
import { quantity } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { aroundMoney, smileOf } from './around-money.ts';
import { signedDecimal } from './chain-figures.ts';
import './options.css';
import { pathOf, Plot, Upright } from '../../ui/Plot.tsx';
import { rangeOf } from '../../ui/plot-scale.ts';
import { useSlowChain } from './use-slow-chain.ts';

/** Implied volatility along the strikes around the money. */
export function IvSmilePanel() {
  const chain = useSlowChain();
  const money = chain?.forward ?? chain?.spot ?? null;
  const points = chain ? smileOf(aroundMoney(chain), money) : [];
  const x = rangeOf(points.map(([strike]) => strike));
  const y = rangeOf(
    points.map(([, iv]) => iv),
    0.1,
  );
  const skew = chain?.figures.skew25 ?? null;
  return (
    <Panel
      name="IV smile"
      tools={
        skew === null ? null : (
          <span className="sub" title="IV of the 25-delta put less that of the 25-delta call, points">
            25Δ skew <span className="t2">{signedDecimal(skew * 100, 1)}</span>
          </span>
        )
      }
    >
      {x && y && points.length > 1 ? (
        <Plot
          name={`Implied volatility in per cent over ${points.length} strikes`}
          x={{ range: x, label: quantity }}
          y={{ range: y, label: (iv) => iv.toFixed(1) }}
        >
          {(sx, sy, { floor }) => {
            const places = points.map(([strike, iv]) => [sx(strike), sy(iv)] as const);
            return (
              <>
                <Upright at={money === null ? null : money / 100} range={x} x={sx} floor={floor} />
                <path className="curve" d={pathOf(places)} />
                {places.map(([cx, cy]) => (
                  <circle key={cx} className="point" cx={cx} cy={cy} r="2" />
                ))}
              </>
            );
          }}
        </Plot>
      ) : (
        <EmptyState>The smile is drawn when two strikes of the chain have an IV.</EmptyState>
      )}
    </Panel>
  );
}
