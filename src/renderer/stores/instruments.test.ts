import { expect, test, vi } from 'vitest';
import type { Instrument } from '../../contract/market.ts';
import { client } from '../client/client.ts';
import { loadInstruments } from './instruments.ts';

const call = vi.spyOn(client, 'call');
const idsOf = (instruments: readonly Instrument[]) => instruments.map(({ id }) => id);

test('what another caller has asked for is waited for, and read once', async () => {
  const { promise, resolve } = Promise.withResolvers<Instrument[]>();
  call.mockReturnValueOnce(promise as never);
  const first = loadInstruments([1, 2]);
  const second = loadInstruments([2]);
  resolve([{ id: 1 }, { id: 2 }] as Instrument[]);
  expect(idsOf(await second)).toEqual([2]);
  expect(idsOf(await first)).toEqual([1, 2]);
  expect(call).toHaveBeenCalledTimes(1);
});

test('a reading that failed is told to all who wait, and done again when asked again', async () => {
  call.mockRejectedValueOnce(new Error('lost'));
  const both = [loadInstruments([3]), loadInstruments([3])];
  for (const reading of both) await expect(reading).rejects.toThrow('lost');
  call.mockResolvedValueOnce([{ id: 3 }] as never);
  expect(idsOf(await loadInstruments([3]))).toEqual([3]);
});
