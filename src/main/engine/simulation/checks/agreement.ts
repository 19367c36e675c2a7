import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { Committed } from '../durable.ts';
import { isWorking } from '../working.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** What went out or was told so lately is under way, not in doubt: a stop may be placed or moved at any time. */
const UNDER_WAY_MS = 3000;

/** O10, O14, T17 at rest: no order is in doubt, each is alive here as it is there, and every order elsewhere is known. */
export class Agreement implements Check {
  readonly rules = ['O14', 'T17', 'chain'];

  /** True time of the last change of each order. */
  readonly #changed = new Map<string, number>();

  onCommit({ orders }: Committed, { now }: CheckedWorld): void {
    for (const { id } of orders) this.#changed.set(id, now);
  }

  atRest({ durable, truth, store, desk, now }: CheckedWorld, violate: Violate): void {
    const isUnderWay = ({ id }: OrderRecord) => now - (this.#changed.get(id) ?? -Infinity) < UNDER_WAY_MS;
    const ours = new Map([...durable.orders.values()].map((order) => [order.brokerOrderId, order]));
    for (const order of durable.orders.values()) {
      if (isUnderWay(order)) continue;
      if (['SENDING', 'UNKNOWN', 'QUEUED', 'DRAFT'].includes(order.state)) {
        violate('O14', `Order ${order.id} is still ${order.state}.`);
      }
      const open = isLive(order.state) && order.requests.some(({ state }) => state === 'unknown' || state === 'sent');
      if (open) violate('O14', `Order ${order.id} has a request that nobody has answered.`);
      if (!isLive(order.state) || order.brokerOrderId === null) continue;
      const row = truth.orders.get(order.brokerOrderId)?.row;
      const terms = row?.quantity === order.quantity && row.price === order.price;
      if (row !== undefined && !terms) {
        violate(
          'T14',
          `Order ${order.id} is ${order.quantity} at ${order.price} here and ${row.quantity} at ${row.price} at the broker.`,
        );
      }
      if (row === undefined || !isWorking(row)) {
        violate('T12', `Order ${order.id} is ${order.state} here and ${row?.status ?? 'unknown'} at the broker.`);
      }
    }
    for (const { row } of truth.orders.values()) {
      const order = ours.get(row.brokerOrderId) ?? (row.tag === null ? undefined : durable.byTag.get(row.tag));
      if (order === undefined) {
        violate('T17', `Broker order ${row.brokerOrderId} (tag ${row.tag ?? 'none'}) is not in our books.`);
        continue;
      }
      if (isUnderWay(order)) continue;
      if (order.filled !== row.filled) {
        violate('O2', `Broker order ${row.brokerOrderId} has ${row.filled} filled, ours ${order.filled}.`);
      }
      if (isWorking(row) !== isLive(order.state)) {
        violate('T12', `Broker order ${row.brokerOrderId} is ${row.status} there and ${order.state} here.`);
      }
    }
    if (desk !== null && desk.reconciledAt() === null) violate('O14', 'The books do not agree, and entries wait.');
    const verdict = store.verifyLogs();
    if (!verdict.ok) violate('chain', verdict.message);
  }
}
