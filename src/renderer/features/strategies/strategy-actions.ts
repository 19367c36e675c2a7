import type { LimitChanges } from '../../../contract/risk.ts';
import type { StrategyParams, StrategyTerms, StrategyView } from '../../../contract/strategies.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { openOverlay } from '../../commands/overlays.ts';
import { strategiesStore } from '../../stores/strategies.ts';
import { announce } from '../../stores/toasts.ts';
import { chosenStrategy } from './strategy-choice.ts';

export const newStrategy = (): void => openOverlay({ kind: 'strategy' });

/** Starts a stopped strategy; stops one that runs. */
export async function toggleStrategy({ id, name, status }: StrategyView): Promise<void> {
  const problem = await settled(client.call(status === 'active' ? 'strategies.stop' : 'strategies.start', { id }));
  if (problem !== null) announce('danger', problem);
  else announce('info', status === 'active' ? `${name} is stopped.` : `${name} is started.`);
}

export function toggleChosen(): void {
  const chosen = chosenStrategy();
  if (chosen) void toggleStrategy(chosen);
}

export function stopAllStrategies(): void {
  for (const strategy of strategiesStore.getState().strategies ?? []) {
    if (strategy.status === 'active') void toggleStrategy(strategy);
  }
}

/** These give null once it is done, else the sentence why not. */
export const createStrategy = (terms: StrategyTerms): Promise<string | null> =>
  settled(client.call('strategies.create', terms));

export const setStrategyParams = (id: string, params: StrategyParams): Promise<string | null> =>
  settled(client.call('strategies.setParams', { id, params }));

export const setStrategyLimits = (id: string, changes: LimitChanges, reason: string): Promise<string | null> =>
  settled(client.call('rms.setLimits', { ...changes, strategyId: id, ...(reason === '' ? {} : { reason }) }));

async function settled(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    return sentenceOf(error);
  }
}
