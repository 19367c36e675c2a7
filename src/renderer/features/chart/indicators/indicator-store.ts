import { create } from 'zustand';
import type { Indicator } from '../../../../indicators/indicator.ts';
import { loadWorkspace, saveWorkspace } from '../../../stores/workspace.ts';
import { validChosen, withIndicator, type ChosenIndicator } from './chosen-indicators.ts';

const KEY = 'chart.indicators';

interface Chosen {
  all: readonly ChosenIndicator[];
  /** False until what was saved has come, or a person has chosen before it. */
  known: boolean;
}

export const indicatorStore = create<Chosen>(() => ({ all: [], known: false }));

export const useIndicators = (): readonly ChosenIndicator[] => indicatorStore(({ all }) => all);

/** Puts an indicator on the chart with its defaults; its key, or null when the chart is full. */
export function addIndicator(indicator: Indicator): string | null {
  const all = withIndicator(indicatorStore.getState().all, indicator);
  if (all) keep(all);
  return all?.at(-1)?.key ?? null;
}

/** Other parameters or another look. */
export function changeIndicator(
  key: string,
  change: Partial<Pick<ChosenIndicator, 'values' | 'pen' | 'filled'>>,
): void {
  keep(indicatorStore.getState().all.map((one) => (one.key === key ? { ...one, ...change } : one)));
}

export function removeIndicator(key: string): void {
  keep(indicatorStore.getState().all.filter((one) => one.key !== key));
}

/** Takes up the indicators of the last time, once. */
export async function restoreIndicators(): Promise<void> {
  if (indicatorStore.getState().known) return;
  const all = validChosen(await loadWorkspace(KEY));
  if (!indicatorStore.getState().known) indicatorStore.setState({ all, known: true });
}

function keep(all: readonly ChosenIndicator[]): void {
  indicatorStore.setState({ all, known: true });
  saveWorkspace(KEY, all);
}
