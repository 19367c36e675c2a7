import type { Risk } from '../../../contract/risk.ts';

/** Orders in the last second against the broker's rate; outlined places are kept for exits. */
export function OrderRateGauge({ risk }: { risk: Risk }) {
  const { ordersLastSecond: used, ordersPerSecond: rate, reservedForExits: reserved } = risk;
  const entries = rate - reserved;
  return (
    <div>
      <span className="t3">orders/s</span>
      <svg width={rate * 7 - 2} height="10" className="ops">
        <title>{`${used} of ${rate} in the last second, ${reserved} reserved for exits`}</title>
        {Array.from({ length: rate }, (_, place) => (
          <rect key={place} x={place * 7} className={place < used ? 'on' : place >= entries ? 'rsv' : ''} />
        ))}
      </svg>
      <span className="t1">
        {used}/{entries}
      </span>
    </div>
  );
}
