import { beforeAll, expect, test, vi } from 'vitest';
import type { Status } from '../../contract/desk.ts';
import type { Instrument } from '../../contract/market.ts';
import { client } from '../client/client.ts';
import { arm, isArmed } from '../stores/armed.ts';
import { deskStore } from '../stores/desk.ts';
import { focusInstrument, focusStore } from '../stores/focus.ts';
import { replayInstrumentsStore } from '../stores/replay-instruments.ts';
import { statusStore } from '../stores/values.ts';
import { followMode } from './follow-mode.ts';

const instrument = (id: number, kind: string): Instrument => ({ id, kind, name: `I${id}` }) as Instrument;
const option = instrument(1, 'CE');
const [index, first, second] = [instrument(10, 'INDEX'), instrument(11, 'EQ'), instrument(12, 'EQ')] as const;

const status = (replay: { day: string; source: string } | null) =>
  statusStore.setState({ value: { mode: replay ? 'REPLAY' : 'PAPER', replay } as Status });
const day = { day: '2021-04-13', source: 'import:a' };
const focused = () => focusStore.getState().instrument?.id;

let firstFocus = 12;
const call = vi.spyOn(client, 'call').mockImplementation(((name: string) => {
  if (name === 'replay.instruments') return Promise.resolve([index, first, second]);
  return Promise.resolve(name === 'app.hello' ? { firstFocus } : null);
}) as never);
const saved = () => call.mock.calls.filter(([name]) => name === 'workspace.save').length;

beforeAll(() => {
  deskStore.setState({ restored: true });
  followMode();
  status(null);
  focusInstrument(option);
});

test('a replay disarms, lists its day, focuses one of it unsaved, and gives the paper focus back', async () => {
  arm();
  const before = saved();
  status(day);
  expect(isArmed()).toBe(false);
  await vi.waitFor(() => expect(focused()).toBe(12));
  expect(replayInstrumentsStore.getState().ids).toEqual([10, 11, 12]);
  expect(saved()).toBe(before);
  status(null);
  await vi.waitFor(() => expect(focused()).toBe(1));
  expect(replayInstrumentsStore.getState().ids).toBeNull();
});

test('a first choice the day lacks gives way to the first that can be traded', async () => {
  firstFocus = 99;
  status(day);
  await vi.waitFor(() => expect(focused()).toBe(11));
});

test('another day keeps a focus that it has, and the paper focus is not forgotten', async () => {
  focusInstrument(second);
  replayInstrumentsStore.setState({ ids: null });
  status({ ...day, day: '2021-04-15' });
  await vi.waitFor(() => expect(replayInstrumentsStore.getState().ids).not.toBeNull());
  expect(focused()).toBe(12);
  status(null);
  await vi.waitFor(() => expect(focused()).toBe(1));
});

test('a replay left before its day was read changes nothing', async () => {
  status(day);
  const asked = Promise.all(call.mock.results.map(({ value }) => value as Promise<unknown>));
  status(null);
  await asked;
  await Promise.resolve();
  expect(focused()).toBe(1);
  expect(replayInstrumentsStore.getState().ids).toBeNull();
});
