import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../core/operator-log.ts';
import { istDay } from '../core/ist.ts';
import { openEngine } from '../engine.ts';
import type { Engine } from '../engine.ts';
import { marketIntent } from '../../../testing/market-intent.ts';

let folder: string;
let engine: Engine;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  engine = await openEngine({
    dataDir: folder,
    version: 'test',
    log: silentLog,
    workers: { tickStore: new URL('../store/duckdb/tick-store-worker.ts', import.meta.url) },
  });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a trip knows the market it was opened in, and what its orders gave away', { timeout: 20_000 }, async () => {
  const { calls } = engine.api;
  const option = await calls['instruments.atm']({ underlying: 'NIFTY', kind: 'CE', offset: 2 });
  await vi.waitFor(async () => expect(await calls['chain.at'](chainOf(option))).not.toBeNull(), { timeout: 8_000 });
  const order = await calls['orders.place'](marketIntent(option.id));
  const day = istDay(order.createdAt);
  const market = await vi.waitFor(
    async () => {
      const { trips } = await calls['journal.market']({ day });
      expect(trips[0]?.orders[0]).toMatchObject({
        orderId: order.id,
        quantity: order.quantity,
        ask: expect.any(Number),
      });
      return trips[0]!;
    },
    { timeout: 8_000, interval: 100 },
  );
  const [{ quantity, average, ask, bid, slippage }] = market.orders as [(typeof market.orders)[number]];
  expect(ask!).toBeGreaterThan(bid!);
  expect(slippage).toBeCloseTo((average - ask!) * quantity, 3);
  expect(market).toMatchObject({ tripId: order.id, strikesOut: expect.any(Number), spot: expect.any(Number) });
  // The money may have moved by a strike since the contract was chosen.
  expect(Math.abs(market.strikesOut! - 2)).toBeLessThanOrEqual(1);
  expect(market.iv!).toBeGreaterThan(0.01);
  expect(market.delta!).toBeLessThan(0.6);
});

function chainOf({ underlying, expiry }: { underlying: string; expiry: string | null }) {
  return { underlying, expiry: expiry!, ts: Number.MAX_SAFE_INTEGER };
}
