import type { Trail } from '../../../../contract/protection.ts';
import type { BracketRecord } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { Row } from './statements.ts';

/** Targets and stops of entry orders. */
export class BracketRepository {
  readonly #outbox;
  readonly #save;
  readonly #ofAccount;

  constructor({ statements, outbox }: DeskContext) {
    this.#outbox = outbox;
    this.#save = statements.upsert('brackets', ['entry_order_id']);
    this.#ofAccount = statements.query<{ accountId: string }>()((db, slot) =>
      db.selectFrom('brackets').selectAll().where('account_id', '=', slot('accountId')).orderBy('updated_at'),
    );
  }

  save(bracket: BracketRecord): void {
    const row = bracketRow(bracket);
    this.#save(row);
    this.#outbox.append('brackets', row.entry_order_id, row);
  }

  ofAccount(accountId: string): BracketRecord[] {
    return this.#ofAccount.all({ accountId }).map(bracketRecord);
  }
}

function bracketRow(bracket: BracketRecord): Row<'brackets'> {
  return {
    entry_order_id: bracket.entryOrderId,
    account_id: bracket.accountId,
    instrument_id: bracket.instrumentId,
    tp_price: bracket.tpPrice,
    sl_price: bracket.slPrice,
    state: bracket.state,
    exit_order_id: bracket.exitOrderId,
    updated_at: bracket.updatedAt,
    trail: bracket.trail === null ? null : JSON.stringify(bracket.trail),
    entry_price: bracket.entryPrice,
    trail_from: bracket.trailFrom,
    best_price: bracket.bestPrice,
  };
}

function bracketRecord(row: Row<'brackets'>): BracketRecord {
  return {
    entryOrderId: row.entry_order_id,
    accountId: row.account_id,
    instrumentId: row.instrument_id,
    tpPrice: row.tp_price,
    slPrice: row.sl_price,
    state: row.state,
    exitOrderId: row.exit_order_id,
    updatedAt: row.updated_at,
    trail: row.trail === null ? null : (JSON.parse(row.trail) as Trail),
    entryPrice: row.entry_price,
    trailFrom: row.trail_from,
    bestPrice: row.best_price,
  };
}
