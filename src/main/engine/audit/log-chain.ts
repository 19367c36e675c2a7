import { hash } from 'node:crypto';

/** What an entry of the log says; the part that its hash covers. */
export interface LogContent {
  id: string;
  user_id: string;
  type: string;
  message: string;
  /** Epoch ms. */
  created_at: number;
}

/** The newest entry of a chain. */
export interface LogHead {
  seq: number;
  /** SHA-256, 64 hex digits. */
  hash: string;
}

/** The head of an empty log: what the first entry continues. */
export const LOG_GENESIS: LogHead = { seq: 0, hash: '0'.repeat(64) };

/**
 * The hash of an entry: SHA-256 of the previous hash, its own seq and its content as JSON with sorted keys, one after
 * the other.
 */
export function chainHash(prevHash: string, seq: number, content: LogContent): string {
  const { created_at, id, message, type, user_id } = content;
  return hash('sha256', `${prevHash}${seq}${JSON.stringify({ created_at, id, message, type, user_id })}`, 'hex');
}
