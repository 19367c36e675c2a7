import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intervalSchema } from '../../../../contract/enums.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import { tickColumns } from '../../../../testing/temporary-tick-store.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { TICK_FLAG } from '../tick-store.ts';
import { BarMarks } from './bar-marks.ts';
import { BarReader } from './bar-reader.ts';
import { BarWriter, writeImportedBars } from './bar-writer.ts';
import { dayNumber } from './day-number.ts';
import { openDuckDb } from './open-duckdb.ts';
import type { DuckDbConnection, DuckDbFile } from './open-duckdb.ts';
import { SourceIds } from './source-ids.ts';
import { TickArchive } from './tick-archive.ts';
import { TickIds } from './tick-ids.ts';
import { TickWriter } from './tick-writer.ts';

const MIDNIGHT = Date.parse('2026-01-05T00:00:00+05:30');
const OPEN = MIDNIGHT + 555 * 60_000;
const DAY = 86_400_000;
const LATER = MIDNIGHT + 9 * DAY + 36_000_000;

const folder = mkdtempSync(join(tmpdir(), 'bars-'));
let file: DuckDbFile;
let connection: DuckDbConnection;
beforeAll(async () => {
  file = await openDuckDb(join(folder, 'ticks.duckdb'));
  connection = await file.connect();
});
afterAll(() => {
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

const clock = new VirtualClock(LATER);
/** A store's parts on the file as it is, as after an open. */
async function open() {
  const sources = await SourceIds.load(connection.query);
  const marks = await BarMarks.load(connection.query);
  const archive = await TickArchive.load(connection.query, join(folder, 'ticks.duckdb'));
  return {
    sources,
    marks,
    writer: new TickWriter(connection, sources, await TickIds.load(connection.query), marks),
    bars: new BarWriter(connection.query, marks, clock, archive),
    fromBars: new BarReader(connection, sources, marks, archive),
    fromTicks: new BarReader(connection, sources, new BarMarks(), archive),
  };
}

async function one(sql: string): Promise<number> {
  return Number((await connection.query.runAndReadAll(sql)).getRows()[0]![0]);
}

const ticks = fc.array(
  fc.record({
    instrumentId: fc.integer({ min: 1, max: 2 }),
    // Few moments and few seqs: repeats and ties; any order: late by minutes and by days.
    ts: fc
      .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -2, max: 4 }), fc.constantFrom(0, 1, 59_999, 30_000))
      .map(([day, minute, ms]) => OPEN + day * DAY + minute * 60_000 + ms),
    seq: fc.integer({ min: 0, max: 3 }),
    ltp: fc.integer({ min: 1, max: 9 }),
    volume: fc.integer({ min: 0, max: 30 }),
    oi: fc.integer({ min: 0, max: 9 }),
    flags: fc.constantFrom(0, 0, TICK_FLAG.OUTSIDE_SESSION),
  }),
  { maxLength: 12 },
);
const step = fc.oneof(
  fc.record({ act: fc.constant('append' as const), source: fc.constantFrom('a', 'b'), ticks }),
  fc.record({ act: fc.constantFrom('follow' as const, 'catchUp' as const, 'reopen' as const) }),
);
const question = fc.record({
  interval: fc.constantFrom(...intervalSchema.options),
  before: fc.oneof(
    fc.constant(Infinity),
    fc
      .integer({ min: -3 * 60_000, max: 5 * 60_000 })
      .chain((ms) => fc.constantFrom(0, 1, 2).map((day) => OPEN + day * DAY + ms)),
  ),
  limit: fc.constantFrom(1, 3, 100),
  source: fc.constantFrom('a', 'b', null),
});

