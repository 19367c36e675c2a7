import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDesk } from '../../../testing/desk-records.ts';
import { indexInstrument } from '../../../testing/temporary-tick-store.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import { importedInstruments } from './imported-instruments.ts';

let desk: ReturnType<typeof openTestDesk>;
let instruments: InstrumentBook;

beforeEach(() => {
  desk = openTestDesk(':memory:');
  instruments = new InstrumentBook();
  const { id: _, ...index } = indexInstrument(1, 'NIFTY 50');
  instruments.add(desk.transaction((tx) => tx.upsertInstruments([index])));
});
afterEach(() => desk.close());

test('an index is found by the name of its options, and keeps its own name', () => {
  const [index] = instruments.all();
  expect(importedInstruments(desk, instruments, [{ symbol: index!.underlying, kind: null }])).toEqual([index!.id]);
  expect(desk.instruments()).toEqual([index]);
});

test('what nobody knows becomes a share, or an index by its kind', () => {
  const ids = importedInstruments(desk, instruments, [
    { symbol: 'RELIANCE', kind: null },
    { symbol: 'NIFTY IT', kind: 'index' },
  ]);
  expect(ids.map((id) => instruments.get(id).kind)).toEqual(['EQ', 'INDEX']);
  expect(importedInstruments(desk, instruments, [{ symbol: 'RELIANCE', kind: null }])).toEqual([ids[0]]);
});
