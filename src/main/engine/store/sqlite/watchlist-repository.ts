import { sql } from 'kysely';
import type { Watchlist } from '../../../../contract/desk.ts';
import type { Instrument } from '../../../../contract/market.ts';
import { AppError } from '../../core/app-error.ts';
import type { DeskContext } from './desk-context.ts';

/** Watchlists; what they hold is kept as EXCHANGE:SYMBOL, since instrument ids mean nothing on another desk. */
export class WatchlistRepository {
  readonly #context;
  readonly #save;
  readonly #createdAt;
  readonly #all;
  readonly #keyOf;
  readonly #idOf;

  constructor(context: DeskContext) {
    const { statements } = context;
    this.#context = context;
    this.#save = statements.upsert('watchlists', ['id']);
    this.#createdAt = statements.query<{ id: string }>()((db, slot) =>
      db.selectFrom('watchlists').select('created_at').where('id', '=', slot('id')),
    );
    this.#all = statements.query<object>()((db) =>
      // Two lists of one moment stand in the order they were made.
      db
        .selectFrom('watchlists')
        .selectAll()
        .orderBy('created_at')
        .orderBy(sql`rowid`),
    );
    this.#keyOf = statements.query<{ id: number }>()((db, slot) =>
      db.selectFrom('instruments').select(['exchange', 'symbol']).where('id', '=', slot('id')),
    );
    this.#idOf = statements.query<Pick<Instrument, 'exchange' | 'symbol'>>()((db, slot) =>
      db
        .selectFrom('instruments')
        .select('id')
        .where('exchange', '=', slot('exchange'))
        .where('symbol', '=', slot('symbol')),
    );
  }

  save(watchlist: Watchlist): void {
    const { clock, identity, outbox } = this.#context;
    const now = clock.now();
    const row = {
      id: watchlist.id,
      user_id: identity.userId,
      name: watchlist.name,
      instruments: JSON.stringify(watchlist.instrumentIds.map((id) => this.#key(id))),
      created_at: this.#createdAt.get(watchlist)?.created_at ?? now,
      updated_at: now,
    };
    this.#save(row);
    outbox.append('watchlists', row.id, row);
  }

  all(): Watchlist[] {
    return this.#all.all({}).map(({ id, name, instruments }) => ({
      id,
      name,
      instrumentIds: (JSON.parse(instruments) as string[]).flatMap((key) => this.#instrumentId(key)),
    }));
  }

  #key(id: number): string {
    const instrument = this.#keyOf.get({ id });
    if (instrument === undefined) {
      throw new AppError('INSTRUMENT_UNKNOWN', `No instrument has the id ${id}, so no watchlist can hold it.`, { id });
    }
    return `${instrument.exchange}:${instrument.symbol}`;
  }

  /** Nothing for a symbol that this desk has not met. */
  #instrumentId(key: string): number[] {
    const colon = key.indexOf(':');
    const exchange = key.slice(0, colon) as Instrument['exchange'];
    const row = this.#idOf.get({ exchange, symbol: key.slice(colon + 1) });
    return row === undefined ? [] : [row.id];
  }
}
