import type { PositionRecord } from '../../domain/position.ts';
import type { DeskContext } from './desk-context.ts';
import type { Row } from './statements.ts';

/** Net positions, one per account, instrument and product. */
export class PositionRepository {
  readonly #outbox;
  readonly #ids;
  readonly #save;
  readonly #idOf;
  readonly #ofAccount;

  constructor({ statements, outbox, ids }: DeskContext) {
    this.#outbox = outbox;
    this.#ids = ids;
    this.#save = statements.upsert('positions', ['id']);
    this.#idOf = statements.query<Pick<PositionRecord, 'accountId' | 'instrumentId' | 'product'>>()((db, slot) =>
      db
        .selectFrom('positions')
        .select('id')
        .where('account_id', '=', slot('accountId'))
        .where('instrument_id', '=', slot('instrumentId'))
        .where('product', '=', slot('product')),
    );
    this.#ofAccount = statements.query<{ accountId: string }>()((db, slot) =>
      db
        .selectFrom('positions')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .orderBy('instrument_id')
        .orderBy('product'),
    );
  }

  /** @param mark price (paise) at which `pnl` counts what is open; null leaves it at what is realised */
  save(position: PositionRecord, mark: number | null): void {
    const row = positionRow(this.#idOf.get(position)?.id ?? this.#ids.uuid(), position, mark);
    this.#save(row);
    this.#outbox.append('positions', row.id, row);
  }

  ofAccount(accountId: string): PositionRecord[] {
    return this.#ofAccount.all({ accountId }).map(positionRecord);
  }
}

function positionRow(id: string, position: PositionRecord, mark: number | null): Row<'positions'> {
  const { netQty, cost, realised } = position;
  return {
    id,
    account_id: position.accountId,
    symbol: position.symbol,
    qty: netQty,
    avg_price: netQty === 0 ? null : Math.round(cost / netQty),
    pnl: mark === null ? realised : realised + mark * netQty - cost,
    updated_at: position.updatedAt,
    instrument_id: position.instrumentId,
    product: position.product,
    cost,
    realised,
    charges: position.charges,
    day: position.day,
  };
}

function positionRecord(row: Row<'positions'>): PositionRecord {
  return {
    accountId: row.account_id,
    instrumentId: row.instrument_id,
    symbol: row.symbol,
    product: row.product,
    netQty: row.qty,
    cost: row.cost,
    realised: row.realised,
    charges: row.charges,
    day: row.day,
    updatedAt: row.updated_at,
  };
}
