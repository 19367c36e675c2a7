import { sql } from 'kysely';
import { LIMIT_KEYS } from '../../../../contract/risk.ts';
import type { LimitChanges, LimitKey, Limits } from '../../../../contract/risk.ts';
import { istDay, istMidnight, DAY_MS } from '../../core/ist.ts';
import { defaultLimits, NO_LIMITS, tighter } from '../../domain/limits.ts';
import { UNLOCKED } from '../../domain/profit-lock.ts';
import type { RiskDayRecord, RiskLockRecord, RiskStateRecord } from '../../domain/risk-state.ts';
import type { LimitScope, PendingLimit } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { DeskTables } from './tables.ts';

type Waiting = Partial<Record<LimitKey, { value: number | null; from: number }>>;
type Row = DeskTables['rms_rules'];

/** The limits that the data model has a column for. */
const COLUMNS = {
  maxLoss: 'max_loss',
  maxLots: 'max_lots',
  profitLock: 'profit_lock',
  profitLockAt: 'profit_lock_at',
  trailingSl: 'trailing_sl',
  trailEvery: 'trail_every',
  trailBy: 'trail_by',
} as const;

/** Trading states of accounts, their days and locks, and the limits of users. */
export class RiskRepository {
  /** In force, by scope: asked for on every order, changed by hand or by time. */
  readonly #limits = new Map<string, { limits: Limits; until: number }>();
  readonly #context;
  readonly #saveState;
  readonly #state;
  readonly #saveDay;
  readonly #day;
  readonly #saveLock;
  readonly #locks;
  readonly #addRules;
  readonly #rules;
  readonly #newestSeq;

