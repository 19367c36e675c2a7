import type { Alert } from '../../../contract/alerts.ts';
import type { Desk } from '../desk/desk.ts';
import { sampled } from './books-topics.ts';
import type { CallHandlers, TopicSubscription } from './desk-api.ts';

type AlertCalls = 'alerts.save' | 'alerts.pause' | 'alerts.remove' | 'alerts.told';

export function alertsApi({ alerts }: Desk): Pick<CallHandlers, AlertCalls> {
  return {
    'alerts.save': ({ id, terms }) => {
      alerts.save(id, terms);
      return null;
    },
    'alerts.pause': ({ id, paused }) => {
      alerts.pause(id, paused);
      return null;
    },
    'alerts.remove': ({ id }) => {
      alerts.remove(id);
      return null;
    },
    'alerts.told': ({ id, seq }) => {
      alerts.told(id, seq);
      return null;
    },
  };
}

/** The alerts of the live desk, in a replay too; four times a second while they change. */
export function alertsTopic({ alerts, clock }: Desk, emit: (alerts: Alert[]) => void): TopicSubscription<'alerts'> {
  return sampled(() => alerts.views(), clock, emit);
}
