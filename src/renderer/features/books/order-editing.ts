import { create } from 'zustand';
import type { Order } from '../../../contract/trading.ts';
import { announce } from '../../stores/toasts.ts';
import { inr } from '../../ui/format.ts';
import { parseNumber } from '../../ui/parse-number.ts';
import { modifyOrder } from '../trading/actions.ts';
import { waitsForTrigger } from '../trading/stop-order.ts';

/** The working order that is being edited in its row, as typed. */
interface OrderEditing {
  orderId: string | null;
  price: string;
  /** Empty for an order without a trigger. */
  trigger: string;
  lots: string;
}

const NOTHING: OrderEditing = { orderId: null, price: '', trigger: '', lots: '' };

export const orderEditingStore = create<OrderEditing>(() => NOTHING);

export function editOrder(order: Order): void {
  const { id, price, triggerPrice, lots } = order;
  const trigger = triggerPrice === null ? '' : inr(triggerPrice);
  orderEditingStore.setState({ orderId: id, price: inr(price ?? 0), trigger, lots: String(lots) });
}

export function leaveEditing(): void {
  orderEditingStore.setState(NOTHING);
}

/** Sends what was typed; keeps the editor open when it is no price or no whole number of lots. */
export function saveEditing(order: Order): void {
  const { price, trigger, lots } = orderEditingStore.getState();
  const paise = parseNumber(price, 100);
  const wanted = parseNumber(lots);
  const triggerPaise = waitsForTrigger(order) ? parseNumber(trigger, 100) : order.triggerPrice;
  const noTrigger = order.triggerPrice !== null && (!triggerPaise || triggerPaise < 0);
  if (!paise || paise < 0 || noTrigger || !wanted || wanted < 1) {
    announce('warn', 'Type prices in rupees and whole lots, then Enter.');
    return;
  }
  leaveEditing();
  const same = paise === order.price && wanted === order.lots && triggerPaise === order.triggerPrice;
  if (!same) void modifyOrder(order.id, paise, wanted, triggerPaise);
}
