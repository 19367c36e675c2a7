import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../core/app-error.ts';
import { SystemClock } from '../../core/system-clock.ts';
import { storeFailure } from './store-failure.ts';
import { TickStoreHost } from './tick-store-host.ts';
import type { FromWorker, ToWorker } from './tick-store-protocol.ts';

/** The entry of the thread that owns the database file; `workerData.file` names it. */
const port = parentPort!;
const say = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

try {
  const { file } = workerData as { file: string };
  const host = await TickStoreHost.open(file, new SystemClock(), say, () => port.close());
  port.on('message', (message: ToWorker) => host.receive(message));
  say({ kind: 'ready' });
} catch (error) {
  const refusal = error instanceof AppError ? error : storeFailure('be opened', error);
  say({ kind: 'refused', error: refusal.toWire() });
}
