import type { Order } from '../../../contract/trading.ts';
import type { BrokerBooks, BrokerOrder } from '../brokers/broker.ts';

/** What our orders and the broker's own book say against each other; each entry is a sentence. */
export interface TruthCheck {
  /** Broker orders that one intent made beyond its first (O5). */
  doubled: string[];
  /** Orders and fills that one of the two books lacks (O6). */
  lost: string[];
}

const DEAD = new Set<Order['state']>(['DENIED', 'CANCELLED', 'REJECTED', 'EXPIRED', 'NOT_PLACED', 'FILLED']);
const WORKS = new Set<BrokerOrder['status']>(['OPEN', 'PARTIAL', 'TRIGGER_PENDING']);

/**
 * Holds our orders against the account's own book as the truth, for what happened since `since` (epoch ms).
 * @param ours every order of ours that may be in it
 */
export function checkAgainstTruth(
  ours: readonly Order[],
  truth: Pick<BrokerBooks, 'orders'>,
  since: number,
): TruthCheck {
  const byId = new Map(ours.map((order) => [order.brokerOrderId, order]));
  const byTag = (tag: string) => ours.find((order) => order.id.replaceAll('-', '').startsWith(tag));
  const rows = truth.orders.filter((row) => row.ts >= since && row.tag !== null);
  const rowsByIntent = new Map<string, BrokerOrder[]>();
  const doubled: string[] = [];
  const lost: string[] = [];
  for (const row of rows) {
    const order = byId.get(row.brokerOrderId) ?? byTag(row.tag!);
    if (order === undefined) {
      lost.push(`${textOf(row)} is at the broker and in no book of ours.`);
      continue;
    }
    rowsByIntent.set(order.intentId, [...(rowsByIntent.get(order.intentId) ?? []), row]);
    const difference = differenceOf(order, row);
    if (difference !== null) lost.push(difference);
  }
  for (const [intentId, made] of rowsByIntent) {
    if (made.length > 1) doubled.push(`${textOf(made[0]!)} is at the broker ${made.length} times (${intentId}).`);
  }
  const told = new Set(truth.orders.map(({ brokerOrderId }) => brokerOrderId));
  for (const { createdAt, brokerOrderId, side, quantity, name } of ours) {
    if (createdAt < since || brokerOrderId === null || told.has(brokerOrderId)) continue;
    lost.push(`${side} ${quantity} ${name} is in our book and not at the broker.`);
  }
  return { doubled, lost };
}

function differenceOf(order: Order, row: BrokerOrder): string | null {
  if (order.filled !== row.filled) return `${textOf(row)} filled ${row.filled}; our book has ${order.filled}.`;
  if (DEAD.has(order.state) === WORKS.has(row.status)) return `${textOf(row)} is ${row.status}; ours ${order.state}.`;
  return null;
}

function textOf({ side, quantity, brokerOrderId }: BrokerOrder): string {
  return `${side} ${quantity} (${brokerOrderId})`;
}
