import { create } from 'zustand';
import type { Status } from '../../contract/desk.ts';
import type { HeldLock } from '../../contract/protection.ts';
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
export const locksStore = create<Value<HeldLock[]>>(() => ({ value: null }));

export const useStatus = (): Status | null => statusStore((state) => state.value);
export const useFunds = (): Funds | null => fundsStore((state) => state.value);
export const useRisk = (): Risk | null => riskStore((state) => state.value);
export const useReconciliation = (): Reconciliation | null => reconciliationStore((state) => state.value);

/** The profit lock of a position, or null. */
export const useLockOf = (instrumentId: number): HeldLock | null =>
  locksStore(({ value }) => lockOf(value, instrumentId));

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
    'locks',
    {},
    both((value: HeldLock[]) => locksStore.setState({ value })),
  );
  client.subscribe(
    'reconciliation',
    {},
    both((value: Reconciliation) => reconciliationStore.setState({ value })),
  );
}

function lockOf(locks: HeldLock[] | null, instrumentId: number): HeldLock | null {
  return locks?.find(({ scope }) => scope.type === 'POSITION' && scope.instrumentId === instrumentId) ?? null;
}

function both<T>(set: (value: T) => void) {
  return { onSnapshot: set, onDelta: set };
}
