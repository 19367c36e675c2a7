import type { Check } from '../../../contract/trading.ts';
import { Tag } from '../../ui/Tag.tsx';

/** Every rule the order was decided by, with what it saw. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <table className="flight-checks" aria-label="Risk checks of the order">
      <thead>
        <tr>
          <th className="l">Risk check: what it saw, and its limit</th>
          <th>Said</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.rule}>
            <td className="l">
              {check.rule}
              <span className="sub">
                {check.value} · limit: {check.limit}
              </span>
            </td>
            <td>{check.passed ? <span className="t3">passed</span> : <Tag tone="danger">REFUSED</Tag>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
