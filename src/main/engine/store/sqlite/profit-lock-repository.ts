import type { ProfitLockRecord } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { Row } from './statements.ts';

/** Profit locks of positions and strategies. */
export class ProfitLockRepository {
  readonly #outbox;
  readonly #save;
  readonly #held;

  constructor({ statements, outbox }: DeskContext) {
    this.#outbox = outbox;
    this.#save = statements.upsert('profit_locks', ['id']);
    this.#held = statements.query<{ accountId: string }>()((db, slot) =>
      db
        .selectFrom('profit_locks')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .where('state', 'in', ['ARMED', 'EXITING'])
        .orderBy('since'),
    );
  }

  save(lock: ProfitLockRecord): void {
    const row = lockRow(lock);
    this.#save(row);
    this.#outbox.append('profit_locks', row.id, row);
  }

  /** Those that are not over. */
  held(accountId: string): ProfitLockRecord[] {
    return this.#held.all({ accountId }).map(lockRecord);
  }
}

function lockRow({ scope, terms, lock, ...record }: ProfitLockRecord): Row<'profit_locks'> {
  return {
    id: record.id,
    account_id: record.accountId,
    scope: scope.type,
    instrument_id: scope.type === 'POSITION' ? scope.instrumentId : null,
    strategy_id: scope.type === 'STRATEGY' ? scope.strategyId : null,
    trigger: terms.trigger,
    floor: terms.floor,
    trail_every: terms.trail?.every ?? null,
    trail_by: terms.trail?.by ?? null,
    net: terms.net ? 1 : 0,
    since: record.since,
    lock_phase: lock.phase,
    lock_floor: lock.floor,
    state: record.state,
    updated_at: record.updatedAt,
  };
}

function lockRecord(row: Row<'profit_locks'>): ProfitLockRecord {
  const { trail_every: every, trail_by: by } = row;
  return {
    id: row.id,
    accountId: row.account_id,
    scope:
      row.scope === 'POSITION'
        ? { type: 'POSITION', instrumentId: row.instrument_id! }
        : { type: 'STRATEGY', strategyId: row.strategy_id },
    terms: {
      trigger: row.trigger,
      floor: row.floor,
      trail: every === null || by === null ? null : { every, by },
      net: row.net === 1,
    },
    lock: { phase: row.lock_phase, floor: row.lock_floor },
    state: row.state,
    since: row.since,
    updatedAt: row.updated_at,
  };
}
