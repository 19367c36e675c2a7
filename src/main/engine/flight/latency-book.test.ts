import { describe, expect, it } from 'vitest';
import { silentLog } from '../core/operator-log.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { openCacheStore } from '../store/sqlite/open-cache-store.ts';
import { LatencyBook } from './latency-book.ts';

const EVENING = Date.parse('2026-11-23T23:59:00+05:30');

function opened() {
  const clock = new VirtualClock(EVENING);
  const cache = openCacheStore({ file: ':memory:', clock, log: silentLog });
  return { clock, cache, book: new LatencyBook({ clock, cache, log: silentLog }) };
}

describe('the latency book', () => {
  it('gives p50, p99, max, count and the histogram of each kind that has a sample', () => {
    const { book } = opened();
    for (let ms = 1; ms <= 100; ms++) book.add('wireToAck', ms);
    const { day, figures } = book.today();
    expect(day).toBe('2026-11-23');
    expect(figures).toHaveLength(1);
    const [figure] = figures;
    expect(figure).toMatchObject({ kind: 'wireToAck', count: 100, max: 100, recent: { count: 100, p50: 50, p99: 99 } });
    expect(figure!.p50).toBeCloseTo(50, -1);
    expect(figure!.histogram).toHaveLength(10);
    // Up to 5, 10, 20, 40, 80 ms, and so on; an edge may lie within a bucket.
    expect(figure!.histogram[0]! + figure!.histogram[1]!).toBe(10);
    expect(figure!.histogram.reduce((sum, count) => sum + count, 0)).toBe(100);
  });

  it('begins a new day at midnight IST and lists the one before', () => {
    const { clock, book } = opened();
    book.add('keyToWire', 0.6);
    clock.advanceTo(EVENING + 120_000);
    book.add('keyToWire', 7);
    expect(book.days(10).map(({ day, figures }) => [day, figures[0]!.count, figures[0]!.max])).toEqual([
      ['2026-11-24', 1, 7],
      ['2026-11-23', 1, 0.6],
    ]);
  });

  it('goes on with the day after a restart', () => {
    const { clock, cache, book } = opened();
    book.add('tickToRisk', 0.3);
    book.close();
    const again = new LatencyBook({ clock, cache, log: silentLog });
    again.add('tickToRisk', 0.5);
    expect(again.today().figures[0]).toMatchObject({ count: 2, max: 0.5, recent: { count: 1 } });
  });

  it('keeps the day by itself every ten seconds', () => {
    const { clock, cache, book } = opened();
    book.add('tickToScreen', 40);
    expect(cache.latency(5)).toEqual([]);
    clock.advanceBy(10_000);
    expect(cache.latency(5)).toMatchObject([{ day: '2026-11-23', kind: 'tickToScreen', max: 40 }]);
  });
});
