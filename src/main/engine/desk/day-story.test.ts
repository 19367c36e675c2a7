import { afterEach, expect, it } from 'vitest';
import type { DayStory } from '../../../contract/replay.ts';
import { dayStorySchema } from '../../../contract/replay.ts';
import { paperDesk } from '../../../testing/paper-desk.ts';
import { istDay } from '../core/ist.ts';
import { silentLog } from '../core/operator-log.ts';
import { SystemClock } from '../core/system-clock.ts';
import { FlightRecorder } from '../flight/flight-recorder.ts';
import { LatencyBook } from '../flight/latency-book.ts';
import { openCacheStore } from '../store/sqlite/open-cache-store.ts';
import { dayStory } from './day-story.ts';
import { replayAccount, replayBooks } from './replay-books.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A desk on the paper broker whose flights are recorded, and its story up to now. */
async function tradingDesk() {
  const desk = await paperDesk();
  const { clock, store } = desk;
  const cache = openCacheStore({ file: ':memory:', clock, log: silentLog });
  const recorder = new FlightRecorder({
    clock,
    cache,
    latency: new LatencyBook({ clock, cache, log: silentLog }),
    log: silentLog,
  });
  desk.flight = recorder;
  await desk.restart();
  closers.push(() => desk.close());
  const ask = (change: Parameters<typeof desk.intent>[0]) => {
    const intent = desk.intent(change);
    recorder.asked(intent.intentId, clock.monotonic() - 2);
    return desk.oms.place(intent);
  };
  const story = (until = clock.now(), accountId = store.identity.accountId): Promise<DayStory> => {
    recorder.write();
    const account = { ...store.account(store.identity.accountId), id: accountId };
    return dayStory({ store, cache, clock: new SystemClock() }, account, istDay(clock.now()), until);
  };
  const log = (...lines: string[]) =>
    store.transaction((tx) => {
      for (const line of lines) tx.log('rms', line);
    });
  return { desk, ask, story, log };
}

const MARKET = { orderType: 'MARKET', price: null } as const;
const of = (story: DayStory, orderId: string) => story.events.filter((event) => event.orderId === orderId);

it('tells a trade from the key to the fill, with the figures that risk decided on', async () => {
  const { desk, ask, story } = await tradingDesk();
  const order = ask({ ...MARKET, lots: 2 });
  await desk.advance(2000);
  const told = await story();
  expect(dayStorySchema.parse(told)).toEqual(told);
  const events = of(told, order.id);
  expect(events.slice(0, 2).map(({ kind }) => kind)).toEqual(['key', 'decision']);
  expect(events[1]!.title).toMatch(/^Risk checks passed, (\d+) of \1$/);
  expect(events[1]!.detail).toMatch(/^nearest limit: .+, limit /);
  expect(events.filter(({ kind }) => kind === 'fill').map(({ title }) => title)).toEqual([
    expect.stringMatching(/^Fill 150 at .*FILLED$/),
  ]);
  expect(told.events.map(({ at }) => at)).toEqual(told.events.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(told.trades).toMatchObject([{ orderId: order.id, quantity: 150, side: 'BUY' }]);
  expect([told.orders.length, told.resting, told.note]).toEqual([1, [], null]);
});

it('tells a refusal by its sentence, once, and an order without a press from what began it', async () => {
  const { desk, ask, story } = await tradingDesk();
  desk.phaseOpen = false;
  const refused = ask(MARKET);
  desk.phaseOpen = true;
  const entry = ask({ ...MARKET, slPrice: 15_500 });
  await desk.advance(2000);
  desk.tick(desk.call.id, 15_300, 15_305);
  await desk.advance(2500);
  const told = await story();
  expect(of(told, refused.id)).toMatchObject([
    { kind: 'key' },
    { kind: 'refusal', title: 'Refused by the risk checks', detail: expect.stringMatching(/\w/) },
  ]);
  const exit = told.orders.find(({ parentId }) => parentId === entry.id)!;
  expect(of(told, exit.id)[0]).toMatchObject({ kind: 'order', title: 'Target or stop reached' });
  expect(of(told, entry.id).map(({ kind }) => kind)).not.toContain('refusal');
  expect(told.trades.map(({ side }) => side)).toEqual(['BUY', 'SELL']);
});

it('has no more than had happened by a moment', async () => {
  const { desk, ask, story } = await tradingDesk();
  const resting = ask({ price: 15_000 });
  await desk.advance(1000);
  const moment = desk.clock.now();
  await desk.advance(100);
  desk.oms.cancel(resting.id);
  ask(MARKET);
  await desk.advance(2000);
  const [then, all] = [await story(moment), await story()];
  expect(all.events.slice(0, then.events.length)).toEqual(then.events);
  expect(then.events.every(({ at }) => at <= moment)).toBe(true);
  expect([then.orders.length, then.trades.length, all.orders.length, all.trades.length]).toEqual([1, 0, 2, 1]);
  expect(then.resting).toMatchObject([{ orderId: resting.id, price: 15_000, to: null }]);
  expect(all.resting[0]!.to).toBeGreaterThanOrEqual(moment);
});

it('has what risk said besides orders, but nothing of a replay on that day', async () => {
  const { desk, story, log } = await tradingDesk();
  log('Max loss: −₹500.00 of −₹500.00, entries are off.');
  log('Denied BUY 75 NIFTY: told by its order.');
  replayBooks(desk.store, replayAccount('2021-04-13')).transaction((tx) => tx.log('rms', 'Said in the replay.'));
  log('Profit lock armed.');
  expect(desk.lines()).toContain('Said in the replay. [Replay 2021-04-13]');
  expect((await story()).events).toMatchObject([
    { kind: 'risk', orderId: null, title: 'Max loss: −₹500.00 of −₹500.00, entries are off.' },
    { kind: 'risk', title: 'Profit lock armed.' },
  ]);
});

it('finds its day in a log that is longer than a page, among other days', async () => {
  const { desk, story, log } = await tradingDesk();
  const lines = (name: string, count: number) =>
    log(...Array.from({ length: count }, (_, place) => `${name} ${place}`));
  lines('before', 40);
  desk.clock.advanceBy(86_400_000);
  const first = desk.clock.now();
  lines('that day', 700);
  const until = desk.clock.now();
  desk.clock.advanceBy(3_600_000);
  lines('later', 600);
  const told = await story(until);
  expect(told.events.filter(({ at }) => at < first)).toEqual([]);
  const ours = told.events.filter(({ title }) => !title.startsWith('Max'));
  expect([ours.length, ours[0]!.title, ours.at(-1)!.title]).toEqual([700, 'that day 0', 'that day 699']);
});

it('knows nothing of another account', async () => {
  const { desk, ask, story } = await tradingDesk();
  ask(MARKET);
  await desk.advance(2000);
  expect(await story(desk.clock.now(), '00000000-0000-4000-8000-000000000009')).toMatchObject({
    events: [],
    orders: [],
    trades: [],
  });
});
