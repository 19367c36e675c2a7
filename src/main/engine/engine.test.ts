import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../contract/desk.ts';
import { QUOTE_STRIDE } from '../../contract/market.ts';
import type { Intent, Order, Position } from '../../contract/trading.ts';
import type { TableDelta } from '../../contract/protocol.ts';
import { silentLog } from './core/operator-log.ts';
import { openEngine } from './engine.ts';
import type { Engine } from './engine.ts';

const folders: string[] = [];
const engines: Engine[] = [];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  folders.push(folder);
  return folder;
}

async function open(dataDir: string): Promise<Engine> {
  const engine = await openEngine({
    dataDir,
    version: 'test',
    log: silentLog,
    workers: { tickStore: new URL('./store/duckdb/tick-store-worker.ts', import.meta.url) },
  });
  engines.push(engine);
  return engine;
}

async function close(engine: Engine): Promise<void> {
  engines.splice(engines.indexOf(engine), 1);
  await engine.close();
}

/** Resolves with the first order that fits, now or later. */
function orderWhere(engine: Engine, fits: (order: Order) => boolean): Promise<Order> {
  return new Promise((resolve) => {
    const look = (orders: Order[]) => {
      const found = orders.find(fits);
      if (found !== undefined) resolve(found);
    };
    look(engine.api.topics.orders({}, ({ upsert }: TableDelta<Order>) => look(upsert), look).snapshot);
  });
}

function jobDone(engine: Engine, jobId: string): Promise<Job> {
  return new Promise((resolve) => {
    const look = (jobs: Job[]) => {
      const found = jobs.find(({ id, state }) => id === jobId && state !== 'running');
      if (found !== undefined) resolve(found);
    };
    look(engine.api.topics.jobs({}, ({ upsert }: TableDelta<Job>) => look(upsert), look).snapshot);
  });
}

const positionsOf = (engine: Engine): Position[] =>
  engine.api.topics.positions(
    {},
    () => {},
    () => {},
  ).snapshot;
const ordersOf = (engine: Engine): Order[] =>
  engine.api.topics.orders(
    {},
    () => {},
    () => {},
  ).snapshot;

const marketOrder = (instrumentId: number, lots: number): Intent => ({
  intentId: crypto.randomUUID(),
  instrumentId,
  side: 'BUY',
  lots,
  orderType: 'MARKET',
  price: null,
  triggerPrice: null,
  validity: 'DAY',
  tpPrice: null,
  slPrice: null,
  confirmed: false,
});

async function buy(engine: Engine, instrumentId: number, lots: number): Promise<Order> {
  const placed = await engine.api.calls['orders.place'](marketOrder(instrumentId, lots));
  expect(placed.reason).toBeNull();
  return orderWhere(engine, ({ id, state }) => id === placed.id && state === 'FILLED');
}

/** One share and one index, two seconds apart, from 09:15:00 on 13 April 2021; the share rises a rupee each time. */
function dayFile(folder: string): string {
  const rows = Array.from({ length: 300 }, (_, row) => {
    const at = new Date(Date.UTC(2021, 3, 13, 9, 15, row * 2)).toISOString().slice(0, 19).replace('T', ' ');
    return [
      `INFY,stock,${at},${1400 + row},${100 * (row + 1)},${row * 2}`,
      `NIFTY 50,index,${at},${14300 + row / 2},0,${row * 2 + 1}`,
    ];
  }).flat();
  const file = join(folder, 'day.csv');
  writeFileSync(file, `symbol,kind,ts,ltp,volume,seq\n${rows.join('\n')}\n`);
  return file;
}

