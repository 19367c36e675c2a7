import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Intent } from '../../contract/trading.ts';
import { marketIntent } from '../../testing/market-intent.ts';
import { PaperBroker } from '../engine/brokers/paper/paper-broker.ts';
import { systemIds } from '../engine/core/ids.ts';
import { silentLog } from '../engine/core/operator-log.ts';
import { SystemClock } from '../engine/core/system-clock.ts';
import { openEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/engine.ts';
import { EVERY_ACCESS, openConnection } from './connection.ts';
import { MemoryTransport } from './memory-transport.ts';

const FOLLOWED = ['orders', 'trades', 'positions', 'funds', 'risk'];
const clock = new SystemClock();

let folder: string;
let engine: Engine;
/** Orders that have come to the broker's door. */
let atDoor: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  engine = await openEngine({
    dataDir: folder,
    version: 'test',
    log: silentLog,
    workers: { tickStore: new URL('../engine/store/duckdb/tick-store-worker.ts', import.meta.url) },
  });
  atDoor = 0;
  // oxlint-disable-next-line typescript/unbound-method -- called on the broker below
  const { place } = PaperBroker.prototype;
  vi.spyOn(PaperBroker.prototype, 'place').mockImplementation(function (this: PaperBroker, request) {
    atDoor += 1;
    return place.call(this, request);
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A market order for the option that is shown first. */
async function intent(): Promise<Intent> {
  const instrument = await engine.api.calls['instruments.atm']({ underlying: 'NIFTY', kind: 'CE', offset: 0 });
  return marketIntent(instrument.id);
}

/** Presses, and says whether the order was at the broker's door before anything else could run. */
async function pressed(): Promise<boolean> {
  const wanted = await intent();
  const before = atDoor;
  const answer = engine.api.calls['orders.place'](wanted);
  // Nothing has been awaited: what is at the door by now waited for nobody.
  const left = atDoor - before;
  await answer;
  return left === 1;
}

describe('an intent waits for no lock of', () => {
  test('the recorder: its thread is busy with a long question, and ticks pile up behind it', async () => {
    const question = engine.api.calls['sql.run']({
      sql: 'SELECT sum(a.range * b.range) FROM range(300000) a, range(300000) b',
      limit: 1,
    });
    const ended = Promise.resolve(question).then(
      () => 'answered',
      () => 'given up',
    );
    expect(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 600, 'busy'))])).toBe('busy');
    for (let press = 0; press < 5; press++) expect(await pressed()).toBe(true);
    expect(await Promise.race([ended, Promise.resolve('busy')])).toBe('busy');
  });

  test('windows that follow everything and take nothing any more', async () => {
    const windows = Array.from({ length: 20 }, () => new MemoryTransport());
    for (const transport of windows) {
      openConnection({ api: engine.api, transport, allow: EVERY_ACCESS, clock, ids: systemIds, log: silentLog });
      FOLLOWED.forEach((topic, id) => transport.say({ t: 'sub', id, topic, args: {} }));
      transport.stall();
    }
    for (let press = 0; press < 5; press++) expect(await pressed()).toBe(true);
    for (const transport of windows) expect(transport.backlog()).toBeGreaterThan(0);
  });
});
