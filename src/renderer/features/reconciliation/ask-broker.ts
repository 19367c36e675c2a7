import { sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { announce } from '../../stores/toasts.ts';
import { reconciliationStore } from '../../stores/values.ts';

/** Reads the broker's books now. */
export async function askBroker(): Promise<void> {
  try {
    reconciliationStore.setState({ value: await client.call('reconcile.now', {}) });
  } catch (error) {
    announce('danger', sentenceOf(error));
  }
}
