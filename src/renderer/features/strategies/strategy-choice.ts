import { create } from 'zustand';
import type { StrategyView } from '../../../contract/strategies.ts';
import { strategiesStore, useStrategies } from '../../stores/strategies.ts';

const choiceStore = create<{ id: string | null }>(() => ({ id: null }));

export const chooseStrategy = (id: string): void => choiceStore.setState({ id });

/** The strategy that was chosen; the first unless one was. */
export function useChosenStrategy(): StrategyView | undefined {
  const id = choiceStore((state) => state.id);
  return chosenOf(useStrategies(), id);
}

/** The same, as it stands now. */
export function chosenStrategy(): StrategyView | undefined {
  return chosenOf(strategiesStore.getState().strategies ?? [], choiceStore.getState().id);
}

function chosenOf(strategies: readonly StrategyView[], id: string | null): StrategyView | undefined {
  return strategies.find((each) => each.id === id) ?? strategies[0];
}
