import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Intent, Order } from '../../contract/trading.ts';
import type { TableDelta } from '../../contract/protocol.ts';
import { canMountSmallDisk, fillDisk, mountSmallDisk, unmount } from '../../testing/disk-faults/small-disk.ts';
import { marketIntent } from '../../testing/market-intent.ts';
import { silentLog } from './core/operator-log.ts';
import { openEngine } from './engine.ts';
import type { Engine } from './engine.ts';

const worker = new URL('./store/duckdb/tick-store-worker.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
const mounted = canMountSmallDisk();
if (mounted) mountSmallDisk(folder);
let engine: Engine | null = null;

afterEach(async () => {
  await engine?.close();
  if (mounted) unmount(folder);
  rmSync(folder, { recursive: true, force: true });
});

function open(): Promise<Engine> {
  return openEngine({ dataDir: folder, version: 'test', log: silentLog, workers: { tickStore: worker } });
}

/** Resolves with the order once it fits, now or later. */
function order(desk: Engine, orderId: string, fits: (order: Order) => boolean): Promise<Order> {
  return new Promise((resolve) => {
    const look = (rows: Order[]) => {
      const found = rows.find((row) => row.id === orderId && fits(row));
      if (found !== undefined) resolve(found);
    };
    look(desk.api.topics.orders({}, ({ upsert }: TableDelta<Order>) => look(upsert), look).snapshot);
  });
}

test.skipIf(!mounted)(
  'F5 on a full disk entries wait, cancels and exits go through, and nothing is lost',
  async () => {
    engine = await open();
    const { calls, topics } = engine.api;
    const recorderError = () =>
      topics.status(
        {},
        () => {},
        () => {},
      ).snapshot.recorder.error;
    const place = async (wanted: Intent): Promise<Order> => calls['orders.place'](wanted);
    const { firstFocus } = await calls['app.hello']({ protocol: 1 });
    const bought = await place(marketIntent(firstFocus));
    await order(engine, bought.id, ({ state }) => state === 'FILLED');
    const limit = marketIntent(firstFocus, { orderType: 'LIMIT', price: 5 });
    const { price } = await calls['orders.preview'](marketIntent(firstFocus));
    limit.price = Math.round((price! * 0.9) / 5) * 5;
    const resting = await place(limit);
    await order(engine, resting.id, ({ state }) => state === 'OPEN');

    const free = fillDisk(folder);
    expect(statfsSync(folder).bavail).toBe(0);
    // What is written already has its space; the disk is noticed full once a write needs more.
    const noticed: string[] = [];
    topics.logs(
      {},
      (lines) => noticed.push(...lines.map(({ message }) => message)),
      () => {},
    );
    while (noticed.length === 0) {
      await calls['workspace.save']({ key: 'layout', value: 'x'.repeat(60_000) + String(noticed.length) });
    }
    expect(noticed[0]).toContain('exits and cancels work, entries wait');

    await expect(place(marketIntent(firstFocus))).rejects.toMatchObject({
      code: 'JOURNAL_UNAVAILABLE',
      message: expect.stringContaining('Free some space and place it again'),
    });
    await calls['orders.cancel']({ orderId: resting.id });
    await order(engine, resting.id, ({ state }) => state === 'CANCELLED');
    const exit = await calls['positions.close']({
      instrumentId: firstFocus,
      fraction: 1,
      intentId: crypto.randomUUID(),
    });
    await order(engine, exit.id, ({ state }) => state === 'FILLED');
    await expect.poll(recorderError).toContain('no ticks are stored');

    free();
    const again = marketIntent(firstFocus);
    await expect.poll(() => place(again).catch(() => null), { timeout: 5_000 }).not.toBeNull();
    const reopened = await place(again);
    await order(engine, reopened.id, ({ state }) => state === 'FILLED');
    await expect.poll(recorderError).toBeNull();
    expect(await calls['logs.verify']({})).toMatchObject({ ok: true });
    await engine.close();
    engine = await open();
    const [position] = engine.api.topics.positions(
      {},
      () => {},
      () => {},
    ).snapshot;
    expect(position!.netQty).toBe(position!.lotSize);
  },
  30_000,
);
