import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../main/engine/core/app-error.ts';
import { systemIds } from '../../main/engine/core/ids.ts';
import { silentLog } from '../../main/engine/core/operator-log.ts';
import { SystemClock } from '../../main/engine/core/system-clock.ts';
import { replayOrder } from '../../main/engine/domain/order-fold.ts';
import { openDeskStore } from '../../main/engine/store/sqlite/open-desk-store.ts';

/** What became of a desk.db that something happened to. */
export type ImageVerdict =
  | { kind: 'whole'; orders: number; logEntries: number }
  /** The terminal does not open it and says why. */
  | { kind: 'refused'; message: string }
  /** The terminal opens it, and trading waits for the reason given. */
  | { kind: 'noticed'; message: string }
  /** Something acknowledged is missing or altered, and nothing said so. */
  | { kind: 'silent'; message: string };

/**
 * Opens the desk.db of a folder as the terminal does and holds it against what was acknowledged before: every order there,
 * its record the fold of its journal (O8), the log a whole chain.
 */
export function witnessImage(folder: string, acknowledged: Iterable<string>): ImageVerdict {
  const file = join(folder, 'desk.db');
  try {
    const store = openDeskStore({ file, clock: new SystemClock(), ids: systemIds, operatorLog: silentLog });
    try {
      const log = store.verifyLogs();
      if (!log.ok) return { kind: 'noticed', message: log.message };
      const orders = new Map(store.orders(store.identity.accountId, 0).map((order) => [order.id, order]));
      for (const id of acknowledged) {
        const order = orders.get(id);
        if (order === undefined) return { kind: 'silent', message: `the acknowledged order ${id} is missing` };
        const folded = replayOrder(store.journal(id)).record;
        if (!isDeepStrictEqual(folded, order)) {
          return { kind: 'silent', message: `the order ${id} is not the fold of its journal` };
        }
      }
      return { kind: 'whole', orders: orders.size, logEntries: log.entries };
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', message: error.message };
    return { kind: 'silent', message: `it broke instead of being refused: ${String(error)}` };
  }
}
