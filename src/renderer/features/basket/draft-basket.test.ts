import { beforeEach, expect, test, vi } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import { client } from '../../client/client.ts';
import { addLeg, changeLeg, draftBasket, draftBasketStore, removeLeg, takeStrategy } from './draft-basket.ts';

const option = (id: number): Instrument => ({ id, name: `option ${id}` }) as Instrument;
const legs = () => draftBasketStore.getState().legs.map(({ instrument, side, ratio }) => [instrument.id, side, ratio]);

beforeEach(() => draftBasket({ legs: [], strategy: 'STRANGLE', side: 'SELL', width: 2 }));

test('a strategy asks for each leg by its distance from the money', async () => {
  const call = vi
    .spyOn(client, 'call')
    .mockImplementation(((_name: string, { offset }: { offset: number }) =>
      Promise.resolve(option(100 + offset))) as never);
  await takeStrategy('NIFTY');
  expect(call.mock.calls.map(([, args]) => args)).toEqual([
    { underlying: 'NIFTY', kind: 'CE', offset: 2 },
    { underlying: 'NIFTY', kind: 'PE', offset: -2 },
  ]);
  expect(legs()).toEqual([
    [102, 'SELL', 1],
    [98, 'SELL', 1],
  ]);
});

test('legs are added once each, changed and removed', () => {
  addLeg(option(1), 'BUY');
  addLeg(option(2), 'SELL');
  addLeg(option(1), 'SELL');
  changeLeg(2, { ratio: 3, side: 'BUY' });
  expect(legs()).toEqual([
    [2, 'BUY', 3],
    [1, 'SELL', 1],
  ]);
  removeLeg(2);
  expect(legs()).toEqual([[1, 'SELL', 1]]);
});
