import type { StrategyRecord } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';

/** The strategies of the desk's user. */
export class StrategyRepository {
  readonly #outbox;
  readonly #save;
  readonly #all;
  readonly #userId: string;
  /** Asked for with each order of a strategy. */
  #known: StrategyRecord[] | null = null;

  constructor({ statements, outbox, identity }: DeskContext) {
    this.#outbox = outbox;
    this.#userId = identity.userId;
    this.#save = statements.upsert('strategies', ['id']);
    this.#all = statements.query<{ userId: string }>()((db, slot) =>
      db.selectFrom('strategies').selectAll().where('user_id', '=', slot('userId')).orderBy('created_at'),
    );
  }

  save(strategy: StrategyRecord): void {
    const row = {
      id: strategy.id,
      user_id: strategy.userId,
      name: strategy.name,
      type: strategy.type,
      params: JSON.stringify(strategy.params),
      status: strategy.status,
      created_at: strategy.createdAt,
    };
    this.#known = null;
    this.#save(row);
    this.#outbox.append('strategies', row.id, row);
  }

  all(): StrategyRecord[] {
    this.#known ??= this.#all.all({ userId: this.#userId }).map((row) => ({
      id: row.id,
      userId: row.user_id,
      name: row.name,
      type: row.type,
      params: JSON.parse(row.params) as Record<string, unknown>,
      status: row.status,
      createdAt: row.created_at,
    }));
    return this.#known;
  }

  /** Forgets what a transaction that is undone may have shown. */
  discard(): void {
    this.#known = null;
  }
}
