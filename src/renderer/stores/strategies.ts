import { useEffect } from 'react';
import { create } from 'zustand';
import type { StrategyKind, StrategyView } from '../../contract/strategies.ts';
import { client } from '../client/client.ts';
import type { DeskClient } from '../client/desk-client.ts';
import { useConnection } from './connection.ts';

interface Strategies {
  /** The oldest first; null until the first snapshot. */
  strategies: readonly StrategyView[] | null;
  /** What a strategy can be; null until it is read. */
  kinds: readonly StrategyKind[] | null;
}

export const strategiesStore = create<Strategies>(() => ({ strategies: null, kinds: null }));

export const useStrategies = (): readonly StrategyView[] => strategiesStore((state) => state.strategies) ?? NONE;
/** The name of a strategy; null by hand, and for one that is gone. */
export const nameOfStrategy = (id: string | null): string | null => nameIn(strategiesStore.getState(), id);
export const useStrategyName = (id: string | null): string | null => strategiesStore((state) => nameIn(state, id));

const nameIn = ({ strategies }: Strategies, id: string | null): string | null =>
  strategies?.find((each) => each.id === id)?.name ?? null;

const NONE: readonly StrategyView[] = [];

export function followStrategies(desk: DeskClient): void {
  const set = (strategies: StrategyView[]) => strategiesStore.setState({ strategies });
  desk.subscribe('strategies', {}, { onSnapshot: set, onDelta: set });
}

/** What a strategy can be; read when it is first asked for. */
export function useKinds(): readonly StrategyKind[] | null {
  const kinds = strategiesStore((state) => state.kinds);
  const connected = useConnection().kind === 'connected';
  useEffect(() => {
    if (kinds !== null || !connected) return;
    client
      .call('strategies.kinds', {})
      .then((read) => strategiesStore.setState({ kinds: read }))
      // A lost connection is shown by the frame; once it is back they are asked for again.
      .catch(() => undefined);
  }, [kinds, connected]);
  return kinds;
}
