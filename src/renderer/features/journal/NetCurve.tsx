import { signed, wholeRupees } from '../../ui/format.ts';
import { pathOf, Plot } from '../../ui/Plot.tsx';
import { rangeOf } from '../../ui/plot-scale.ts';

interface NetCurveProps {
  name: string;
  /** The net after each step, paise, and when that was. */
  points: readonly { net: number; label: string }[];
}

/** The net as a line from zero. */
export function NetCurve({ name, points }: NetCurveProps) {
  const nets = [0, ...points.map(({ net }) => net)];
  const last = nets.length - 1;
  return (
    <div className="equity">
      <Plot
        name={name}
        x={{
          range: [0, last],
          ticks: last > 1 ? [1, last] : [last],
          label: (step) => points[Math.max(0, step - 1)]!.label,
        }}
        y={{ range: rangeOf(nets, 0.05)!, label: wholeRupees }}
      >
        {(x, y, { width }) => (
          <>
            <path className="base" d={`M${x(0)} ${y(0)}H${width}`} />
            <path className="curve" d={pathOf(nets.map((net, step) => [x(step), y(net)]))} />
          </>
        )}
      </Plot>
      <span className="t3">
        best {signed(Math.max(...nets))} · worst {signed(Math.min(...nets))}
      </span>
    </div>
  );
}
