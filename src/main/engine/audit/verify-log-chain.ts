import { chainHash, LOG_GENESIS } from './log-chain.ts';
import type { LogContent, LogHead } from './log-chain.ts';

/** An entry as the table holds it. */
export interface ChainedLog extends LogContent {
  seq: number;
  hash: string;
  prev_hash: string;
}

/** What a walk of the chain found; `entries` is how many entries were read, `message` a sentence for a person. */
export interface LogVerdict {
  ok: boolean;
  entries: number;
  message: string;
}

const count = new Intl.NumberFormat('en-IN');

/**
 * Walks the entries, which come in the order of their seq, and names the first that is altered, missing or forked.
 * @param head what the desk wrote last, which shows a log cut at its end
 * @param from the entry before the first of `logs`, when the walk does not begin at the start
 */
export function verifyLogChain(logs: Iterable<ChainedLog>, head: LogHead, from: LogHead = LOG_GENESIS): LogVerdict {
  const seqOfHash = new Map([[from.hash, from.seq]]);
  let last = from;
  let entries = 0;
  for (const log of logs) {
    entries += 1;
    const problem = problemWith(log, last, seqOfHash);
    if (problem !== null) return { ok: false, entries, message: problem };
    last = { seq: log.seq, hash: log.hash };
    seqOfHash.set(log.hash, log.seq);
  }
  const problem = problemAtEnd(last, head);
  if (problem !== null) return { ok: false, entries, message: problem };
  return {
    ok: true,
    entries,
    message: `The log is whole: ${count.format(entries)} ${entries === 1 ? 'entry' : 'entries'}, each linked to the one before it.`,
  };
}

function problemWith(log: ChainedLog, last: LogHead, seqOfHash: Map<string, number>): string | null {
  if (log.seq !== last.seq + 1)
    return `${missing(last.seq + 1, log.seq - 1)}: ${after(last.seq)} comes entry ${log.seq}.`;
  if (chainHash(log.prev_hash, log.seq, log) !== log.hash) {
    return `Entry ${log.seq} is altered: what it says does not give its hash.`;
  }
  if (log.prev_hash === last.hash) return null;
  const origin = seqOfHash.get(log.prev_hash);
  if (origin !== undefined)
    return `Entry ${log.seq} is forked: it continues ${entryAt(origin)}, not ${entryAt(last.seq)}.`;
  return `Entry ${log.seq} is broken: it continues an entry that is not in the log, not ${entryAt(last.seq)}.`;
}

function problemAtEnd(last: LogHead, head: LogHead): string | null {
  if (last.seq < head.seq) return `${missing(last.seq + 1, head.seq)}: the log is cut at its end.`;
  if (last.seq > head.seq)
    return `Entry ${head.seq + 1} is forked: this desk wrote no entry after ${entryAt(head.seq)}.`;
  if (last.hash !== head.hash) return `Entry ${last.seq} is altered: it is not the one this desk wrote.`;
  return null;
}

function missing(from: number, to: number): string {
  return from === to ? `Entry ${from} is missing` : `Entries ${from} to ${to} are missing`;
}

function after(seq: number): string {
  return seq === 0 ? 'at the start' : `after entry ${seq}`;
}

function entryAt(seq: number): string {
  return seq === 0 ? 'the start of the log' : `entry ${seq}`;
}
