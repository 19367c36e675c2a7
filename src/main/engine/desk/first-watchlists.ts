import type { Instrument } from '../../../contract/market.ts';
import type { Ids } from '../core/ids.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { DeskStore } from '../store/desk-store.ts';

/** Strikes on either side of the money that the first list shows. */
const STRIKES_EACH_SIDE = 2;
const UNDERLYINGS = ['NIFTY', 'BANKNIFTY'];

/**
 * Gives a desk without a watchlist its first two: the index, its nearest future and the strikes around the money, an
 * underlying a list.
 * @param atTheMoney the option so many strikes from the money, or null
 */
export function saveFirstWatchlists(
  store: DeskStore,
  ids: Ids,
  instruments: InstrumentBook,
  atTheMoney: (underlying: string, kind: 'CE' | 'PE', offset: number) => Instrument | null,
): void {
  if (store.watchlists().length > 0) return;
  const indices = UNDERLYINGS.map((underlying) => instruments.index(underlying)).filter((index) => index !== null);
  const futures = UNDERLYINGS.map((underlying) => nearestFuture(instruments, underlying)).filter(
    (future) => future !== null,
  );
  store.transaction((tx) => {
    for (const underlying of UNDERLYINGS) {
      const options = (['CE', 'PE'] as const).flatMap((kind) =>
        range(-STRIKES_EACH_SIDE, STRIKES_EACH_SIDE).map((offset) => atTheMoney(underlying, kind, offset)),
      );
      const listed = [...indices, ...futures, ...options.filter((option) => option !== null)];
      tx.saveWatchlist({ id: ids.uuid(), name: underlying, instrumentIds: [...new Set(listed.map(({ id }) => id))] });
    }
  });
}

function nearestFuture(instruments: InstrumentBook, underlying: string): Instrument | null {
  return instruments
    .all()
    .filter((other) => other.kind === 'FUT' && other.underlying === underlying)
    .reduce<Instrument | null>(
      (first, other) => (first === null || other.expiry! < first.expiry! ? other : first),
      null,
    );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}
