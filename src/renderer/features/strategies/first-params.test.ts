import { expect, test } from 'vitest';
import type { StrategyParameter } from '../../../contract/strategies.ts';
import { firstParams } from './first-params.ts';

const shape = { unit: '', help: '', optional: false, min: 1, max: 9, options: [] };
const PARAMETERS: StrategyParameter[] = [
  { ...shape, name: 'instrumentId', kind: 'INSTRUMENT', label: 'Contract', default: null },
  { ...shape, name: 'lots', kind: 'COUNT', label: 'Lots', default: 2 },
  { ...shape, name: 'stop', kind: 'PRICE', label: 'Stop', default: null, optional: true },
];
const focused = { id: 7, kind: 'CE' } as const;

test('a new strategy starts from the defaults, on what has the focus', () => {
  expect(firstParams(PARAMETERS, focused)).toEqual({ instrumentId: 7, lots: 2, stop: null });
});

test('an index cannot be traded: nothing is chosen then', () => {
  expect(firstParams(PARAMETERS, { ...focused, kind: 'INDEX' })['instrumentId']).toBeNull();
  expect(firstParams(PARAMETERS, undefined)['instrumentId']).toBeNull();
});
