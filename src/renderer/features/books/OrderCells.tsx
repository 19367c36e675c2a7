import type { Order } from '../../../contract/trading.ts';
import { useQuote } from '../../stores/quotes.ts';
import { Button } from '../../ui/Button.tsx';
import { inr, price, quantity } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { showFlight } from '../flight/flight-view.ts';
import { cancelOrder } from '../trading/actions.ts';
import { isStopOfPosition, waitsForTrigger } from '../trading/stop-order.ts';
import { editOrder, leaveEditing, orderEditingStore, saveEditing } from './order-editing.ts';
import { isLive, reasonText, saidBy, stateText, stateTone } from './order-figures.ts';

/** BUY or SELL in its colour. */
export function SideCell({ side }: { side: Order['side'] }) {
  return <span className={side === 'BUY' ? 'b up' : 'b down'}>{side}</span>;
}

export function StateCell({ order }: { order: Order }) {
  return (
    <Tag tone={stateTone(order.state)} title={reasonText(order) ?? undefined}>
      {stateText(order)}
    </Tag>
  );
}

/** Whose word the state is; a refusal has its sentence in a second line. */
export function SaidByCell({ order }: { order: Order }) {
  const reason = reasonText(order);
  if (!reason) return <span className="t2">{saidBy(order)}</span>;
  return (
    <span className="stack" title={reason}>
      <span className="t2">{saidBy(order)}</span>
      <span className="sub selectable">{reason}</span>
    </span>
  );
}

const FIELDS = { price: 'Price', trigger: 'Trigger', lots: 'Lots' } as const;

/** The limit price, the trigger or the lots of an order: a field while the row is edited. */
export function EditableCell({ order, field }: { order: Order; field: keyof typeof FIELDS }) {
  const text = orderEditingStore((editing) => (editing.orderId === order.id ? editing[field] : null));
  const fixed = field === 'trigger' && !waitsForTrigger(order);
  if (text === null || fixed) {
    if (field === 'lots') return quantity(order.lots);
    return price(field === 'price' ? order.price : order.triggerPrice);
  }
  return (
    <input
      className="cell-input"
      aria-label={`${FIELDS[field]} of ${order.side} ${order.name}`}
      inputMode="decimal"
      autoComplete="off"
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person just asked to edit this row
      autoFocus={field === 'price'}
      value={text}
      onClick={(event) => event.stopPropagation()}
      onFocus={(event) => event.target.select()}
      onChange={(event) => orderEditingStore.setState({ [field]: event.target.value })}
      onKeyDown={(event) => {
        if (event.key === 'Enter') saveEditing(order);
        else if (event.key === 'Escape') leaveEditing();
        else return;
        event.stopPropagation();
      }}
    />
  );
}

/** How far the last price is from the order's, or from the trigger of a stop that waits. */
export function AwayCell({ order }: { order: Order }) {
  const ltp = useQuote(order.instrumentId)?.ltp;
  const at = waitsForTrigger(order) ? order.triggerPrice : order.price;
  return at === null || !ltp ? '–' : inr(Math.abs(at - ltp));
}

/** Edit and cancel of a working order, and the flight of any. */
export function DoCell({ order }: { order: Order }) {
  const editing = orderEditingStore((state) => state.orderId === order.id);
  const flight = (
    <Button small look="ghost" title="Flight recorder of this order" onClick={act(() => showFlight(order.id))}>
      Flight
    </Button>
  );
  if (!isLive(order) || order.state === 'UNKNOWN') return <span className="do">{flight}</span>;
  const busy = order.pendingRequest !== null;
  return (
    <span className="do">
      {editing ? (
        <>
          <Button small look="primary" onClick={act(() => saveEditing(order))}>
            Save
          </Button>
          <Button small onClick={act(leaveEditing)}>
            Leave
          </Button>
        </>
      ) : (
        <>
          {isStopOfPosition(order) ? null : (
            <Button small disabled={busy || order.price === null} onClick={act(() => editOrder(order))}>
              Edit
            </Button>
          )}
          <Button small disabled={order.pendingRequest === 'cancel'} onClick={act(() => cancelOrder(order.id))}>
            Cancel
          </Button>
          {flight}
        </>
      )}
    </span>
  );
}

function act(run: () => void) {
  return (event: { stopPropagation(): void }) => {
    event.stopPropagation();
    run();
  };
}
