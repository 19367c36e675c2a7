import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import { searchInstruments } from './instrument-search.ts';

function option(id: number, expiry: string, strike: number, kind: 'CE' | 'PE'): Instrument {
  return {
    id,
    exchange: 'NFO',
    symbol: `NIFTY${expiry}${strike}${kind}`,
    name: `NIFTY ${strike} ${kind}`,
    underlying: 'NIFTY',
    kind,
    expiry,
    strike: strike * 100,
    lotSize: 65,
    tickSize: 5,
    freezeQty: 1800,
  };
}

const index: Instrument = {
  ...option(1, '', 0, 'CE'),
  exchange: 'NSE',
  symbol: 'NIFTY 50',
  name: 'NIFTY 50',
  kind: 'INDEX',
  expiry: null,
  strike: null,
};
const all = [
  option(4, '2026-12-01', 24500, 'CE'),
  option(2, '2026-11-23', 24500, 'CE'),
  option(3, '2026-11-23', 24500, 'PE'),
  option(5, '2026-11-17', 24500, 'CE'),
  index,
];

describe('searchInstruments', () => {
  it('finds the nearest unexpired contract first', () => {
    expect(searchInstruments(all, 'nifty 24500 ce', '2026-11-22', 10).map(({ id }) => id)).toEqual([2, 4]);
  });

  it('puts the index before its options', () => {
    expect(searchInstruments(all, 'nifty', '2026-11-22', 2).map(({ id }) => id)).toEqual([1, 2]);
  });

  it('gives nothing for an empty query or a word that is nowhere', () => {
    expect(searchInstruments(all, '  ', '2026-11-22', 10)).toEqual([]);
    expect(searchInstruments(all, 'nifty xyz', '2026-11-22', 10)).toEqual([]);
  });
});
