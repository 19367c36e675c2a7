import { sql } from 'kysely';
import type { Limits } from '../../../../contract/risk.ts';
import type { RiskStateRecord } from '../../domain/risk-state.ts';
import type { DeskContext } from './desk-context.ts';

/** Trading states of accounts, and the limits of users. */
export class RiskRepository {
  /** In force, by user: asked for on every order, changed by hand. */
  readonly #limits = new Map<string, Limits>();
  readonly #context;
  readonly #saveState;
  readonly #state;
  readonly #addRules;
  readonly #rules;

  constructor(context: DeskContext) {
    const { statements } = context;
    this.#context = context;
    this.#saveState = statements.upsert('risk_states', ['account_id']);
    this.#state = statements.query<{ accountId: string }>()((db, slot) =>
      db.selectFrom('risk_states').selectAll().where('account_id', '=', slot('accountId')),
    );
    this.#addRules = statements.insert('rms_rules');
    this.#rules = statements.query<{ userId: string }>()((db, slot) =>
      db
        .selectFrom('rms_rules')
        .selectAll()
        .where('user_id', '=', slot('userId'))
        .orderBy('seq', 'desc')
        .limit(sql.lit(1)),
    );
  }

  saveState(state: RiskStateRecord): void {
    const row = {
      account_id: state.accountId,
      state: state.state,
      since: state.since,
      reason: state.reason,
      square_off_pending: state.squareOffPending ? (1 as const) : (0 as const),
    };
    this.#saveState(row);
    this.#context.outbox.append('risk_states', row.account_id, row);
  }

  state(accountId: string): RiskStateRecord | null {
    const row = this.#state.get({ accountId });
    if (row === undefined) return null;
    return {
      accountId: row.account_id,
      state: row.state,
      since: row.since,
      reason: row.reason,
      squareOffPending: row.square_off_pending === 1,
    };
  }

  /** Adds the row that is in force from now on; rules these limits do not name stay as they were. */
  saveLimits(userId: string, limits: Limits): void {
    const { ids, clock, outbox } = this.#context;
    const before = this.#rules.get({ userId });
    const row = {
      id: ids.uuid(),
      user_id: userId,
      max_loss: limits.maxLoss,
      max_lots: limits.maxLots,
      profit_lock: before?.profit_lock ?? null,
      trailing_sl: before?.trailing_sl ?? null,
      created_at: clock.now(),
      profit_lock_at: before?.profit_lock_at ?? null,
      trail_every: before?.trail_every ?? null,
      trail_by: before?.trail_by ?? null,
      seq: (before?.seq ?? 0) + 1,
    };
    this.#limits.delete(userId);
    this.#addRules(row);
    outbox.append('rms_rules', row.id, row);
  }

  limits(userId: string): Limits {
    const known = this.#limits.get(userId);
    if (known !== undefined) return known;
    const row = this.#rules.get({ userId });
    const limits = { maxLoss: row?.max_loss ?? null, maxLots: row?.max_lots ?? null };
    this.#limits.set(userId, limits);
    return limits;
  }

  /** Forgets what a transaction that is undone may have shown. */
  discard(): void {
    this.#limits.clear();
  }
}
