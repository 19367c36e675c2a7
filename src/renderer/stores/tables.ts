import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { TableDelta } from '../../contract/protocol.ts';
import { rowKey, type TopicName } from '../../contract/contract.ts';
import type { Order, Position, Trade } from '../../contract/trading.ts';
import type { Job } from '../../contract/desk.ts';
import type { DeskClient } from '../client/desk-client.ts';

export interface TableState<Row> {
  /** Rows in the order they first came. */
  rows: Row[];
  /** False until the first snapshot. */
  ready: boolean;
  /** How many snapshots came: one at first, after a reconnect, and on a change of mode. */
  snapshots: number;
}

export type TableStore<Row> = UseBoundStore<StoreApi<TableState<Row>>>;

type Keyed = { id?: string; instrumentId?: number };

/** Rows after a delta: changed rows keep their place, new ones follow, removed ones go. */
export function applyTableDelta<Row extends Keyed>(topic: TopicName, rows: Row[], delta: TableDelta<Row>): Row[] {
  const byKey = new Map(rows.map((row) => [rowKey(topic, row), row]));
  for (const row of delta.upsert) byKey.set(rowKey(topic, row), row);
  for (const key of delta.remove) byKey.delete(key);
  return [...byKey.values()];
}

function createTableStore<Row>(): TableStore<Row> {
  return create<TableState<Row>>(() => ({ rows: [], ready: false, snapshots: 0 }));
}

export const ordersStore = createTableStore<Order>();
export const tradesStore = createTableStore<Trade>();
export const positionsStore = createTableStore<Position>();
export const jobsStore = createTableStore<Job>();

/** Every order of the day, oldest first. */
export const useOrders = (): Order[] => ordersStore((state) => state.rows);
/** Every fill of the day, oldest first. */
export const useTrades = (): Trade[] => tradesStore((state) => state.rows);
/** Positions of the day, flat ones included. */
export const usePositions = (): Position[] => positionsStore((state) => state.rows);
/** Long work, running and ended. */
export const useJobs = (): Job[] => jobsStore((state) => state.rows);

/** Follows the four tables. */
export function followTables(client: DeskClient): void {
  client.subscribe('orders', {}, into('orders', ordersStore));
  client.subscribe('trades', {}, into('trades', tradesStore));
  client.subscribe('positions', {}, into('positions', positionsStore));
  client.subscribe('jobs', {}, into('jobs', jobsStore));
}

function into<Row extends Keyed>(topic: TopicName, store: TableStore<Row>) {
  return {
    onSnapshot: (rows: Row[]) => store.setState(({ snapshots }) => ({ rows, ready: true, snapshots: snapshots + 1 })),
    onDelta: (delta: TableDelta<Row>) => store.setState(({ rows }) => ({ rows: applyTableDelta(topic, rows, delta) })),
  };
}
