import type { DayReport, Trip, TripGroup } from '../../../contract/trade-journal.ts';
import { istTime } from '../core/ist.ts';

/** How the closed of some trips went, in the order in which they were closed. */
export function dayReport(trips: readonly Trip[]): DayReport {
  const closed = trips.filter(({ closedAt }) => closedAt !== null).sort((a, b) => a.closedAt! - b.closedAt!);
  const sum = (of: (trip: Trip) => number) => closed.reduce((total, trip) => total + of(trip), 0);
  const won = sum(({ net }) => Math.max(0, net));
  const lost = sum(({ net }) => Math.max(0, -net));
  const inR = closed.flatMap(({ r }) => (r === null ? [] : [r]));
  let [net, best, deepestFall] = [0, 0, 0];
  const equity = closed.map((trip) => {
    net += trip.net;
    best = Math.max(best, net);
    deepestFall = Math.min(deepestFall, net - best);
    return { at: trip.closedAt!, net };
  });
  return {
    net,
    gross: sum(({ gross }) => gross),
    charges: sum(({ charges }) => charges),
    trips: closed.length,
    won: closed.filter((trip) => trip.net > 0).length,
    profitFactor: lost === 0 ? null : won / lost,
    averageR: inR.length === 0 ? null : inR.reduce((total, r) => total + r, 0) / inR.length,
    deepestFall,
    planKept: closed.filter(({ marks }) => marks.some(({ mark }) => mark === 'planKept')).length,
    equity,
    byHour: tripGroups(closed, ({ openedAt }) => [`${istTime(openedAt).slice(0, 2)}:00`]),
    byTag: tripGroups(closed, ({ tags }) => tags),
    byUnderlying: tripGroups(closed, ({ underlying }) => [underlying]),
  };
}

/** Closed trips by name; a trip counts in each of its own. */
export function tripGroups(trips: readonly Trip[], namesOf: (trip: Trip) => readonly string[]): TripGroup[] {
  const groups = new Map<string, TripGroup>();
  for (const trip of trips.filter(({ closedAt }) => closedAt !== null)) {
    for (const name of namesOf(trip)) {
      const group = groups.get(name) ?? { name, trips: 0, won: 0, net: 0 };
      groups.set(name, {
        name,
        trips: group.trips + 1,
        won: group.won + (trip.net > 0 ? 1 : 0),
        net: group.net + trip.net,
      });
    }
  }
  return [...groups.values()].sort((a, b) => a.name.localeCompare(b.name));
}
