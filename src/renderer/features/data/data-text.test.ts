import { describe, expect, it } from 'vitest';
import type { DataDay } from '../../../contract/data.ts';
import { bytesText, gapNote, keptText, originNote, sizeText, spanText } from './data-text.ts';

describe('words about data', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1_500_000, '1.4 MB'],
    [250 * 1024 ** 3, '250 GB'],
  ])('%s bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it.each([
    [1_157_000, '19 min 17 s'],
    [3_600_000, '1 h'],
    [200, '0 s'],
  ])('%s ms are %s', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });

  it('sizes a day by its files, or by its share of the database', () => {
    const day = (ticks: number, archiveBytes: number): DataDay => ({
      day: '2026-01-05',
      source: 'sim',
      ticks,
      symbols: 1,
      from: 0,
      to: 1,
      bars: 0,
      chainRows: 0,
      closed: true,
      sorted: true,
      archive: archiveBytes > 0 ? 'whole' : 'none',
      archiveBytes,
    });
    const days = [day(300, 0), day(100, 0), day(5000, 2048)];
    const overview = { days, databaseBytes: 400 * 1024 };
    expect(days.map((each) => sizeText(each, overview))).toEqual(['≈ 300 KB', '≈ 100 KB', '2.0 KB']);
  });

  it('says first what is wrong with a day, then where it lies', () => {
    expect(keptText({ closed: true, sorted: true, archive: 'missing' })).toBe('File missing');
    expect(keptText({ closed: false, sorted: true, archive: 'none' })).toBe('Under way');
    expect(keptText({ closed: true, sorted: true, archive: 'whole' })).toBe('Archived');
    expect(keptText({ closed: true, sorted: false, archive: 'none' })).toBe('As it came');
  });

  it('tells a feed that caught up and what was filled in', () => {
    expect(gapNote({ burst: 1, backfilled: 0 })).toBe('nothing filled in');
    expect(gapNote({ burst: 1152, backfilled: 76 })).toBe('1,152 ticks in a second; 76 ticks filled in');
    expect(originNote({ backfilled: 4, caughtUp: 0 })).toBe('4 filled in');
  });
});
