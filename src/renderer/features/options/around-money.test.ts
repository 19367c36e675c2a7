import { expect, test } from 'vitest';
import type { ChainFigures, ChainSide, ChainStrikeRow } from '../../../contract/chain.ts';
import { aroundMoney, smileOf } from './around-money.ts';

const withIv = (iv: number | null) => ({ iv }) as ChainSide;
const rows: ChainStrikeRow[] = Array.from({ length: 60 }, (_, at) => ({ strike: at * 100, call: null, put: null }));
const figures = (atmStrike: number | null) => ({ atmStrike }) as ChainFigures;

test('as many strikes below the money as above, and fewer at the edge', () => {
  const shown = aroundMoney({ strikes: rows, figures: figures(3000) });
  expect([shown[0]!.strike, shown.at(-1)!.strike, shown.length]).toEqual([1600, 4400, 29]);
  expect(aroundMoney({ strikes: rows, figures: figures(200) })[0]!.strike).toBe(0);
  expect(aroundMoney({ strikes: rows, figures: figures(null) })).toHaveLength(29);
});

test('the smile takes the side out of the money, and leaves out what has no IV', () => {
  const chain: ChainStrikeRow[] = [
    { strike: 100_00, call: withIv(0.1), put: withIv(0.2) },
    { strike: 200_00, call: withIv(0.11), put: withIv(0.21) },
    { strike: 300_00, call: withIv(null), put: withIv(0.22) },
    { strike: 400_00, call: withIv(null), put: null },
  ];
  expect(smileOf(chain, 150_00)).toEqual([
    [100, 20],
    [200, 11],
    [300, 22],
  ]);
});
