import type { Order } from '../../contract/trading.ts';
import { lightOrder } from '../stores/lit-orders.ts';
import { ordersStore } from '../stores/tables.ts';
import { announce, type ToastKind } from '../stores/toasts.ts';
import { inr } from '../ui/format.ts';
import { partsKey } from '../features/books/order-parts.ts';

/** What to say of an order that reached this state, alone or in `parts`; null for states that are not final. */
export function orderResult(order: Order, parts = 1): { kind: ToastKind; text: string } | null {
  const lots = `${order.lots} ${order.lots === 1 ? 'lot' : 'lots'}`;
  const filled = order.filled > 0 ? ` after ${order.filled} of ${order.quantity} filled` : '';
  const subject = `${order.side} ${lots} ${order.name}${parts > 1 ? ` in ${parts} parts` : ''}`;
  const why = order.reason ? order.reason.message : '';
  switch (order.state) {
    case 'FILLED':
      return { kind: 'ok', text: `Filled: ${subject} at ${inr(order.filledValue / order.filled)}` };
    case 'DENIED':
      return { kind: 'danger', text: `Denied by RMS: ${subject}${filled}. ${why}`.trim() };
    case 'REJECTED':
      return { kind: 'danger', text: `Rejected by the broker: ${subject}${filled}. ${why}`.trim() };
    case 'NOT_PLACED':
      return { kind: 'danger', text: `Not placed: ${subject}${filled}. ${why}`.trim() };
    case 'CANCELLED':
    case 'EXPIRED': {
      const word = order.state === 'EXPIRED' ? 'Expired' : 'Cancelled';
      return { kind: 'info', text: `${word}: ${subject}${filled}. ${why}`.trim() };
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

/** Worst first: what the whole is called when its parts ended differently. */
const WORST: readonly Order['state'][] = [
  'UNKNOWN',
  'REJECTED',
  'DENIED',
  'NOT_PLACED',
  'CANCELLED',
  'EXPIRED',
  'FILLED',
];

/** The parts of one intent as the one order the trader asked for, in its worst state; null while one is not at its end. */
export function wholeOf(parts: readonly Order[]): Order | null {
  if (parts.length === 0 || parts.some(({ state }) => !WORST.includes(state))) return null;
  const [worst] = parts.toSorted((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state));
  const sum = (figure: 'lots' | 'quantity' | 'filled' | 'filledValue') =>
    parts.reduce((total, part) => total + part[figure], 0);
  return {
    ...worst!,
    lots: sum('lots'),
    quantity: sum('quantity'),
    filled: sum('filled'),
    filledValue: sum('filledValue'),
  };
}

/**
 * Says the final state of every order once, and that of an order in parts when the last part has come to its end; a part
 * that is unknown is said at once. What a snapshot brings in its final state happened before, and is not said.
 */
export function announceOrderResults(): void {
  const told = new Map<string, Order['state']>();
  ordersStore.subscribe(({ rows, snapshots }, before) => {
    const ended = new Map<string, readonly Order[]>();
    for (const order of rows) {
      if (told.get(order.id) === order.state) continue;
      const silent = snapshots !== before.snapshots && !told.has(order.id);
      told.set(order.id, order.state);
      if (silent || !orderResult(order)) continue;
      lightOrder(order);
      const key = partsKey(order);
      const parts = key === null ? [order] : rows.filter((other) => partsKey(other) === key);
      ended.set(key ?? order.id, order.state === 'UNKNOWN' && !wholeOf(parts) ? [order] : parts);
    }
    for (const parts of ended.values()) {
      const whole = wholeOf(parts);
      const result = whole && orderResult(whole, parts.length);
      if (result) announce(result.kind, result.text);
    }
  });
}
