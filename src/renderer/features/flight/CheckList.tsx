import type { Check } from '../../../contract/trading.ts';
import { Tag } from '../../ui/Tag.tsx';

/** Every rule the order was decided by, with what it saw. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <table className="flight-checks" aria-label="Risk checks of the order">
      <thead>
        <tr>
          <th className="l">Risk check</th>
          <th>Value</th>
          <th>Limit</th>
          <th className="l">Said</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.rule}>
            <td className="l">{check.rule}</td>
            <td>{check.value}</td>
            <td className="t2">{check.limit}</td>
            <td className="l">
              {check.passed ? <span className="t3">passed</span> : <Tag tone="danger">REFUSED</Tag>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
