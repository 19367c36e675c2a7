import type { Instrument } from '../../../../contract/market.ts';
import type { NewInstrument } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { NewRow, Row } from './statements.ts';

/** Contracts under our own ids. */
export class InstrumentRepository {
  readonly #add;
  readonly #change;
  readonly #bySymbol;
  readonly #byContract;
  readonly #all;

  constructor({ statements }: DeskContext) {
    this.#add = statements.insert('instruments');
    this.#change = statements.command<
      Pick<Row<'instruments'>, 'id' | 'name' | 'lot_size' | 'tick_size' | 'freeze_qty'>
    >()((db, slot) =>
      db
        .updateTable('instruments')
        .set({
          name: slot('name'),
          lot_size: slot('lot_size'),
          tick_size: slot('tick_size'),
          freeze_qty: slot('freeze_qty'),
        })
        .where('id', '=', slot('id')),
    );
    this.#bySymbol = statements.query<Pick<Instrument, 'exchange' | 'symbol'>>()((db, slot) =>
      db
        .selectFrom('instruments')
        .selectAll()
        .where('exchange', '=', slot('exchange'))
        .where('symbol', '=', slot('symbol')),
    );
    this.#byContract = statements.query<Pick<Instrument, 'exchange' | 'underlying' | 'kind' | 'expiry' | 'strike'>>()(
      (db, slot) =>
        db
          .selectFrom('instruments')
          .selectAll()
          .where('exchange', '=', slot('exchange'))
          .where('underlying', '=', slot('underlying'))
          .where('kind', '=', slot('kind'))
          .where('expiry', 'is', slot('expiry'))
          .where('strike', 'is', slot('strike')),
    );
    this.#all = statements.query<object>()((db) => db.selectFrom('instruments').selectAll().orderBy('id'));
  }

  /** The known one, by symbol or else by contract, with the new name, lot, tick and freeze; or a new one. */
  upsert(instrument: NewInstrument): Instrument {
    const known = this.#bySymbol.get(instrument) ?? this.#byContract.get(instrument);
    if (known === undefined) {
      this.#add(instrumentRow(instrument));
      return instrumentOf(this.#bySymbol.get(instrument)!);
    }
    const { name, lotSize, tickSize, freezeQty } = instrument;
    const changed = { ...instrumentOf(known), name, lotSize, tickSize, freezeQty };
    if (
      known.name !== name ||
      known.lot_size !== lotSize ||
      known.tick_size !== tickSize ||
      known.freeze_qty !== freezeQty
    ) {
      this.#change({ id: known.id, name, lot_size: lotSize, tick_size: tickSize, freeze_qty: freezeQty });
    }
    return changed;
  }

  all(): Instrument[] {
    return this.#all.all({}).map(instrumentOf);
  }
}

function instrumentRow(instrument: NewInstrument): NewRow<'instruments'> {
  return {
    exchange: instrument.exchange,
    symbol: instrument.symbol,
    name: instrument.name,
    underlying: instrument.underlying,
    kind: instrument.kind,
    expiry: instrument.expiry,
    strike: instrument.strike,
    lot_size: instrument.lotSize,
    tick_size: instrument.tickSize,
    freeze_qty: instrument.freezeQty,
  };
}

function instrumentOf(row: Row<'instruments'>): Instrument {
  return {
    id: row.id,
    exchange: row.exchange,
    symbol: row.symbol,
    name: row.name,
    underlying: row.underlying,
    kind: row.kind,
    expiry: row.expiry,
    strike: row.strike,
    lotSize: row.lot_size,
    tickSize: row.tick_size,
    freezeQty: row.freeze_qty,
  };
}
