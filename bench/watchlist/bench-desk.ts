import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interval } from '../../src/contract/enums.ts';
import type { Bar } from '../../src/contract/market.ts';
import { createDeskApi } from '../../src/main/engine/api/create-desk-api.ts';
import { systemIds } from '../../src/main/engine/core/ids.ts';
import { DAY_MS, istDay } from '../../src/main/engine/core/ist.ts';
import { stderrLog } from '../../src/main/engine/core/operator-log.ts';
import { SystemClock } from '../../src/main/engine/core/system-clock.ts';
import { Desk } from '../../src/main/engine/desk/desk.ts';
import type { DeskParts } from '../../src/main/engine/desk/desk.ts';
import { Jobs } from '../../src/main/engine/desk/jobs.ts';
import { openSession } from '../../src/main/engine/desk/open-session.ts';
import { barStart, intervalMs } from '../../src/main/engine/domain/intervals.ts';
import { LatencyBook } from '../../src/main/engine/flight/latency-book.ts';
import { InstrumentBook } from '../../src/main/engine/market-data/instrument-book.ts';
import { openCacheStore } from '../../src/main/engine/store/sqlite/open-cache-store.ts';
import { openDeskStore } from '../../src/main/engine/store/sqlite/open-desk-store.ts';
import { serveHeadless, type HeadlessServer } from '../../src/main/headless/serve-headless.ts';
import { BenchFeed } from './bench-feed.ts';
import { contracts } from './random-market.ts';

/** The terminal's engine, over a market of the bench. */
export interface BenchDesk {
  feed: BenchFeed;
  /** Serves the page built in a folder; the answer makes a new link to it. */
  serve(pageFolder: string): Promise<() => string>;
  close(): Promise<void>;
}

/** The desk's own store, session, contract and server; only the feed, its past and the tick store are not the product's. */
export async function openBenchDesk(): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-watchlist-'));
  const [clock, ids, log] = [new SystemClock(), systemIds, stderrLog];
  const store = openDeskStore({ file: join(folder, 'desk.db'), clock, ids, operatorLog: log });
  const expiry = istDay(clock.now() + 30 * DAY_MS);
  const listed = store.transaction((tx) => tx.upsertInstruments(contracts(expiry)));
  const instrumentIds = listed.map(({ id }) => id);
  store.transaction((tx) => {
    tx.saveWatchlist({ id: ids.uuid(), name: 'All', instrumentIds });
    tx.saveSetting('firstRun', 'dismissed');
  });
  const instruments = new InstrumentBook();
  instruments.add(listed);
  const feed = new BenchFeed(instrumentIds);
  const session = openSession({
    mode: 'PAPER',
    account: store.account(store.identity.accountId),
    clock,
    ids,
    store,
    instruments,
    feed,
    history: {
      bars: (_id, interval, before, limit) => Promise.resolve(pastBars(interval, before, limit)),
    },
    seed: 1,
    barAnchor: 0,
    inSession: () => true,
    lists: () => true,
    replay: null,
    log,
  });
  session.hub.start();
  await session.oms.start();
  const idle = { stats: () => ({ recorded: 0, queued: 0, dropped: 0, error: null }) };
  const cache = openCacheStore({ file: join(folder, 'cache.db'), clock, log });
  const latency = new LatencyBook({ clock, cache, log });
  const parts = { version: 'bench', clock, store, instruments, latency, jobs: new Jobs(clock, ids) };
  const paper = { session, recorder: idle, simulator: { source: feed.source } };
  const api = createDeskApi(new Desk({ ...parts, paper } as unknown as DeskParts));
  const servers: HeadlessServer[] = [];
  return {
    feed,
    serve: async (pageFolder) => {
      const server = await serveHeadless({ api, pageFolder, port: 0, clock, ids, log });
      servers.push(server);
      return () => server.newLink();
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await session.close();
      latency.close();
      cache.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A chart full of bars that rise and fall. */
function pastBars(interval: Interval, before: number, limit: number): Bar[] {
  const length = intervalMs(interval);
  const last = barStart(before - 1, interval, 0);
  return Array.from({ length: limit }, (_, place) => {
    const ts = last - (limit - place) * length;
    const open = 20_000 + Math.round(2_000 * Math.sin(ts / length / 20));
    const close = open + (place % 2 === 0 ? 150 : -100);
    return { ts, open, high: Math.max(open, close) + 60, low: Math.min(open, close) - 60, close, volume: 6_500, oi: 0 };
  });
}
