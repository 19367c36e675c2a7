import { create } from 'zustand';
import type { Status } from '../../contract/desk.ts';
import type { Reconciliation } from '../../contract/reconciliation.ts';
import type { Risk } from '../../contract/risk.ts';
import type { Funds } from '../../contract/trading.ts';
import type { DeskClient } from '../client/desk-client.ts';

interface Value<T> {
  /** Null until the first snapshot. */
  value: T | null;
}

export const statusStore = create<Value<Status>>(() => ({ value: null }));
export const fundsStore = create<Value<Funds>>(() => ({ value: null }));
export const riskStore = create<Value<Risk>>(() => ({ value: null }));
export const reconciliationStore = create<Value<Reconciliation>>(() => ({ value: null }));

export const useStatus = (): Status | null => statusStore((state) => state.value);
export const useFunds = (): Funds | null => fundsStore((state) => state.value);
export const useRisk = (): Risk | null => riskStore((state) => state.value);
export const useReconciliation = (): Reconciliation | null => reconciliationStore((state) => state.value);

/** PAPER or REPLAY, null before the first status; re-renders only when the mode changes. */
export const useMode = (): Status['mode'] | null => statusStore((state) => state.value?.mode ?? null);

/** Follows the frame's values. */
export function followValues(client: DeskClient): void {
  client.subscribe(
    'status',
    {},
    both((value: Status) => statusStore.setState({ value })),
  );
  client.subscribe(
    'funds',
    {},
    both((value: Funds) => fundsStore.setState({ value })),
  );
  client.subscribe(
    'risk',
    {},
    both((value: Risk) => riskStore.setState({ value })),
  );
  client.subscribe(
    'reconciliation',
    {},
    both((value: Reconciliation) => reconciliationStore.setState({ value })),
  );
}

function both<T>(set: (value: T) => void) {
  return { onSnapshot: set, onDelta: set };
}
