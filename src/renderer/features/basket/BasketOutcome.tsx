import type { BasketResult } from '../../../contract/basket.ts';
import { price } from '../../ui/format.ts';
import { averageFill, stateText } from '../books/order-figures.ts';

/** How a basket ended: the sentence, its orders, and what taking it back would do. */
export function BasketOutcome({ result }: { result: BasketResult }) {
  const { state, message, orders, rollback } = result;
  return (
    <>
      <output className={state === 'DONE' || state === 'ROLLED_BACK' ? 'ok' : 'warn'}>{message}</output>
      <table className="basket-legs" aria-label="Orders of the basket">
        <thead>
          <tr>
            <th className="l">Side</th>
            <th className="l">Symbol</th>
            <th>Lots</th>
            <th>Filled</th>
            <th>Avg</th>
            <th className="l">Status</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.id} title={order.reason?.message}>
              <td className={`l b ${order.side === 'BUY' ? 'up' : 'down'}`}>{order.side}</td>
              <td className="l">{order.name}</td>
              <td>{order.lots}</td>
              <td>{order.filled}</td>
              <td>{price(averageFill(order))}</td>
              <td className="l">{stateText(order)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rollback.length === 0 ? null : (
        <p className="t2">
          Taking it back:{' '}
          {rollback.map(({ side, lots, name, price: at }) => `${side} ${lots} ${name} near ${price(at)}`).join(', ')}.
        </p>
      )}
    </>
  );
}
