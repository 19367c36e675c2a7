import type { BookLine, Reconciliation } from '../../../contract/reconciliation.ts';
import { inr, quantity, signedQuantity, signedRupees, tone } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';

/** Each position and the account's money, ours beside the broker's, with the difference in units and in rupees. */
export function BookLines({ books }: { books: Reconciliation }) {
  const { lines, cash } = books;
  return (
    <table aria-label="Both books">
      <thead className="sticky">
        <tr>
          <th className="l">Position</th>
          <th className="l">Product</th>
          <th>Own qty</th>
          <th>Broker qty</th>
          <th>Difference</th>
          <th>At mark</th>
          <th className="l">State</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <LineRow key={`${line.instrumentId} ${line.product}`} line={line} />
        ))}
        {lines.length === 0 ? (
          <tr>
            <td className="l sub" colSpan={7}>
              Neither book holds a position.
            </td>
          </tr>
        ) : null}
        <tr className="total">
          <td className="l b" colSpan={2}>
            Money, charges taken off
          </td>
          <td>{inr(cash.own)}</td>
          <td>{cash.broker === null ? 'not told' : inr(cash.broker)}</td>
          <td className="sub">–</td>
          <td className={tone(cash.difference)}>{cash.difference === 0 ? '–' : signedRupees(cash.difference)}</td>
          <td className="l">
            {cash.broker === null ? <span className="sub">not compared</span> : <State {...cash} />}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function LineRow({ line }: { line: BookLine }) {
  const { name, product, own, broker, units, value } = line;
  return (
    <tr>
      <td className="l b">{name}</td>
      <td className="l">{product}</td>
      <td>{quantity(own)}</td>
      <td>{quantity(broker)}</td>
      <td className={tone(units)}>{units === 0 ? '–' : signedQuantity(units)}</td>
      <td className={value === null ? 'sub' : tone(value)}>{valueText(units, value)}</td>
      <td className="l">
        <State difference={units} accepted={line.accepted} />
      </td>
    </tr>
  );
}

function valueText(units: number, value: number | null): string {
  if (units === 0) return '–';
  return value === null ? 'no mark' : signedRupees(value);
}

function State({ difference, accepted }: { difference: number; accepted: boolean }) {
  if (difference === 0) return <Tag tone="ok">EQUAL</Tag>;
  return accepted ? <Tag>ACCEPTED</Tag> : <Tag tone="danger">DIFFERS</Tag>;
}
