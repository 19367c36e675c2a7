import { create } from 'zustand';
import type { Order } from '../../contract/trading.ts';

const LIT_MS = 2500;

type Lit = Pick<Order, 'id' | 'instrumentId' | 'state'>;

/** Orders that came to their end a moment ago: their rows are lit. */
export const litOrdersStore = create<{ orders: readonly Lit[] }>(() => ({ orders: [] }));

export const useLitOrders = (): readonly Lit[] => litOrdersStore((state) => state.orders);

/** Lights the rows of an order for a moment. */
export function lightOrder({ id, instrumentId, state }: Lit): void {
  const lit = { id, instrumentId, state };
  litOrdersStore.setState(({ orders }) => ({ orders: [...orders.filter((other) => other.id !== id), lit] }));
  setTimeout(
    () => litOrdersStore.setState(({ orders }) => ({ orders: orders.filter((other) => other !== lit) })),
    LIT_MS,
  );
}
