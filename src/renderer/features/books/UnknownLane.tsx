import type { Order } from '../../../contract/trading.ts';
import { statusStore } from '../../stores/values.ts';
import { age, inr, istTimeMs, quantity, rupees } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { lotsText } from '../trading/trading-words.ts';
import { SideCell } from './OrderCells.tsx';
import { reasonText } from './order-figures.ts';

/** The lane of orders without proof: always there, so that its being empty can be seen. */
export function UnknownLane({ orders }: { orders: readonly Order[] }) {
  const unknown = orders.filter(({ state }) => state === 'UNKNOWN');
  if (unknown.length === 0) {
    return (
      <div className="lane">
        <Tag>UNKNOWN 0</Tag>
        <span className="ell">
          Every order is proven. An order without proof appears here, is never sent again, and keeps its exposure
          reserved.
        </span>
      </div>
    );
  }
  return (
    <div className="lane has">
      {unknown.map((order) => (
        <UnknownCard key={order.id} order={order} count={unknown.length} />
      ))}
    </div>
  );
}

function UnknownCard({ order, count }: { order: Order; count: number }) {
  const now = statusStore(({ value }) => value?.now);
  const remaining = order.quantity - order.filled;
  return (
    <div className="unk">
      <div className="row">
        <span className="tag unknown">UNKNOWN {count}</span>
        <SideCell side={order.side} />
        <span className="b">{order.name}</span>
        <span className="sub">
          {lotsText(order.lots)} · {quantity(order.quantity)}{' '}
          {order.price === null ? 'at market' : `at ${inr(order.price)}`}
        </span>
        <span className="ell grow">{reasonText(order)} It is not sent again.</span>
        <span className="b warn">{now === undefined ? null : `unknown for ${age(now - order.updatedAt)}`}</span>
      </div>
      <div className="row sub">
        <span>sent {istTimeMs(order.createdAt)}</span>
        {order.price === null ? null : (
          <span>
            exposure kept reserved <span className="t1">{rupees(order.price * remaining)}</span>
          </span>
        )}
        <span>its proof is read from the broker’s order book until it is found, or proven absent</span>
      </div>
    </div>
  );
}
