import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperatorLog } from '../../core/operator-log.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { FlightNoteRecord } from '../cache-store.ts';
import { openCacheStore } from './open-cache-store.ts';

const NOW = Date.parse('2026-11-23T05:30:00Z');
const clock = new VirtualClock(NOW);
let folder: string;
let file: string;
let told: string[];
const log: OperatorLog = { info: (message) => told.push(message), error: (message) => told.push(message) };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-'));
  file = join(folder, 'cache.db');
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openCacheStore({ file, clock, log });
const note = (orderId: string, at = NOW + 0.25): FlightNoteRecord => ({
  orderId,
  kind: 'committed',
  at,
  seq: 3,
  data: null,
});

describe('cache.db', () => {
  it('gives back what was added, in its order, after it was closed and opened', () => {
    const first = open();
    first.addFlightNotes([note('a'), { ...note('a', NOW - 1), kind: 'checked', seq: null, data: '[]' }, note('b')]);
    first.saveLatency([{ day: '2026-11-22', kind: 'keyToWire', max: 2, buckets: [[5, 1]] }]);
    first.close();
    const second = open();
    expect(second.flightNotes('a').map(({ kind, at }) => [kind, at])).toEqual([
      ['committed', NOW + 0.25],
      ['checked', NOW - 1],
    ]);
    expect(second.latency(3)).toEqual([{ day: '2026-11-22', kind: 'keyToWire', max: 2, buckets: [[5, 1]] }]);
    second.close();
    expect(told).toEqual([]);
  });

  it('forgets notes of half a year ago when it is opened', () => {
    const first = open();
    first.addFlightNotes([note('old', NOW - 181 * 86_400_000), note('new')]);
    first.close();
    const second = open();
    expect(second.flightNotes('old')).toEqual([]);
    expect(second.flightNotes('new')).toHaveLength(1);
    second.close();
  });

  it('is begun anew, and says so, when it is no database or of another version', () => {
    writeFileSync(file, 'no database at all, but long enough to be taken for one '.repeat(40));
    const first = open();
    first.addFlightNotes([note('a')]);
    expect(first.flightNotes('a')).toHaveLength(1);
    first.close();
    const raw = new Database(file);
    raw.pragma('user_version = 9');
    raw.close();
    const second = open();
    expect(second.flightNotes('a')).toEqual([]);
    second.close();
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('begun anew');
  });

  it('keeps a desk from nothing where it cannot be written at all', () => {
    const blocked = join(folder, 'a-file');
    writeFileSync(blocked, '');
    const nowhere = openCacheStore({ file: join(blocked, 'cache.db'), clock, log });
    nowhere.addFlightNotes([note('a')]);
    expect(nowhere.flightNotes('a')).toHaveLength(1);
    expect(told.at(-1)).toContain('cannot be written');
    nowhere.close();
  });
});
