import type { Mark } from '../../../contract/trade-journal.ts';

/** A re-entry within this of a loss counts as one; how traders' journals usually draw the line. */
const REENTRY_MS = 10 * 60_000;
const LATE_MS = 30 * 60_000;

/** What the marks of a trip are told by. Paise, units, epoch ms. */
export interface MarkedTrip {
  underlying: string;
  side: 'BUY' | 'SELL';
  openedAt: number;
  closedAt: number | null;
  maxQty: number;
  lotSize: number;
  net: number;
  /** The stop prices its entry had one after the other; null: none then. */
  stops: readonly (number | null)[];
}

export interface TripMark {
  mark: Mark;
  minutes?: number;
}

/**
 * Marks of a trip from itself and those before it.
 * @param sessionCloseOf the end of the session that a moment falls in, epoch ms; null outside of one
 */
export function tripMarks(
  trip: MarkedTrip,
  earlier: readonly MarkedTrip[],
  sessionCloseOf: (ts: number) => number | null,
): TripMark[] {
  const marks: TripMark[] = [];
  const over = earlier.filter(({ closedAt }) => closedAt !== null && closedAt <= trip.openedAt);
  const last = over.reduce<MarkedTrip | null>((a, b) => (a === null || b.closedAt! >= a.closedAt! ? b : a), null);
  const lost = over
    .filter(({ underlying, net, closedAt }) => {
      return underlying === trip.underlying && net < 0 && trip.openedAt - closedAt! <= REENTRY_MS;
    })
    .at(-1);
  if (lost !== undefined)
    marks.push({ mark: 'reentry', minutes: Math.floor((trip.openedAt - lost.closedAt!) / 60_000) });
  if (last !== null && last.net < 0 && trip.maxQty / trip.lotSize > last.maxQty / last.lotSize) {
    marks.push({ mark: 'sizeUp' });
  }
  const close = sessionCloseOf(trip.openedAt);
  if (close !== null && close - trip.openedAt <= LATE_MS) marks.push({ mark: 'late' });
  const known = trip.stops.filter((stop): stop is number => stop !== null);
  if (known.length === 0) return [...marks, { mark: 'noStop' }];
  const away = trip.side === 'BUY' ? -1 : 1;
  const widened =
    trip.stops.some((stop, index) => stop === null && trip.stops.slice(0, index).some((before) => before !== null)) ||
    known.some((stop, index) => index > 0 && Math.sign(stop - known[index - 1]!) === away);
  if (widened) marks.push({ mark: 'stopWidened' });
  else if (trip.stops[0] !== null && trip.closedAt !== null) marks.push({ mark: 'planKept' });
  return marks;
}
