import type { StrategyView } from '../../../contract/strategies.ts';
import type { Desk } from '../desk/desk.ts';
import { sampled } from './books-topics.ts';
import type { CallHandlers, TopicSubscription } from './desk-api.ts';

type StrategyCalls =
  | 'strategies.kinds'
  | 'strategies.create'
  | 'strategies.setParams'
  | 'strategies.start'
  | 'strategies.stop';

export function strategiesApi({ strategies }: Desk): Pick<CallHandlers, StrategyCalls> {
  return {
    'strategies.kinds': () => [...strategies.kinds],
    'strategies.create': (terms) => {
      strategies.create(terms);
      return null;
    },
    'strategies.setParams': ({ id, params }) => {
      strategies.setParams(id, params);
      return null;
    },
    'strategies.start': ({ id }) => {
      strategies.start(id);
      return null;
    },
    'strategies.stop': ({ id }) => {
      strategies.stop(id);
      return null;
    },
  };
}

/** The strategies of the live desk, in a replay too; four times a second while they change. */
export function strategiesTopic(
  { strategies, clock }: Desk,
  emit: (strategies: StrategyView[]) => void,
): TopicSubscription<'strategies'> {
  return sampled(() => strategies.views(), clock, emit);
}
