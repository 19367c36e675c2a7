import type { LogEntry } from '../../../../contract/desk.ts';
import type { LogType } from '../../../../contract/enums.ts';
import { chainHash, LOG_GENESIS } from '../../audit/log-chain.ts';
import type { LogHead } from '../../audit/log-chain.ts';
import { verifyLogChain } from '../../audit/verify-log-chain.ts';
import type { LogVerdict } from '../../audit/verify-log-chain.ts';
import type { DeskContext } from './desk-context.ts';

/** The audit log, a hash chain. */
export class LogRepository {
  /** The newest entry this desk wrote; a new one continues it, so that a cut or a fork stays visible. */
  head: LogHead;
  #fresh: LogEntry[] = [];
  readonly #context;
  readonly #append;
  readonly #before;
  readonly #from;

  constructor(context: DeskContext, head: LogHead) {
    const { statements } = context;
    this.head = head;
    this.#context = context;
    this.#append = statements.insert('logs');
    this.#before = statements.query<{ beforeSeq: number; limit: number }>()((db, slot) =>
      db
        .selectFrom('logs')
        .select(['id', 'seq', 'type', 'message', 'created_at as createdAt'])
        .where('seq', '<', slot('beforeSeq'))
        .orderBy('seq', 'desc')
        .limit(slot('limit')),
    );
    this.#from = statements.query<{ seq: number }>()((db, slot) =>
      db.selectFrom('logs').selectAll().where('seq', '>=', slot('seq')).orderBy('seq'),
    );
  }

  /** @param made its id and time (epoch ms), when the line was said before it could be written */
  append(type: LogType, message: string, made?: { id: string; at: number }): LogEntry {
    const { ids, clock, identity, outbox } = this.#context;
    const seq = this.head.seq + 1;
    const content = {
      id: made?.id ?? ids.uuid(),
      user_id: identity.userId,
      type,
      // Half a surrogate pair would come back as another character, and the hash would no longer fit.
      message: message.toWellFormed(),
      created_at: Math.floor(made?.at ?? clock.now()),
    };
    const row = { ...content, seq, hash: chainHash(this.head.hash, seq, content), prev_hash: this.head.hash };
    this.#append(row);
    outbox.append('logs', row.id, row);
    this.head = { seq, hash: row.hash };
    const entry = { id: row.id, seq, type, message: row.message, createdAt: row.created_at };
    this.#fresh.push(entry);
    return entry;
  }

  /** The entries appended since the last call. */
  takeFresh(): LogEntry[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  before(beforeSeq: number | null, limit: number): LogEntry[] {
    return this.#before.all({ beforeSeq: beforeSeq ?? Number.MAX_SAFE_INTEGER, limit });
  }

  /** @param newest how many entries at the end are walked */
  verify(newest = Infinity): LogVerdict {
    const first = this.head.seq - newest;
    if (first < 1) return verifyLogChain(this.#from.iterate({ seq: 0 }), this.head);
    const before = this.#from.get({ seq: first });
    const from = before === undefined ? LOG_GENESIS : { seq: before.seq, hash: before.hash };
    return verifyLogChain(this.#from.iterate({ seq: first + 1 }), this.head, from);
  }
}
