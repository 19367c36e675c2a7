import { AppError } from '../../core/app-error.ts';
import type { AccountRecord } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';

/** Broker logins and their accounts. */
export class AccountRepository {
  readonly #context;
  readonly #addBroker;
  readonly #saveAccount;
  readonly #byId;

  constructor(context: DeskContext) {
    const { statements } = context;
    this.#context = context;
    this.#addBroker = statements.insert('brokers');
    this.#saveAccount = statements.upsert('accounts', ['id']);
    this.#byId = statements.query<{ id: string }>()((db, slot) =>
      db
        .selectFrom('accounts')
        .innerJoin('brokers', 'brokers.id', 'accounts.broker_id')
        .selectAll('accounts')
        .select(['brokers.user_id', 'brokers.broker_name', 'brokers.client_code'])
        .where('accounts.id', '=', slot('id')),
    );
  }

  create(account: Omit<AccountRecord, 'createdAt'>): AccountRecord {
    const { outbox, clock } = this.#context;
    const createdAt = clock.now();
    const broker = {
      id: account.brokerId,
      user_id: account.userId,
      broker_name: account.brokerName,
      client_code: account.clientCode,
      session_token: null,
      status: 'connected' as const,
      created_at: createdAt,
    };
    this.#addBroker(broker);
    outbox.append('brokers', broker.id, broker);
    const record = { ...account, createdAt };
    this.#save(record);
    return record;
  }

  /** @param margin paise */
  saveMargin(accountId: string, margin: number): void {
    this.#save({ ...this.byId(accountId), margin });
  }

  byId(accountId: string): AccountRecord {
    const row = this.#byId.get({ id: accountId });
    if (row === undefined) throw new AppError('CALL_INVALID', `No account has the id ${accountId}.`, { accountId });
    return {
      id: row.id,
      brokerId: row.broker_id,
      userId: row.user_id,
      brokerName: row.broker_name,
      clientCode: row.client_code,
      margin: row.margin,
      currency: row.currency,
      createdAt: row.created_at,
    };
  }

  #save(account: AccountRecord): void {
    const row = {
      id: account.id,
      broker_id: account.brokerId,
      margin: account.margin,
      currency: account.currency,
      created_at: account.createdAt,
    };
    this.#saveAccount(row);
    this.#context.outbox.append('accounts', row.id, row);
  }
}
