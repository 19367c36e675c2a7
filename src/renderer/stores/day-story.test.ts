import { expect, test, vi } from 'vitest';
import type { Status } from '../../contract/desk.ts';
import type { StoryEvent } from '../../contract/replay.ts';
import { client } from '../client/client.ts';
import { dayStoryStore, followDayStory, happenedBy } from './day-story.ts';
import { statusStore } from './values.ts';

const answers = new Map<number, (story: unknown) => void>();
let asked = 0;
vi.spyOn(client, 'call').mockImplementation((() => new Promise((answer) => answers.set(++asked, answer))) as never);

const view = (day: string | null, at = 1000) =>
  statusStore.setState({ value: { replay: day && { day, source: 'sim', to: 9000, at } } as Status });
const story = () => dayStoryStore.getState().story;
const settle = () => new Promise((done) => setTimeout(done));

test('what has happened is counted up to the moment itself', () => {
  const events = [1000.2, 1000.9, 2000].map((at) => ({ at }) as StoryEvent);
  expect([0, 1000, 1001, 1999, 2000, 5000].map((at) => happenedBy(events, at))).toEqual([0, 0, 2, 2, 3, 3]);
  expect(happenedBy([], 5)).toBe(0);
});

test('the story is read once a day, also when its clock goes back; one that comes too late is dropped', async () => {
  followDayStory();
  view('2026-11-20');
  view('2026-11-20', 4000);
  view('2026-11-20', 500);
  expect(asked).toBe(1);
  view('2026-11-19');
  expect(asked).toBe(2);
  answers.get(1)!({ day: '2026-11-20' });
  await settle();
  expect(story()).toBeNull();
  answers.get(2)!({ day: '2026-11-19' });
  await settle();
  expect(story()).toEqual({ day: '2026-11-19' });
  view(null);
  expect(story()).toBeNull();
});
