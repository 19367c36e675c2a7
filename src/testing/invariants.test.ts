import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const numbered = (letters: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${letters}${from + index}`);

/** Every invariant of the order and risk rules. */
const INVARIANTS = [
  ...numbered('O', 1, 14),
  ...numbered('P', 1, 10),
  "B1'",
  ...numbered('B', 2, 4),
  ...numbered('TS', 1, 4),
  ...numbered('PL', 1, 6),
  ...numbered('R', 0, 4),
  ...numbered('K', 1, 3),
  ...numbered('SQ', 1, 3),
];

interface Property {
  file: string;
  title: string;
  /** What every `numRuns` of it says. */
  runs: string[];
}

/**
 * The tests of a file whose body asserts a property, with the runs they ask for. The formatter puts a test's end on its
 * own line, as far in as its beginning; `runs` is what a file calls `{ numRuns: propertyRuns }` it uses often.
 */
function propertiesOf(file: string): Property[] {
  const source = readFileSync(file, 'utf8');
  const shared = /^const runs = \{ numRuns: propertyRuns \};$/m.test(source);
  const tests = source.matchAll(/^( *)(?:test|it)\(\s*(['"`])(.*)\2,([^]*?)^\1[})]/gm);
  return [...tests].flatMap(([, , , title, body]) => {
    const asserted = body!.split('fc.assert(').slice(1);
    if (asserted.length === 0) return [];
    const runs = asserted.map((each) => {
      const said = /numRuns: ([^,}]*?) ?[,}]/.exec(each)?.[1];
      return said ?? (shared && /\bruns,?\s*\);/.test(each) ? 'propertyRuns' : 'none given');
    });
    return [{ file, title: title!, runs }];
  });
}

const names = (title: string, id: string): boolean => new RegExp(`(?<![\\w'])${id}(?![\\w'])`).test(title);

describe('every invariant has a property named after it, with as many runs as are asked for', () => {
  const full = globSync('src/**/*.test.ts')
    .flatMap(propertiesOf)
    .filter(({ runs }) => runs.every((said) => said === 'propertyRuns'));

  test.each(INVARIANTS)('%s', (id) => {
    expect(full.filter(({ title }) => names(title, id)).map(({ file }) => file)).not.toEqual([]);
  });
});
