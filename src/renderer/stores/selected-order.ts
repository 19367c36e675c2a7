import { create } from 'zustand';

/** The order whose row was chosen in the books. */
export const selectedOrderStore = create<{ orderId: string | null }>(() => ({ orderId: null }));

export const selectedOrder = (): string | null => selectedOrderStore.getState().orderId;
export const selectOrder = (orderId: string): void => selectedOrderStore.setState({ orderId });
