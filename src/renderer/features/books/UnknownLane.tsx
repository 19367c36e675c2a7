import type { Order } from '../../../contract/trading.ts';
import type { UnknownOrder } from '../../../contract/reconciliation.ts';
import { reconciliationStore, statusStore } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { age, inr, istTime, istTimeMs, quantity, rupees } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { lotsText } from '../trading/trading-words.ts';
import { SideCell } from './OrderCells.tsx';
import { askBroker } from '../reconciliation/ask-broker.ts';
import { reasonText } from './order-figures.ts';
import { UnknownAnswer } from './UnknownAnswer.tsx';

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
  const proof = reconciliationStore(({ value }) => value?.unknown.find(({ orderId }) => orderId === order.id));
  const since = proof?.since ?? order.updatedAt;
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
        <Button small onClick={() => void askBroker()}>
          Ask the broker now
        </Button>
        <span className="b warn">{now === undefined ? null : `unknown for ${age(now - since)}`}</span>
      </div>
      <div className="row sub">
        <span>sent {istTimeMs(order.createdAt)}</span>
        {order.price === null ? null : (
          <span>
            exposure kept reserved <span className="t1">{rupees(order.price * remaining)}</span>
          </span>
        )}
        {proof === undefined ? null : <Proof proof={proof} />}
      </div>
      {proof === undefined ? null : <UnknownAnswer unknown={proof} />}
    </div>
  );
}

/** How far the broker's books have proven that the order was never placed. */
function Proof({ proof }: { proof: UnknownOrder }) {
  const { provable, reads, readsNeeded, provenFrom } = proof;
  if (!provable) return <span>this broker does not repeat our tag, so that only you can tell which row it is</span>;
  return (
    <>
      <span>proof of absence</span>
      <meter
        className="lane-proof"
        aria-label="Proof of absence"
        min={0}
        max={readsNeeded}
        value={Math.min(reads, readsNeeded)}
      />
      <span className="t1">
        {Math.min(reads, readsNeeded)} of {readsNeeded} reads
      </span>
      <span>not before {istTime(provenFrom)}</span>
    </>
  );
}
