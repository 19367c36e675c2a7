import { expect, test } from 'vitest';
import type { LogEntry } from '../../contract/desk.ts';
import { logsStore } from '../stores/logs.ts';
import { toastsStore } from '../stores/toasts.ts';
import { announceAnomalies } from './anomaly-alerts.ts';

const line = (seq: number, message: string): LogEntry => ({
  id: `00000000-0000-4000-8000-00000000000${seq}`,
  seq,
  type: 'order',
  message,
  createdAt: seq,
});

test('T9 T16 T18 an anomaly is said once, when it comes, and not when it was there before', () => {
  announceAnomalies();
  const old = line(1, 'Out of the ordinary, NIFTY 26000 CE: yesterday');
  logsStore.setState({ entries: [old], ready: true });
  const usual = line(2, 'Bought 75 NIFTY 26000 CE at 164.00');
  const odd = line(3, 'Out of the ordinary, NIFTY 26000 CE: A fill came after the order was CANCELLED.');
  logsStore.setState({ entries: [old, usual, odd] });
  logsStore.setState({ entries: [old, usual, odd, line(4, 'Sold 75 NIFTY 26000 CE at 164.00')] });
  expect(toastsStore.getState().toasts.map(({ kind, text, times }) => ({ kind, text, times }))).toEqual([
    { kind: 'warn', text: odd.message, times: 1 },
  ]);
});
