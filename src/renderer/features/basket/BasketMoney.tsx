import type { BasketPreview } from '../../../contract/basket.ts';
import { price, rupees } from '../../ui/format.ts';

/** What the basket costs, the margin of the final position, and what would take it back. */
export function BasketMoney({ preview }: { preview: BasketPreview }) {
  const { premium, marginAfter, availableAfter, charges, rollback, denial } = preview;
  const order = preview.legs.map(({ side, name }) => `${side} ${name}`).join(', then ');
  return (
    <>
      <div className="kv">
        <span>{premium !== null && premium < 0 ? 'Premium received' : 'Premium paid'}</span>
        <span>{premium === null ? '–' : rupees(Math.abs(premium))}</span>
        <span>Margin after, all legs filled</span>
        <span>{rupees(marginAfter)}</span>
        <span>Free after</span>
        <span className={availableAfter < 0 ? 'down' : ''}>{rupees(availableAfter)}</span>
        <span>Charges, one way</span>
        <span>{rupees(charges)}</span>
      </div>
      <p className="t2">Sent in this order: {order}.</p>
      <p className="t3">
        To take it back:{' '}
        {rollback.map(({ side, lots, name, price: at }) => `${side} ${lots} ${name} near ${price(at)}`).join(', ')}.
      </p>
      {denial === null ? null : <p className="danger selectable">{denial.message}</p>}
    </>
  );
}
