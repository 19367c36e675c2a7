import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Chain } from '../../contract/chain.ts';
import type { RecordedDay, ReplayStatus, Status } from '../../contract/desk.ts';
import type { DayStory } from '../../contract/replay.ts';
import type { Order } from '../../contract/trading.ts';
import { silentLog } from './core/operator-log.ts';
import { openEngine } from './engine.ts';
import type { Engine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'time-machine-'));
let engine: Engine;
let focus: number;
let today: RecordedDay;
let story: DayStory;

const calls = () => engine.api.calls;
const nothing = () => {};

const place = (side: Order['side'], lots: number) =>
  calls()['orders.place']({
    intentId: crypto.randomUUID(),
    instrumentId: focus,
    side,
    lots,
    orderType: 'MARKET',
    price: null,
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    confirmed: true,
  });

function replay(): ReplayStatus {
  const topic = engine.api.topics.status({}, nothing, nothing);
  const { snapshot }: { snapshot: Status } = topic;
  topic.close();
  return snapshot.replay!;
}

const funds = () => engine.api.topics.funds({}, nothing, nothing).snapshot;

/** The chain that a window which follows it is told after its first picture. */
async function chain(): Promise<Chain> {
  const underlying = (await calls()['chain.underlyings']({}))[0]!;
  const { expiry } = (await calls()['chain.expiries']({ underlying }))[0]!;
  return new Promise((resolve) => {
    const topic = engine.api.topics.chain(
      { underlying, expiry },
      (shown) => {
        topic.close();
        resolve(shown);
      },
      nothing,
    );
  });
}

// A small day, recorded from the simulated market: one lot bought and sold again, and one order refused.
beforeAll(async () => {
  engine = await openEngine({
    dataDir: folder,
    version: 'test',
    log: silentLog,
    workers: { tickStore: new URL('./store/duckdb/tick-store-worker.ts', import.meta.url) },
  });
  focus = (await calls()['app.hello']({ protocol: 1 })).firstFocus;
  const trades = () => engine.api.topics.trades({}, nothing, nothing).snapshot;
  await sleep(1500);
  await place('BUY', 1);
  await vi.waitUntil(() => trades().length === 1, 10_000);
  await sleep(1500);
  await place('SELL', 1);
  await vi.waitUntil(() => trades().length === 2, 10_000);
  await place('BUY', 99_999);
  await sleep(1500);
  today = (await calls()['replay.days']({})).find(({ source }) => source === 'sim')!;
  await calls()['replay.start']({ day: today.day, source: 'sim', speed: 1, from: null });
  await calls()['replay.play']({ playing: false });
  story = await calls()['replay.story']({});
}, 60_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

it('has the day of the account that traded, none of it later than the recording', () => {
  expect(story.trades.map(({ side, instrumentId }) => [side, instrumentId])).toEqual([
    ['BUY', focus],
    ['SELL', focus],
  ]);
  const kinds = new Set(story.events.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['decision', 'order', 'fill', 'refusal']));
  expect(story.events.find(({ kind }) => kind === 'refusal')!.detail).toMatch(/\d/);
  expect(story.events.at(-1)!.at).toBeLessThanOrEqual(replay().to);
});

it('shows the chain as it was recorded when the replay stands there', async () => {
  const [bought] = story.trades;
  await calls()['replay.seek']({ ts: bought!.timestamp });
  expect(replay()).toMatchObject({ at: bought!.timestamp, playing: false });
  const then = await chain();
  expect(then.readFrom).toBe('recording');
  expect(then.ts).toBeLessThanOrEqual(bought!.timestamp);
  expect(then.ts).toBeGreaterThan(bought!.timestamp - 2500);
  expect(then.figures.atmStrike).not.toBeNull();
});

it('steps by a tick of an instrument and by bars, both ways', async () => {
  const { at } = replay();
  await calls()['replay.step']({ by: 'tick', instrumentId: focus, back: false });
  const next = replay().at;
  expect(next).toBeGreaterThan(at);
  await calls()['replay.step']({ by: 'tick', instrumentId: focus, back: false });
  await calls()['replay.step']({ by: 'tick', instrumentId: focus, back: true });
  expect(replay().at).toBe(next);
  await calls()['replay.step']({ by: 'bar', interval: '1s', back: true });
  const bar = replay().at;
  expect([bar % 1000, bar < next, bar >= next - 1000]).toEqual([0, true, true]);
  await calls()['replay.step']({ by: 'bar', interval: '1s', back: false });
  expect(replay()).toMatchObject({ at: bar + 1000, playing: false });
});

it('goes back without showing the beginning of the day that it runs through again', async () => {
  const before = replay().at;
  const seen: number[] = [];
  const topic = engine.api.topics.status({}, ({ replay: shown }) => seen.push(shown!.at), nothing);
  await calls()['replay.seek']({ ts: before - 700 });
  await sleep(600);
  topic.close();
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([before - 700]));
  await calls()['replay.seek']({ ts: before });
  expect(replay().at).toBe(before);
});

it('goes on with the account of the replay as long as nothing was done with it, and to the same end', async () => {
  const [account, { at, to }] = [funds().accountId, replay()];
  await calls()['replay.seek']({ ts: at - 500 });
  expect([funds().accountId, replay().to]).toEqual([account, to]);
  await place('BUY', 1);
  await calls()['replay.seek']({ ts: at - 600 });
  expect(funds().accountId).not.toBe(account);
  expect(engine.api.topics.orders({}, nothing, nothing).snapshot).toEqual([]);
  await calls()['replay.seek']({ ts: at });
});

it('keeps what is traded in the replay out of the story', async () => {
  const order = await place('BUY', 1);
  expect(order.reason).toBeNull();
  const again = await calls()['replay.story']({});
  expect(again.orders.map(({ id }) => id)).not.toContain(order.id);
  expect(again.trades).toEqual(story.trades);
});

it('begins the day again behind a seek back, with the same story', async () => {
  const { from } = replay();
  await calls()['replay.seek']({ ts: from });
  expect(replay()).toMatchObject({ at: from, ended: false });
  expect(await calls()['replay.story']({})).toEqual(story);
  expect(engine.api.topics.trades({}, nothing, nothing).snapshot).toEqual([]);
});

it('has no story outside a replay, and the log names the replay that each of its lines was written in', async () => {
  await calls()['replay.stop']({});
  await expect(calls()['replay.story']({})).rejects.toMatchObject({ code: 'REPLAY_NOT_RUNNING' });
  const lines = (await calls()['logs.list']({ beforeSeq: null, limit: 500 })).map(({ message }) => message);
  expect(lines.filter((line) => line.startsWith('Replay of'))).toEqual([`Replay of ${today.day} (sim) started at 1×.`]);
  const sent = lines.filter((line) => / sent\b|Bought |Sold |Denied /.test(line)).toReversed();
  const mark = `[Replay ${today.day}]`;
  expect(sent.some((line) => line.endsWith(mark))).toBe(true);
  expect(sent.slice(0, 4).filter((line) => line.endsWith(mark))).toEqual([]);
  expect(await calls()['logs.verify']({})).toMatchObject({ ok: true });
});
