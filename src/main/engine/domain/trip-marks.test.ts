import { describe, expect, it } from 'vitest';
import { tripMarks } from './trip-marks.ts';
import type { MarkedTrip } from './trip-marks.ts';

const MINUTE = 60_000;
const CLOSE = 375 * MINUTE;
const session = (ts: number) => (ts < CLOSE ? CLOSE : null);

/** A long of one lot, opened at minute 60 and closed at 70, with a stop, at a profit. */
const trip = (change: Partial<MarkedTrip> = {}): MarkedTrip => ({
  underlying: 'NIFTY',
  side: 'BUY',
  openedAt: 60 * MINUTE,
  closedAt: 70 * MINUTE,
  maxQty: 75,
  lotSize: 75,
  net: 100,
  stops: [90],
  ...change,
});
const marks = (one: MarkedTrip, earlier: MarkedTrip[] = []) => tripMarks(one, earlier, session).map(({ mark }) => mark);

describe('marks of a round trip', () => {
  it('a plan is kept by a stop from the start that only came closer', () => {
    expect(marks(trip())).toEqual(['planKept']);
    expect(marks(trip({ stops: [90, 95, 99] }))).toEqual(['planKept']);
    expect(marks(trip({ side: 'SELL', stops: [110, 105] }))).toEqual(['planKept']);
    expect(marks(trip({ stops: [null, 90] }))).toEqual([]);
    expect(marks(trip({ closedAt: null }))).toEqual([]);
  });

  it('a stop that moved away, or was taken off, was widened; none at all is said', () => {
    expect(marks(trip({ stops: [90, 85] }))).toEqual(['stopWidened']);
    expect(marks(trip({ side: 'SELL', stops: [110, 105, 108] }))).toEqual(['stopWidened']);
    expect(marks(trip({ stops: [90, null] }))).toEqual(['stopWidened']);
    expect(marks(trip({ stops: [null, null] }))).toEqual(['noStop']);
  });

  it('tells a re-entry within ten minutes of a loss in the same underlying, with the minutes', () => {
    const loss = trip({ openedAt: 40 * MINUTE, closedAt: 58.5 * MINUTE, net: -5 });
    expect(tripMarks(trip(), [loss], session)).toContainEqual({ mark: 'reentry', minutes: 1 });
    expect(marks(trip(), [{ ...loss, net: 5 }])).not.toContain('reentry');
    expect(marks(trip(), [{ ...loss, underlying: 'BANKNIFTY' }])).not.toContain('reentry');
    expect(marks(trip({ openedAt: 69 * MINUTE }), [loss])).not.toContain('reentry');
    expect(marks(trip(), [{ ...loss, closedAt: null }])).not.toContain('reentry');
  });

  it('tells more lots than the trip before, when that one lost', () => {
    const loss = trip({ openedAt: 0, closedAt: 20 * MINUTE, net: -5 });
    expect(marks(trip({ maxQty: 150 }), [loss])).toContain('sizeUp');
    expect(marks(trip(), [loss])).not.toContain('sizeUp');
    expect(marks(trip({ maxQty: 150 }), [loss, trip({ openedAt: 25 * MINUTE, closedAt: 30 * MINUTE })])).not.toContain(
      'sizeUp',
    );
  });

  it('is late in the last half hour of a session, and never outside of one', () => {
    expect(marks(trip({ openedAt: CLOSE - 30 * MINUTE }))).toContain('late');
    expect(marks(trip({ openedAt: CLOSE - 31 * MINUTE }))).not.toContain('late');
    expect(marks(trip({ openedAt: CLOSE + MINUTE }))).not.toContain('late');
  });
});
