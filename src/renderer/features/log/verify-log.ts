import { create } from 'zustand';
import type { CallResult } from '../../../contract/contract.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';

interface Verification {
  running: boolean;
  result: CallResult<'logs.verify'> | null;
}

export const verificationStore = create<Verification>(() => ({ running: false, result: null }));

/** Walks the whole log's hash chain in the engine and says what came of it. */
export async function verifyLog(): Promise<void> {
  if (verificationStore.getState().running) return;
  verificationStore.setState({ running: true });
  try {
    const result = await client.call('logs.verify', {});
    verificationStore.setState({ result });
    announce(result.ok ? 'ok' : 'danger', result.message);
  } catch (error) {
    announce('danger', sentenceOf(error));
  } finally {
    verificationStore.setState({ running: false });
  }
}
