import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import type { Outbox } from '../../sync/outbox.ts';
import type { LocalIdentity } from '../desk-store.ts';
import type { Statements } from './statements.ts';

/** What every repository of desk.db works with. */
export interface DeskContext {
  readonly statements: Statements;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly identity: LocalIdentity;
}
