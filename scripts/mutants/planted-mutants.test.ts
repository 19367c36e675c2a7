import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PLANTED_MUTANTS } from './planted-mutants.ts';

const root = join(import.meta.dirname, '../..');

describe('the planted mutants', () => {
  test('are the 25 that were agreed on', () => {
    expect(PLANTED_MUTANTS.map(({ name }) => name)).toEqual([
      'send before journal',
      'NORMAL for FULL',
      'timeout is REJECTED',
      'place retried on 5xx',
      'absence proven by one read',
      'absence proven whatever rows are missing',
      'fill after CANCELLED dropped',
      'fills told apart by price and quantity',
      'fills never told apart',
      'a cancel zeroes what is filled',
      'modify applied before its confirm',
      'UNKNOWN frees its exposure',
      'limits ignore UNKNOWN',
      'limiter skips cancels',
      'limiter on the wall clock',
      'queued order sent after a restart',
      'kill switch not persisted',
      'longs sold first',
      "square-off by the order's quantity",
      "target before the stop's cancel is confirmed",
      'high-water mark not persisted',
      'stop on a stale tick',
      'average on a flip',
      'failed read is flat',
      'slice not a multiple of the lot',
    ]);
  });

  test.each(PLANTED_MUTANTS)('$name finds each of its texts exactly once', ({ changes }) => {
    const found = changes.map(({ file, find }) => readFileSync(join(root, file), 'utf8').split(find).length - 1);
    expect(found).toEqual(changes.map(() => 1));
  });
});
