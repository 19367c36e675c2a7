import { expect, test } from 'vitest';
import { EMPTY_MAPPING, mappingProblem, withColumn } from './mapping.ts';

test('time, price and a symbol are needed, one after the other', () => {
  let mapping = EMPTY_MAPPING;
  expect(mappingProblem(mapping)).toContain('time');
  mapping = withColumn(mapping, 'ts', 'timestamp');
  expect(mappingProblem(mapping)).toContain('last price');
  mapping = withColumn(mapping, 'ltp', 'price');
  expect(mappingProblem(mapping)).toContain('symbol');
  expect(mappingProblem({ ...mapping, fixedSymbol: '  ' })).toContain('symbol');
  expect(mappingProblem({ ...mapping, fixedSymbol: 'NIFTY' })).toBeNull();
  expect(mappingProblem(withColumn(mapping, 'symbol', 'ticker'))).toBeNull();
});

test('a symbol column takes the place of the typed symbol', () => {
  expect(withColumn({ ...EMPTY_MAPPING, fixedSymbol: 'NIFTY' }, 'symbol', 'ticker')).toMatchObject({
    symbol: 'ticker',
    fixedSymbol: null,
  });
});

test('an optional column can be taken away again', () => {
  expect(withColumn({ ...EMPTY_MAPPING, bid: 'b' }, 'bid', '').bid).toBeNull();
});
