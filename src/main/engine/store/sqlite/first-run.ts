import { LOG_GENESIS } from '../../audit/log-chain.ts';
import type { Ids } from '../../core/ids.ts';
import type { LocalIdentity } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { Repositories } from './repositories.ts';

/** A new desk starts with ₹5,00,000.00 of paper money, and stops for the day at a loss of ₹15,000 or 20 open lots. */
const PAPER_MARGIN = 50_000_000;
const DEFAULT_LIMITS = { maxLoss: 1_500_000, maxLots: 20 };

/** No password hashes to an empty string: nobody can sign in as the local owner, who needs no sign-in here. */
const NO_PASSWORD = '';

export function newIdentity(ids: Ids): LocalIdentity {
  return {
    userId: ids.uuid(),
    workspaceId: ids.uuid(),
    brokerId: ids.uuid(),
    accountId: ids.uuid(),
    deviceId: ids.uuid(),
  };
}

/** Writes who this desk is: its owner, workspace, paper account, device and first limits. Runs inside a transaction. */
export function writeIdentity(context: DeskContext, repositories: Repositories): void {
  const { statements, outbox, identity, clock, ids } = context;
  const now = clock.now();
  const owner = {
    id: identity.userId,
    name: 'Local owner',
    email: 'owner@localhost',
    phone: null,
    password_hash: NO_PASSWORD,
    role: 'owner' as const,
    status: 'active' as const,
    created_at: now,
    updated_at: now,
  };
  statements.insert('users')(owner);
  outbox.append('users', owner.id, owner);
  const workspace = { id: identity.workspaceId, name: 'My desk', owner_id: owner.id, created_at: now };
  statements.insert('workspaces')(workspace);
  outbox.append('workspaces', workspace.id, workspace);
  const account = repositories.accounts.create({
    id: identity.accountId,
    brokerId: identity.brokerId,
    userId: owner.id,
    brokerName: 'Paper',
    clientCode: `NG-${fourDigits(ids.uuid())}`,
    margin: PAPER_MARGIN,
    currency: 'INR',
  });
  statements.insert('device')({
    id: identity.deviceId,
    user_id: owner.id,
    workspace_id: workspace.id,
    broker_id: account.brokerId,
    account_id: account.id,
    last_hlc: null,
    outbox_seq: 0,
    log_seq: LOG_GENESIS.seq,
    log_hash: LOG_GENESIS.hash,
    created_at: now,
  });
  repositories.risk.saveLimits({ userId: owner.id }, DEFAULT_LIMITS);
  repositories.logs.append('system', `First start: the desk was set up with paper account ${account.clientCode}.`);
}

function fourDigits(uuid: string): string {
  return String(parseInt(uuid.slice(0, 8), 16) % 10_000).padStart(4, '0');
}
