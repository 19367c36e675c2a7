import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  CALL_26000,
  DESK_START,
  openTestDesk,
  orderRecord,
  tradeRecord,
  writeIntent,
} from '../../../../testing/desk-records.ts';
import { fastFolder } from '../../../../testing/fast-folder.ts';
import { writeMigratedFile } from '../../../../testing/migrated-store.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';

const FIVE_YEARS_MS = 5 * 366 * 86_400_000;

it(
  'R4 what was logged, journalled and traded is there after five years of starts, and nobody can remove it',
  () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: FIVE_YEARS_MS }), { maxLength: 2 }),
        fc.constantFrom('logs', 'order_events', 'trades'),
        (starts, table) => {
          const folder = fastFolder('retention-');
          const file = join(folder, 'desk.db');
          try {
            writeMigratedFile(file);
            const orders: string[] = [];
            const days = [0, ...starts.toSorted((a, b) => a - b), FIVE_YEARS_MS];
            for (const [start, after] of days.entries()) {
              const desk = openTestDesk(file, start + 1, DESK_START + after);
              desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
              const order = orderRecord(desk, desk.ids, { createdAt: desk.clock.now() });
              writeIntent(desk, desk.ids, order);
              desk.transaction((tx) => tx.appendTrade(tradeRecord(order, desk.ids, { brokerTradeId: `T${start}` })));
              orders.push(order.id);
              expect(orders.map((id) => desk.journal(id).length)).toEqual(orders.map(() => 3));
              expect(desk.verifyLogs().ok).toBe(true);
              desk.close();
            }
            const database = new Database(file);
            const count = (of: string) => database.prepare(`SELECT count(*) FROM ${of}`).pluck().get();
            expect(count('order_events')).toBe(3 * orders.length);
            expect(count('trades')).toBe(orders.length);
            expect(count('logs')).toBeGreaterThanOrEqual(orders.length);
            expect(() => database.exec(`DELETE FROM ${table}`)).toThrow(/append-only/);
            database.close();
          } finally {
            rmSync(folder, { recursive: true });
          }
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