  constructor(context: DeskContext) {
    const { statements } = context;
    this.#context = context;
    this.#saveState = statements.upsert('risk_states', ['account_id']);
    this.#state = statements.query<{ accountId: string }>()((db, slot) =>
      db.selectFrom('risk_states').selectAll().where('account_id', '=', slot('accountId')),
    );
    this.#saveDay = statements.upsert('risk_days', ['account_id', 'day']);
    this.#day = statements.query<{ accountId: string; day: string }>()((db, slot) =>
      db.selectFrom('risk_days').selectAll().where('account_id', '=', slot('accountId')).where('day', '=', slot('day')),
    );
    this.#saveLock = statements.upsert('risk_locks', ['id']);
    this.#locks = statements.query<{ accountId: string; now: number }>()((db, slot) =>
      db
        .selectFrom('risk_locks')
        .selectAll()
        .where('account_id', '=', slot('accountId'))
        .where('opened_at', 'is', null)
        .where('ends_at', '>', slot('now'))
        .orderBy('since'),
    );
    this.#addRules = statements.insert('rms_rules');
    this.#rules = statements.query<{ userId: string; strategyId: string; keptBy: string }>()((db, slot) =>
      db
        .selectFrom('rms_rules')
        .selectAll()
        .where('user_id', '=', slot('userId'))
        .where(sql`coalesce(strategy_id, '')`, '=', slot('strategyId'))
        .where('kept_by', '=', slot('keptBy') as never)
        .orderBy('seq', 'desc')
        .limit(sql.lit(1)),
    );
    this.#newestSeq = statements.query<{ userId: string }>()((db, slot) =>
      db
        .selectFrom('rms_rules')
        .select('seq')
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
      level: state.level,
      square_off_id: state.squareOffId,
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
      level: row.level,
      squareOffPending: row.square_off_pending === 1,
      squareOffId: row.square_off_id,
    };
  }

  saveDay(day: RiskDayRecord): void {
    this.#saveDay({
      account_id: day.accountId,
      day: day.day,
      peak_net: day.peakNet,
      lock_phase: day.profitLock.phase,
      lock_floor: day.profitLock.floor,
    });
  }

  day(accountId: string, day: string): RiskDayRecord {
    const row = this.#day.get({ accountId, day });
    if (row === undefined) return { accountId, day, peakNet: 0, profitLock: UNLOCKED };
    return { accountId, day, peakNet: row.peak_net, profitLock: { phase: row.lock_phase, floor: row.lock_floor } };
  }

  saveLock(lock: RiskLockRecord): void {
    const row = {
      id: lock.id,
      account_id: lock.accountId,
      strategy_id: lock.strategyId,
      kind: lock.kind,
      since: lock.since,
      opens_at: lock.opensAt,
      ends_at: lock.endsAt,
      reason: lock.reason,
      opened_at: lock.openedAt,
      opened_because: lock.openedBecause,
    };
    this.#saveLock(row);
    this.#context.outbox.append('risk_locks', row.id, row);
  }

  /** The locks that keep entries out now, the oldest first. */
  locks(accountId: string): RiskLockRecord[] {
    return this.#locks.all({ accountId, now: this.#context.clock.now() }).map((row) => ({
      id: row.id,
      accountId: row.account_id,
      strategyId: row.strategy_id,
      kind: row.kind,
      since: row.since,
      opensAt: row.opens_at,
      endsAt: row.ends_at,
      reason: row.reason,
      openedAt: row.opened_at,
      openedBecause: row.opened_because,
    }));
  }

  /**
   * Adds the row that is in force from now on; limits that it does not name stay as they were. What is named in `later`
   * waits until `from`, unless a newer row names it first.
   */
  saveLimits(scope: LimitScope, changes: LimitChanges, later: readonly PendingLimit[] = []): void {
    const { ids, clock, outbox } = this.#context;
    const stored = this.#stored(scope);
    const limits: LimitChanges = { ...stored.limits, ...changes };
    const pending: Waiting = { ...stored.pending };
    for (const key of Object.keys(changes) as LimitKey[]) delete pending[key];
    for (const { key, value, from } of later) pending[key] = { value, from };
    const parameters = Object.fromEntries(Object.entries(limits).filter(([key]) => !(key in COLUMNS)));
    const row: Row = {
      id: ids.uuid(),
      user_id: scope.userId,
      max_loss: limits.maxLoss ?? null,
      max_lots: limits.maxLots ?? null,
      profit_lock: limits.profitLock ?? null,
      trailing_sl: limits.trailingSl ?? null,
      created_at: clock.now(),
      profit_lock_at: limits.profitLockAt ?? null,
      trail_every: limits.trailEvery ?? null,
      trail_by: limits.trailBy ?? null,
      seq: (this.#newestSeq.get({ userId: scope.userId })?.seq ?? 0) + 1,
      strategy_id: scope.strategyId ?? null,
      kept_by: scope.keptBy ?? 'SELF',
      parameters: JSON.stringify(parameters),
      pending: JSON.stringify(pending),
    };
    this.#limits.clear();
    this.#addRules(row);
    outbox.append('rms_rules', row.id, row);
  }

  /** The limits in force: the defaults, what was set over them, and the tighter of that and the owner's caps. */
  limits(userId: string, strategyId: string | null = null): Limits {
    const now = this.#context.clock.now();
    const key = `${userId} ${strategyId ?? ''}`;
    const known = this.#limits.get(key);
    if (known !== undefined && now < known.until) return known.limits;
    const own = this.#stored({ userId, strategyId });
    const cap = this.#stored({ userId, strategyId, keptBy: 'OWNER' });
    // A strategy has no defaults of its own: the user's hold for it besides.
    const base = strategyId === null ? defaultLimits(istDay(now)) : NO_LIMITS;
    const limits = tighter({ ...base, ...own.limits }, cap.limits);
    const changes = [...Object.values(own.pending), ...Object.values(cap.pending)].map(({ from }) => from);
    this.#limits.set(key, { limits, until: Math.min(istMidnight(istDay(now)) + DAY_MS, ...changes) });
    return limits;
  }

  /** What was loosened and waits, soonest first. */
  pending(userId: string): PendingLimit[] {
    const { pending } = this.#stored({ userId });
    return LIMIT_KEYS.flatMap((key) => (pending[key] === undefined ? [] : [{ key, ...pending[key] }])).toSorted(
      (a, b) => a.from - b.from,
    );
  }

  /** Forgets what a transaction that is undone may have shown. */
  discard(): void {
    this.#limits.clear();
  }

  /** The newest row of a scope: what it sets, with what has come due since, and what still waits. */
  #stored({ userId, strategyId = null, keptBy = 'SELF' }: LimitScope): { limits: LimitChanges; pending: Waiting } {
    const row = this.#rules.get({ userId, strategyId: strategyId ?? '', keptBy });
    if (row === undefined) return { limits: {}, pending: {} };
    const limits = JSON.parse(row.parameters) as LimitChanges;
    for (const [key, column] of Object.entries(COLUMNS)) limits[key as LimitKey] = row[column];
    const pending: Waiting = {};
    for (const [name, change] of Object.entries(JSON.parse(row.pending) as Waiting)) {
      const key = name as LimitKey;
      if (change.from <= this.#context.clock.now()) limits[key] = change.value;
      else pending[key] = change;
    }
    return { limits, pending };
  }
}
