import type { Order, Position } from '../../../contract/trading.ts';
import { isStopOfPosition, waitsForTrigger } from '../trading/stop-order.ts';
import { lotsText } from '../trading/trading-words.ts';

/** A horizontal line of the chart with its chip. Money in paise. */
export interface ChartLine {
  id: string;
  kind: 'position' | 'order' | 'target' | 'stop' | 'unknown';
  /** Price of the line; an average may be a fraction of a paisa. */
  price: number;
  /** CSS token of its colour. */
  color: '--text-1' | '--up' | '--down' | '--warn';
  /** Capitals at the start of the chip, e.g. LONG. */
  word: string;
  /** What follows, e.g. "3 lots · 195". */
  text: string;
  /** P&L now, or at this price; null when it has none. */
  outcome: number | null;
  /** Where it lives or what it waits for. */
  note: string | null;
  /** The order this line stands for, or whose bracket it is. */
  orderId: string | null;
  draggable: boolean;
  closable: boolean;
}

/** The lines of one instrument: its position, the target and stop of that, and every live order with a price but the stop's own. */
export function chartLines(position: Position | undefined, orders: readonly Order[]): ChartLine[] {
  const lines: ChartLine[] = [];
  if (position && position.netQty !== 0) lines.push(...positionLines(position));
  for (const order of orders) {
    if (order.status !== 'PENDING' || order.price === null) continue;
    // The line of the position's stop stands for it, unless nobody knows what became of it.
    if (isStopOfPosition(order) && order.state !== 'UNKNOWN') continue;
    lines.push(...orderLines(order));
  }
  return lines;
}

function positionLines(position: Position): ChartLine[] {
  const { netQty, cost, lotSize, tpPrice, slPrice } = position;
  const lots = lotsText(Math.abs(netQty) / lotSize);
  const shared = { orderId: null, closable: true };
  const held = position.protectionFrozen ? 'frozen: feed stale' : 'held here';
  const stopNote = position.stopHome === 'EXCHANGE' ? 'at exchange' : held;
  const lines: ChartLine[] = [
    {
      ...shared,
      id: 'position',
      kind: 'position',
      price: cost / netQty,
      color: '--text-1',
      word: netQty > 0 ? 'LONG' : 'SHORT',
      text: `${lots} · ${Math.abs(netQty)}`,
      outcome: position.unrealised,
      note: null,
      draggable: true,
    },
  ];
  if (tpPrice !== null) {
    lines.push({
      ...shared,
      id: 'target',
      kind: 'target',
      price: tpPrice,
      color: '--up',
      word: 'TARGET',
      text: lots,
      outcome: tpPrice * netQty - cost,
      note: held,
      draggable: true,
    });
  }
  if (slPrice !== null) {
    lines.push({
      ...shared,
      id: 'stop',
      kind: 'stop',
      price: slPrice,
      color: '--down',
      word: 'STOP',
      text: lots,
      outcome: slPrice * netQty - cost,
      note: stopNote,
      draggable: true,
    });
  }
  return lines;
}

function orderLines(order: Order): ChartLine[] {
  const isStop = waitsForTrigger(order);
  const price = isStop ? order.triggerPrice : order.price!;
  const remaining = lotsText((order.quantity - order.filled) / order.lotSize);
  const unknown = order.state === 'UNKNOWN';
  const lines: ChartLine[] = [
    {
      id: `order:${order.id}`,
      kind: unknown ? 'unknown' : 'order',
      price,
      color: unknown ? '--warn' : order.side === 'BUY' ? '--up' : '--down',
      word: unknown ? 'UNKNOWN' : order.side,
      text: unknown
        ? `${order.side} ${remaining}`
        : `${remaining} ${isStop ? 'stop' : order.orderType === 'LIMIT' ? 'limit' : 'market'}`,
      outcome: null,
      note: noteOf(order),
      orderId: order.id,
      draggable: !unknown && order.pendingRequest === null,
      closable: !unknown && order.pendingRequest !== 'cancel',
    },
  ];
  if (unknown || order.source !== 'HAND') return lines;
  const sign = order.side === 'BUY' ? 1 : -1;
  for (const kind of ['target', 'stop'] as const) {
    const at = kind === 'target' ? order.tpPrice : order.slPrice;
    if (at === null) continue;
    lines.push({
      id: `${kind}:${order.id}`,
      kind,
      price: at,
      color: kind === 'target' ? '--up' : '--down',
      word: kind === 'target' ? 'TARGET' : 'STOP',
      text: lotsText(order.lots),
      outcome: (at - price) * sign * order.quantity,
      note: 'once filled',
      orderId: order.id,
      draggable: true,
      closable: true,
    });
  }
  return lines;
}

function noteOf(order: Order): string | null {
  if (order.state === 'UNKNOWN') return 'without proof';
  if (order.pendingRequest === 'modify') return 'moving';
  if (order.pendingRequest === 'cancel') return 'cancelling';
  if (order.source === 'SQUARE_OFF') return 'square-off';
  if (order.source === 'BRACKET') return 'exit';
  return null;
}

/** Rounds a dragged price to the nearest tick, never under one tick. Paise. */
export function dragPrice(price: number, tickSize: number): number {
  return Math.max(tickSize, Math.round(price / tickSize) * tickSize);
}

/** What a drag away from the position line becomes at `price`: a target on the winning side, else a stop. */
export function protectionKind(netQty: number, average: number, price: number): 'target' | 'stop' {
  return netQty > 0 === price > average ? 'target' : 'stop';
}
