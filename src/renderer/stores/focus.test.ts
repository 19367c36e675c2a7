import { beforeEach, expect, test, vi } from 'vitest';
import type { Instrument } from '../../contract/market.ts';
import { client } from '../client/client.ts';
import { focusStore, restoreFocus } from './focus.ts';
import { keepInstruments } from './instruments.ts';

const call = vi.spyOn(client, 'call');
const restoredFrom = async (saved: number | null, first: number) => {
  call.mockImplementation((name) => Promise.resolve((name === 'workspace.load' ? saved : null) as never));
  await restoreFocus(first);
  return focusStore.getState().instrument?.id;
};
const remembered = () => call.mock.calls.filter(([name]) => name === 'workspace.save').map(([, args]) => args);

beforeEach(() => {
  call.mockReset();
  focusStore.setState({ instrument: undefined });
  keepInstruments([{ id: 1 }, { id: 2 }] as Instrument[]);
});

test('the first focus is remembered, so that it does not move with the market over a restart', async () => {
  expect(await restoredFrom(null, 1)).toBe(1);
  expect(remembered()).toEqual([{ key: 'focus', value: 1 }]);
});

test('what had the focus last gets it, and is not saved again', async () => {
  expect(await restoredFrom(2, 1)).toBe(2);
  expect(remembered()).toEqual([]);
});
