import type { OrderState } from '../../../contract/enums.ts';
import type { Order } from '../../../contract/trading.ts';
import { ERROR_CODES } from '../../../contract/errors.ts';
import type { PartPlace } from './order-parts.ts';

/** Average fill price in paise, a fraction at times; null before the first fill. */
export function averageFill(order: Pick<Order, 'filled' | 'filledValue'>): number | null {
  return order.filled === 0 ? null : order.filledValue / order.filled;
}

/** True while the broker may still fill it. */
export function isLive(order: Pick<Order, 'status'>): boolean {
  return order.status === 'PENDING';
}

const TONES: Partial<Record<OrderState, 'up' | 'warn' | 'danger' | 'ok'>> = {
  FILLED: 'ok',
  PARTIAL: 'up',
  UNKNOWN: 'warn',
  DENIED: 'danger',
  REJECTED: 'danger',
  NOT_PLACED: 'danger',
};

/** The hue of a state's tag; most states have none. */
export function stateTone(state: OrderState): 'up' | 'warn' | 'danger' | 'ok' | 'plain' {
  return TONES[state] ?? 'plain';
}

/** The state as shown: capitals and spaces, with the request under way. */
export function stateText(order: Pick<Order, 'state' | 'pendingRequest'>): string {
  const state = order.state.replaceAll('_', ' ');
  if (order.pendingRequest === 'cancel') return `${state} · cancelling`;
  return order.pendingRequest === 'modify' ? `${state} · moving` : state;
}

/**
 * Who asked for it, and how: "Limit", "SL-L · exit", "Market · part 2 of 3", "Market IOC", "Market · square-off",
 * "Limit · by the broker". An order of a basket that went out whole is a "part" without a number.
 */
export function typeText(
  order: Pick<Order, 'orderType' | 'triggerPrice' | 'validity' | 'source' | 'intentId' | 'partOf'>,
  place?: PartPlace,
): string {
  const plain = order.orderType === 'LIMIT' ? 'Limit' : 'Market';
  const stop = order.orderType === 'LIMIT' ? 'SL-L' : 'SL-M';
  const type = `${order.triggerPrice === null ? plain : stop}${order.validity === 'IOC' ? ' IOC' : ''}`;
  if (order.source === 'BRACKET') return `${type} · exit`;
  if (order.source === 'BROKER') return `${type} · by the broker`;
  if (order.source === 'SQUARE_OFF') return `${type} · square-off`;
  if (place) return `${type} · part ${place.number} of ${place.of}`;
  // The first part carries the intent's own id, as does an exit that needed no second.
  const isPart = order.partOf !== null && order.partOf !== order.intentId;
  return isPart ? `${type} · part` : type;
}

/** Why the order ended as it did: the refusal's own sentence, or the broker's on an order it made itself, or null. */
export function reasonText(order: Pick<Order, 'reason' | 'state' | 'source'>): string | null {
  if (!order.reason || (order.state === 'FILLED' && order.source !== 'BROKER')) return null;
  return order.reason.message || ERROR_CODES[order.reason.code];
}

const SAID_BY: Partial<Record<OrderState, string>> = {
  DRAFT: 'here',
  QUEUED: 'here',
  SENDING: 'here',
  DENIED: 'RMS',
  UNKNOWN: 'no proof yet',
  NOT_PLACED: 'here, proven absent',
};

/** Whose word the state is: RMS, the broker, or nobody's yet. */
export function saidBy(order: Pick<Order, 'state'>): string {
  return SAID_BY[order.state] ?? 'broker';
}
