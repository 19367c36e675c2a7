import type { Order } from '../../../contract/trading.ts';
import { keyOf } from '../../commands/keys-store.ts';
import { ContextMenu, type MenuItem } from '../../ui/ContextMenu.tsx';
import { showFlight } from '../flight/flight-view.ts';
import { cancelOrder } from '../trading/actions.ts';
import { isStopOfPosition } from '../trading/stop-order.ts';
import { focusRow } from './focus-row.ts';
import { editOrder } from './order-editing.ts';
import { isLive } from './order-figures.ts';

interface OrderMenuProps {
  order: Order;
  at: { x: number; y: number };
  onClose: () => void;
}

/** What can be done with a row of the order book. */
export function OrderMenu({ order, at, onClose }: OrderMenuProps) {
  const working = isLive(order) && order.state !== 'UNKNOWN';
  const items: MenuItem[] = [
    { label: 'Flight recorder', hotkey: keyOf('flight'), run: () => showFlight(order.id) },
    { label: 'Chart and ticket', run: () => focusRow(order) },
    ...(working && order.price !== null && order.pendingRequest === null && !isStopOfPosition(order)
      ? [{ label: 'Edit', run: () => editOrder(order) }]
      : []),
    ...(working && order.pendingRequest !== 'cancel' ? [{ label: 'Cancel', run: () => cancelOrder(order.id) }] : []),
  ];
  return <ContextMenu name={`${order.side} ${order.name}`} at={at} items={items} onClose={onClose} />;
}
