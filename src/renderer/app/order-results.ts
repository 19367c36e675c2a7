import type { Order } from '../../contract/trading.ts';
import { lightOrder } from '../stores/lit-orders.ts';
import { ordersStore } from '../stores/tables.ts';
import { announce, type ToastKind } from '../stores/toasts.ts';
import { inr } from '../ui/format.ts';

/** What to say of an order that reached this state; null for states that are not final. */
export function orderResult(order: Order): { kind: ToastKind; text: string } | null {
  const lots = `${order.lots} ${order.lots === 1 ? 'lot' : 'lots'}`;
  const subject = `${order.side} ${lots} ${order.name}`;
  const why = order.reason ? order.reason.message : '';
  switch (order.state) {
    case 'FILLED':
      return { kind: 'ok', text: `Filled: ${subject} at ${inr(order.filledValue / order.filled)}` };
    case 'DENIED':
      return { kind: 'danger', text: `Denied by RMS: ${subject}. ${why}`.trim() };
    case 'REJECTED':
      return { kind: 'danger', text: `Rejected by the broker: ${subject}. ${why}`.trim() };
    case 'NOT_PLACED':
      return { kind: 'danger', text: `Not placed: ${subject}. ${why}`.trim() };
    case 'CANCELLED':
    case 'EXPIRED': {
      const done = order.filled > 0 ? ` after ${order.filled} of ${order.quantity} filled` : '';
      const word = order.state === 'EXPIRED' ? 'Expired' : 'Cancelled';
      return { kind: 'info', text: `${word}: ${subject}${done}. ${why}`.trim() };
    }
    case 'UNKNOWN':
      return {
        kind: 'warn',
        text: `Unknown: ${subject}. It is not sent again; its exposure stays reserved. ${why}`.trim(),
      };
    case 'DRAFT':
    case 'QUEUED':
    case 'SENDING':
    case 'ACKED':
    case 'TRIGGER_PENDING':
    case 'OPEN':
    case 'PARTIAL':
  }
  return null;
}

/** Says the final state of every order once. What a snapshot brings in its final state happened before, and is not said. */
export function announceOrderResults(): void {
  const told = new Map<string, Order['state']>();
  ordersStore.subscribe(({ rows, snapshots }, before) => {
    for (const order of rows) {
      if (told.get(order.id) === order.state) continue;
      const silent = snapshots !== before.snapshots && !told.has(order.id);
      told.set(order.id, order.state);
      const result = silent ? null : orderResult(order);
      if (!result) continue;
      announce(result.kind, result.text);
      lightOrder(order);
    }
  });
}