describe('engine', () => {
  it('fills a market order into a position that a restart finds again', async () => {
    const folder = newFolder();
    const engine = await open(folder);
    const { firstFocus } = await engine.api.calls['app.hello']({ protocol: 1 });
    const [focus] = await engine.api.calls['instruments.get']({ ids: [firstFocus] });
    expect(focus).toMatchObject({ underlying: 'NIFTY', kind: 'CE' });
    const order = await buy(engine, firstFocus, 2);
    const [held] = positionsOf(engine);
    expect(held).toMatchObject({ instrumentId: firstFocus, netQty: 2 * focus!.lotSize, cost: order.filledValue });
    await close(engine);

    const again = await open(folder);
    expect(ordersOf(again)).toMatchObject([{ id: order.id, state: 'FILLED', filledValue: order.filledValue }]);
    expect(positionsOf(again)[0]).toMatchObject({ netQty: held!.netQty, cost: held!.cost, charges: held!.charges });
    expect(await again.api.calls['logs.verify']({})).toMatchObject({ ok: true });
  });

  it('opens on lists with a price in every row', async () => {
    const engine = await open(newFolder());
    const lists = await engine.api.calls['watchlists.list']({});
    expect(lists.map(({ name }) => name)).toEqual(['NIFTY', 'BANKNIFTY']);
    const { instrumentIds } = lists[0]!;
    const packed = engine.api.topics.quotes(
      { instrumentIds },
      () => {},
      () => {},
    ).snapshot;
    expect(packed.length / QUOTE_STRIDE).toBe(instrumentIds.length);
    expect(instrumentIds.length).toBe(14);
  });

  it('replays an imported day as the market of an account of its own', async () => {
    const folder = newFolder();
    const engine = await open(folder);
    const { firstFocus } = await engine.api.calls['app.hello']({ protocol: 1 });
    const paperOrder = await buy(engine, firstFocus, 1);
    const { jobId } = await engine.api.calls['import.start']({ path: dayFile(folder), mapping: null });
    const job = await jobDone(engine, jobId);
    expect(job.message).toBeNull();
    expect(job.report).toMatchObject({ rowsRead: 600, rowsKept: 600, refused: [], days: ['2021-04-13'], symbols: 2 });

    await engine.api.calls['replay.start']({ day: '2021-04-13', source: job.report!.source, speed: 100, from: null });
    expect(ordersOf(engine)).toEqual([]);
    const listed = await engine.api.calls['replay.instruments']({});
    expect(listed.map(({ symbol }) => symbol)).toEqual(['INFY', 'NIFTY 50']);
    expect(await engine.api.calls['app.hello']({ protocol: 1 })).toMatchObject({
      mode: 'REPLAY',
      firstFocus: listed[0]!.id,
    });
    const [infy] = await engine.api.calls['instruments.search']({ query: 'infy', limit: 5 });
    await engine.api.calls['replay.seek']({ ts: Date.parse('2021-04-13T09:16:00+05:30') });
    const order = await buy(engine, infy!.id, 10);
    expect(order.filledValue / order.filled).toBeGreaterThan(1430_00);
    // The paper order before it is counted, the replay's is not: its clock stands still while the engine works.
    const { figures } = engine.api.topics.latency(
      {},
      () => {},
      () => {},
    ).snapshot;
    expect(figures.map(({ kind, count }) => ({ kind, count }))).toEqual([
      { kind: 'keyToWire', count: 1 },
      { kind: 'wireToAck', count: 1 },
    ]);
    const bars = await engine.api.calls['candles.history']({
      instrumentId: infy!.id,
      interval: '1m',
      before: null,
      limit: 10,
    });
    expect(bars[0]).toMatchObject({ ts: Date.parse('2021-04-13T09:15:00+05:30'), open: 1400_00, close: 1429_00 });

    await engine.api.calls['replay.stop']({});
    expect(ordersOf(engine).map(({ id }) => id)).toEqual([paperOrder.id]);
    expect(positionsOf(engine)).toHaveLength(1);
  });

  it('shows no bar of what a replay has not reached', async () => {
    const folder = newFolder();
    const engine = await open(folder);
    const { jobId } = await engine.api.calls['import.start']({ path: dayFile(folder), mapping: null });
    const { report } = await jobDone(engine, jobId);
    await engine.api.calls['replay.start']({ day: '2021-04-13', source: report!.source, speed: 0.5, from: null });
    await engine.api.calls['replay.play']({ playing: false });
    await engine.api.calls['replay.seek']({ ts: Date.parse('2021-04-13T09:17:10+05:30') });
    const [infy] = await engine.api.calls['instruments.search']({ query: 'infy', limit: 5 });
    const bars = await engine.api.calls['candles.history']({
      instrumentId: infy!.id,
      interval: '1m',
      before: Date.now(),
      limit: 50,
    });
    expect(bars.map(({ close: last }) => last)).toEqual([1429_00, 1459_00, 1465_00]);
  });

  it('F8 takes no moment outside of what was recorded, and no order once the replay has ended', async () => {
    const folder = newFolder();
    const engine = await open(folder);
    const { jobId } = await engine.api.calls['import.start']({ path: dayFile(folder), mapping: null });
    const { report } = await jobDone(engine, jobId);
    const day = { day: '2021-04-13', source: report!.source, speed: 100 };
    const at = () =>
      engine.api.topics.status(
        {},
        () => {},
        () => {},
      ).snapshot;
    for (const from of [0, Number.MAX_SAFE_INTEGER]) {
      await engine.api.calls['replay.start']({ ...day, from });
      const { replay } = at();
      expect([replay!.from, replay!.at].every((ts) => ts > Date.parse('2021-04-13') && ts <= replay!.to)).toBe(true);
    }
    await engine.api.calls['replay.seek']({ ts: Number.MAX_SAFE_INTEGER });
    expect(at()).toMatchObject({ replay: { ended: true }, phase: { open: false } });
    const [infy] = await engine.api.calls['instruments.search']({ query: 'infy', limit: 5 });
    const order = await engine.api.calls['orders.place'](marketOrder(infy!.id, 1));
    expect(order).toMatchObject({ state: 'DENIED', reason: { code: 'RMS_MARKET_CLOSED' } });
  });

  it('does not replace the rows of the day that is being replayed', async () => {
    const folder = newFolder();
    const engine = await open(folder);
    const path = dayFile(folder);
    const { report } = await jobDone(engine, (await engine.api.calls['import.start']({ path, mapping: null })).jobId);
    await engine.api.calls['replay.start']({ day: '2021-04-13', source: report!.source, speed: 1, from: null });
    await expect(engine.api.calls['import.start']({ path, mapping: null })).rejects.toMatchObject({
      code: 'IMPORT_BUSY',
    });
    await engine.api.calls['replay.stop']({});
    const again = await jobDone(engine, (await engine.api.calls['import.start']({ path, mapping: null })).jobId);
    expect(again.report).toMatchObject({ replaced: true, rowsKept: 600 });
  });

  it('lets go of everything when it is closed while a replay is being sought through', async () => {
    const folder = newFolder();
    const engine = await open(folder);
    const { jobId } = await engine.api.calls['import.start']({ path: dayFile(folder), mapping: null });
    const { report } = await jobDone(engine, jobId);
    const started = engine.api.calls['replay.start']({
      day: '2021-04-13',
      source: report!.source,
      speed: 100,
      from: null,
    });
    const sought = engine.api.calls['replay.seek']({ ts: Date.parse('2021-04-13T09:17:00+05:30') });
    await close(engine);
    await Promise.all([started, sought]);
    const next = await open(folder);
    expect(await next.api.calls['app.hello']({ protocol: 1 })).toMatchObject({ mode: 'PAPER' });
  });

  it('refuses a second engine on the same folder, and leaves the first running', async () => {
    const folder = newFolder();
    const engine = await open(folder);
    await expect(open(folder)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(await engine.api.calls['logs.verify']({})).toMatchObject({ ok: true });
  });
});