describe('bars of closed minutes', () => {
  it(
    'are what the ticks say, in whatever order these came and whenever the minutes were closed',
    async () => {
      let run = 0;
      let late = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 8 }),
          fc.array(question, { minLength: 1, maxLength: 4 }),
          fc.boolean(),
          async (steps, questions, session) => {
            run++;
            const name = (source: string) => `${source} ${run}`;
            let parts = await open();
            if (session) {
              const id = await parts.sources.ensure(connection.query, name('a'));
              await connection.query.run(
                `INSERT INTO sessions VALUES (${id}, ${dayNumber(OPEN)}, ${OPEN}, ${OPEN + 375 * 60_000})`,
              );
            }
            // An instrument of its own in each run: "any source" then means this run's.
            const idOf = (instrumentId: number) => run * 10 + instrumentId;
            for (const given of steps) {
              if (given.act === 'append') {
                const rows = given.ticks.map((tick) => ({ ...tick, instrumentId: idOf(tick.instrumentId) }));
                const done = parts.writer.add(name(given.source), tickColumns(rows));
                await parts.writer.commit();
                await done;
                late += parts.marks.unfinished().filter(({ stale }) => stale.size > 0).length;
              } else if (given.act === 'reopen') parts = await open();
              else await parts.bars[given.act]();
            }
            for (const { interval, before, limit, source } of questions) {
              const asked = [idOf(1), interval, before, limit, source === null ? null : name(source)] as const;
              expect(await parts.fromBars.bars(...asked)).toEqual(await parts.fromTicks.bars(...asked));
            }
          },
        ),
        { numRuns: propertyRuns },
      );
      // The comparison says nothing unless bars were written and read, late ticks among them.
      expect(await one('SELECT count(*) FROM bars_1m')).toBeGreaterThan(propertyRuns);
      expect(late).toBeGreaterThan(0);
      expect(
        await one(
          'SELECT count(*) FROM (SELECT 1 FROM bars_1m GROUP BY source_id, instrument_id, start HAVING count(*) > 1)',
        ),
      ).toBe(0);
    },
    propertyTimeout,
  );

  it('are read in place of the ticks', async () => {
    const parts = await open();
    const rows = [0, 30_000, 60_000].map((ms, index) => ({
      instrumentId: 5,
      ts: OPEN + ms,
      ltp: 10 + index,
      volume: 5 * index,
    }));
    const done = parts.writer.add('read', tickColumns(rows));
    await parts.writer.commit();
    await done;
    await parts.bars.catchUp();
    const asked = [5, '1m', Infinity, 9, 'read'] as const;
    const before = await parts.fromBars.bars(...asked);
    await connection.query.run('DELETE FROM tick_rows WHERE instrument_id = 5');
    expect(await parts.fromBars.bars(...asked)).toEqual(before);
    expect(before.map(({ close, volume }) => [close, volume])).toEqual([
      [11, 5],
      [12, 5],
    ]);
    expect(await parts.fromTicks.bars(...asked)).toEqual([]);
  });

  it('close no minute before its time by the clock, however far in the future a tick is dated', async () => {
    const parts = await open();
    const now = LATER;
    const rows = [now - 70_000, now - 10_000, now + 3_600_000].map((ts) => ({ instrumentId: 6, ts, ltp: 1 }));
    const done = parts.writer.add('ahead', tickColumns(rows));
    await parts.writer.commit();
    await done;
    await parts.bars.follow();
    const id = parts.sources.find('ahead')!;
    expect(parts.marks.cut(id, dayNumber(now), 6)).toBe(now - 60_000);
    expect(await one(`SELECT count(*) FROM bars_1m WHERE source_id = ${id}`)).toBe(1);
  });

  it('of an imported source are those of its ticks', async () => {
    const parts = await open();
    const rows = [0, 61_000, 3 * DAY].map((ms, index) => ({
      instrumentId: 7,
      ts: OPEN + ms,
      ltp: 1 + index,
      volume: index,
    }));
    const done = parts.writer.add('import:x.csv', tickColumns(rows));
    await parts.writer.commit();
    await done;
    const id = parts.sources.find('import:x.csv')!;
    await writeImportedBars(connection.query, id);
    await parts.marks.read(connection.query, id);
    const asked = [7, '1m', Infinity, 9, 'import:x.csv'] as const;
    expect(await parts.fromBars.bars(...asked)).toEqual(await parts.fromTicks.bars(...asked));
    expect(await parts.fromBars.bars(...asked)).toHaveLength(3);
    expect(parts.marks.unfinished().filter(({ sourceId }) => sourceId === id)).toEqual([]);
  });
});
