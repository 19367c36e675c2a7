import type { Alert, AlertTerms } from '../../../contract/alerts.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { openOverlay } from '../../commands/overlays.ts';
import { announce } from '../../stores/toasts.ts';

/** Opens the dialog on a new alert, or on one that is to be changed. */
export const openAlert = (alert: Alert | null = null): void => openOverlay({ kind: 'alert', alert });

/** Null once it is kept, else why not. */
export async function saveAlert(id: string | null, terms: AlertTerms): Promise<string | null> {
  try {
    await client.call('alerts.save', { id: id ?? crypto.randomUUID(), terms });
    return null;
  } catch (error) {
    return sentenceOf(error);
  }
}

export const pauseAlert = ({ id, state }: Alert): void =>
  act(client.call('alerts.pause', { id, paused: state === 'ACTIVE' }));

export const removeAlert = ({ id }: Alert): void => act(client.call('alerts.remove', { id }));

function act(call: Promise<unknown>): void {
  call.catch((error: unknown) => announce('danger', sentenceOf(error)));
}
