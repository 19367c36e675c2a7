import { expect, test } from 'vitest';
import type { Bar } from '../../../contract/market.ts';
import type { TopicListener } from '../../client/desk-client.ts';
import { BarFeed, type BarView } from './bar-feed.ts';

const MINUTE = 60_000;
const bar = (minute: number, close = 100): Bar => ({
  ts: minute * MINUTE,
  open: 100,
  high: Math.max(100, close),
  low: Math.min(100, close),
  close,
  volume: 1,
  oi: 0,
});

/** The engine as the feed sees it: history that answers when told, a `bar` topic, frames painted by hand. */
function setUp() {
  const asked: { before: number | null; limit: number; answer: (bars: Bar[]) => Promise<void> }[] = [];
  const shown: { bars: Bar[]; fresh: boolean }[] = [];
  const updates: Bar[] = [];
  let frames: (() => void)[] = [];
  let topic!: TopicListener<'bar'>;
  const view: BarView = {
    reset: (bars, fresh) => shown.push({ bars: [...bars], fresh }),
    update: (one) => updates.push(one),
    failed: () => undefined,
  };
  const client = {
    call: (_name: string, args: { before: number | null; limit: number }) =>
      new Promise((resolve) => {
        asked.push({
          ...args,
          answer: async (bars) => {
            resolve(bars);
            await new Promise((done) => setTimeout(done));
          },
        });
      }),
    subscribe: (_topic: string, _args: unknown, listener: TopicListener<'bar'>) => {
      topic = listener;
      return () => undefined;
    },
  };
  const feed = new BarFeed(client as never, { instrumentId: 1, interval: '1m' }, view, (paint) => frames.push(paint));
  feed.start();
  const paint = () => {
    const due = frames;
    frames = [];
    for (const frame of due) frame();
  };
  return { feed, asked, shown, updates, paint, frames: () => frames.length, topic: () => topic };
}

test('history comes first, with the running bar at its end', async () => {
  const { asked, shown, topic, feed } = setUp();
  topic().onSnapshot(bar(3, 104));
  await asked[0]!.answer([bar(1), bar(2)]);
  expect(shown).toEqual([{ bars: [bar(1), bar(2), bar(3, 104)], fresh: true }]);
  feed.stop();
});

test('many changes of the running bar within a frame are drawn once, with the last of them', async () => {
  const { asked, updates, topic, paint, frames, feed } = setUp();
  topic().onSnapshot(bar(1));
  await asked[0]!.answer([]);
  for (const close of [101, 102, 103]) topic().onDelta(bar(1, close));
  expect(frames()).toBe(1);
  paint();
  expect(updates).toEqual([bar(1, 103)]);
  feed.stop();
});

test('a change of mode or a seek reads the history anew, and an answer from before it is dropped', async () => {
  const { asked, shown, topic, feed } = setUp();
  topic().onSnapshot(bar(5));
  topic().onSnapshot(bar(2));
  await asked[1]!.answer([bar(1)]);
  await asked[0]!.answer([bar(4)]);
  expect(shown).toEqual([{ bars: [bar(1), bar(2)], fresh: true }]);
  feed.stop();
});

test('the past is paged in before the oldest bar, one page at a time, until there is none', async () => {
  const { asked, shown, topic, feed } = setUp();
  topic().onSnapshot(null);
  await asked[0]!.answer([bar(10), bar(11)]);
  const first = feed.loadOlder();
  void feed.loadOlder();
  expect(asked).toHaveLength(2);
  expect(asked[1]!.before).toBe(10 * MINUTE);
  await asked[1]!.answer([bar(8), bar(9)]);
  await first;
  expect(shown.at(-1)).toEqual({ bars: [bar(8), bar(9), bar(10), bar(11)], fresh: false });
  const second = feed.loadOlder();
  await asked[2]!.answer([]);
  await second;
  await feed.loadOlder();
  expect(asked).toHaveLength(3);
  feed.stop();
});
