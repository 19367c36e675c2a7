import type { ResultChart } from './result-chart.ts';

/** Figures on the scale at the left, with no more places than they need. */
const figure = (value: number): string => value.toLocaleString('en-IN', { maximumFractionDigits: 4 });

/** A result as lines over its first time or number column. */
export function ResultChartView({ chart }: { chart: ResultChart }) {
  const { lines, low, high, from, to, along } = chart;
  return (
    <figure className="sql-chart" aria-label={`Chart of ${lines.map(({ name }) => name).join(', ')}`}>
      <figcaption>
        {lines.map(({ name }, index) => (
          <span key={name} className={`line-${index}`}>
            {name}
          </span>
        ))}
      </figcaption>
      <div className="sql-scale" aria-hidden="true">
        <span>{figure(high)}</span>
        <span>{figure(low)}</span>
      </div>
      <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
        {lines.map(({ name, points }, index) => (
          <polyline
            key={name}
            className={`line-${index}`}
            points={points.map(({ x, y }) => `${(x * 1000).toFixed(1)},${((1 - y) * 1000).toFixed(1)}`).join(' ')}
          />
        ))}
      </svg>
      <div className="sql-along" aria-hidden="true">
        <span>{from}</span>
        <span className="t3">{along ?? 'row'}</span>
        <span>{to}</span>
      </div>
    </figure>
  );
}
