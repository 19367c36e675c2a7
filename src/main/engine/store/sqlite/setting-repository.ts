import type { DeskContext } from './desk-context.ts';

/** Settings of the local user: JSON values by key. */
export class SettingRepository {
  readonly #context;
  readonly #save;
  readonly #value;

  constructor(context: DeskContext) {
    const { statements } = context;
    this.#context = context;
    this.#save = statements.upsert('settings', ['user_id', 'key']);
    this.#value = statements.query<{ userId: string; key: string }>()((db, slot) =>
      db.selectFrom('settings').select('value').where('user_id', '=', slot('userId')).where('key', '=', slot('key')),
    );
  }

  save(key: string, value: unknown): void {
    const { clock, identity, outbox } = this.#context;
    const row = { user_id: identity.userId, key, value: JSON.stringify(value ?? null), updated_at: clock.now() };
    this.#save(row);
    outbox.append('settings', `${row.user_id}/${key}`, row);
  }

  /** Null when it was never saved. */
  value(key: string): unknown {
    const row = this.#value.get({ userId: this.#context.identity.userId, key });
    return row === undefined ? null : JSON.parse(row.value);
  }
}
