import { create } from 'zustand';
import type { Order } from '../../../contract/trading.ts';
import { announce } from '../../stores/toasts.ts';
import { inr } from '../../ui/format.ts';
import { parseNumber } from '../../ui/parse-number.ts';
import { modifyOrder } from '../trading/actions.ts';

/** The working order that is being edited in its row, as typed. */
interface OrderEditing {
  orderId: string | null;
  price: string;
  lots: string;
}

const NOTHING: OrderEditing = { orderId: null, price: '', lots: '' };

export const orderEditingStore = create<OrderEditing>(() => NOTHING);

export function editOrder(order: Order): void {
  orderEditingStore.setState({ orderId: order.id, price: inr(order.price ?? 0), lots: String(order.lots) });
}

export function leaveEditing(): void {
  orderEditingStore.setState(NOTHING);
}

/** Sends what was typed; keeps the editor open when it is no price or no whole number of lots. */
export function saveEditing(order: Order): void {
  const { price, lots } = orderEditingStore.getState();
  const paise = parseNumber(price, 100);
  const wanted = parseNumber(lots);
  if (!paise || paise < 0 || !wanted || wanted < 1) {
    announce('warn', 'Type a price in rupees and whole lots, then Enter.');
    return;
  }
  leaveEditing();
  if (paise !== order.price || wanted !== order.lots) void modifyOrder(order.id, paise, wanted);
}
