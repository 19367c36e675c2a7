import type { CalendarDay, JournalDay, Trip, TripNote } from '../../../contract/trade-journal.ts';
import { AppError } from '../core/app-error.ts';
import { istDay } from '../core/ist.ts';
import { dayReport } from '../domain/day-report.ts';
import { roundTrips } from '../domain/round-trip.ts';
import type { RoundTrip } from '../domain/round-trip.ts';
import { tripMarks } from '../domain/trip-marks.ts';
import type { MarkedTrip } from '../domain/trip-marks.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { DeskStore } from '../store/desk-store.ts';

export interface TradeJournalParts {
  store: DeskStore;
  instruments: InstrumentBook;
  /** The end of the session that a moment falls in, epoch ms; null outside of one. */
  sessionCloseOf: (ts: number) => number | null;
}

/** The round trips of an account as its books tell them, with what the trader wrote of them. */
export class TradeJournal {
  readonly #parts: TradeJournalParts;

  constructor(parts: TradeJournalParts) {
    this.#parts = parts;
  }

  /** Trips that were opened or closed on an IST day, oldest first, and how the closed ones went. */
  day(accountId: string, day: string): JournalDay {
    const all = roundTrips(this.#parts.store.bookings(accountId));
    const near = all.filter((trip) => touches(trip, day));
    const marked = near.map((trip) => this.#marked(trip));
    const notes = new Map(this.#parts.store.tripNotes(accountId).map((note) => [note.tripId, note]));
    const trips = near.map((trip, index) => {
      const marks = tripMarks(marked[index]!, marked.slice(0, index), this.#parts.sessionCloseOf);
      const written = notes.get(trip.entryOrderId);
      return {
        ...view(trip, marked[index]!),
        marks,
        tags: written?.tags ?? [],
        note: written?.note ?? '',
        notedAt: written?.updatedAt ?? null,
      };
    });
    const closedThatDay = trips.filter(({ closedAt }) => closedAt !== null && istDay(closedAt) === day);
    return { day, trips, report: dayReport(closedThatDay) };
  }

  /** The days on which trips were closed, oldest first. */
  calendar(accountId: string): CalendarDay[] {
    const days = new Map<string, CalendarDay>();
    for (const { closedAt, gross, charges } of roundTrips(this.#parts.store.bookings(accountId))) {
      if (closedAt === null) continue;
      const day = istDay(closedAt);
      const before = days.get(day) ?? { day, trips: 0, net: 0 };
      days.set(day, { day, trips: before.trips + 1, net: before.net + gross - charges });
    }
    return [...days.values()].sort((a, b) => a.day.localeCompare(b.day));
  }

  /** @throws AppError TRIP_UNKNOWN for an order that opened no trip of the account */
  write(accountId: string, note: TripNote): void {
    const { store } = this.#parts;
    const known = roundTrips(store.bookings(accountId)).some(({ entryOrderId }) => entryOrderId === note.tripId);
    if (!known) {
      throw new AppError(
        'TRIP_UNKNOWN',
        'No trade of this account was opened by that order: choose one of the journal.',
        {
          tripId: note.tripId,
        },
      );
    }
    store.transaction((tx) => tx.saveTripNote(note));
  }

  #marked(trip: RoundTrip): MarkedTrip {
    const { side, openedAt, closedAt, maxQty, lotSize, gross, charges } = trip;
    const { underlying } = this.#parts.instruments.get(trip.instrumentId);
    return { underlying, side, openedAt, closedAt, maxQty, lotSize, net: gross - charges, stops: this.#stops(trip) };
  }

  /** The stop prices of the order that opened a trip, one after the other. */
  #stops({ entryOrderId }: RoundTrip): (number | null)[] {
    return this.#parts.store.journal(entryOrderId).flatMap(({ event }) => {
      if (event.type === 'intent') return [event.order.slPrice];
      return event.type === 'protect' ? [event.slPrice] : [];
    });
  }
}

function touches({ openedAt, closedAt }: RoundTrip, day: string): boolean {
  return istDay(openedAt) === day || (closedAt !== null && istDay(closedAt) === day);
}

function view(
  trip: RoundTrip,
  { underlying, net, stops }: MarkedTrip,
): Omit<Trip, 'marks' | 'tags' | 'note' | 'notedAt'> {
  const { entryOrderId, instrumentId, name, side, lotSize, openedAt, closedAt, gross, charges, orderIds } = trip;
  const average = trip.entryValue / trip.entryQty;
  const firstStop = stops.find((stop) => stop !== null) ?? null;
  const distance = firstStop === null ? 0 : (side === 'BUY' ? 1 : -1) * (average - firstStop);
  const risk = distance > 0 ? Math.round(distance * trip.entryQty) : null;
  return {
    id: entryOrderId,
    instrumentId,
    name,
    underlying,
    side,
    lotSize,
    lots: trip.maxQty / lotSize,
    openedAt,
    closedAt,
    in: average,
    out: trip.exitQty === 0 ? null : trip.exitValue / trip.exitQty,
    gross,
    charges,
    net,
    risk,
    r: risk === null ? null : net / risk,
    orderIds,
  };
}
