import { beforeEach, expect, test, vi } from 'vitest';
import { INDICATORS } from '../../../../indicators/registry.ts';
import { client } from '../../../client/client.ts';
import { saveHeld } from '../../../stores/workspace.ts';
import {
  addIndicator,
  changeIndicator,
  indicatorStore,
  removeIndicator,
  restoreIndicators,
} from './indicator-store.ts';

const [sma] = INDICATORS;
const call = vi.spyOn(client, 'call');
let saved: unknown = null;

beforeEach(() => {
  saveHeld();
  saved = null;
  call.mockReset();
  call.mockImplementation((name, args) => {
    if (name === 'workspace.save') saved = (args as { value: unknown }).value;
    return Promise.resolve((name === 'workspace.load' ? saved : null) as never);
  });
  indicatorStore.setState({ all: [], known: false });
});

test('what is added, changed and removed is saved, and taken up again', async () => {
  const first = addIndicator(sma!)!;
  const second = addIndicator(sma!)!;
  changeIndicator(first, { values: { length: 50 }, pen: 'rose', filled: false });
  removeIndicator(second);
  saveHeld();
  const left = [{ key: first, id: 'sma', values: { length: 50 }, pen: 'rose', filled: false }];
  expect(saved).toEqual(left);
  indicatorStore.setState({ all: [], known: false });
  await restoreIndicators();
  expect(indicatorStore.getState().all).toEqual(left);
});

test('what was saved does not take the place of what was chosen before it came', async () => {
  const reading = restoreIndicators();
  const chosen = addIndicator(sma!)!;
  await reading;
  expect(indicatorStore.getState().all.map((one) => one.key)).toEqual([chosen]);
});
