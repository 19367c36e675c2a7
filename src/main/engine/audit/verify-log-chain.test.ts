import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainHash, LOG_GENESIS } from './log-chain.ts';
import type { LogHead } from './log-chain.ts';
import { verifyLogChain } from './verify-log-chain.ts';
import type { ChainedLog } from './verify-log-chain.ts';

function entryAfter(head: LogHead, message: string, seq = head.seq + 1): ChainedLog {
  const content = { id: `id-${seq}`, user_id: 'user', type: 'order', message, created_at: 1000 + seq };
  return { ...content, seq, prev_hash: head.hash, hash: chainHash(head.hash, seq, content) };
}

function chainOf(length: number): ChainedLog[] {
  const chain: ChainedLog[] = [];
  for (let entry = 0; entry < length; entry++) chain.push(entryAfter(chain.at(-1) ?? LOG_GENESIS, `message ${entry}`));
  return chain;
}

const verdictOf = (chain: ChainedLog[], head: LogHead) => verifyLogChain(chain, head);

describe('hash chain of the log', () => {
  it('hashes the previous hash, the seq and the content as JSON with sorted keys', () => {
    const text = '0'.repeat(64).concat('1{"created_at":7,"id":"a","message":"₹5 “lost”","type":"rms","user_id":"u"}');
    const content = { id: 'a', user_id: 'u', type: 'rms', message: '₹5 “lost”', created_at: 7 };
    expect(chainHash(LOG_GENESIS.hash, 1, content)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('a whole chain is said to be whole', () => {
    const chain = chainOf(1234);
    expect(verdictOf(chain, chain.at(-1)!)).toEqual({
      ok: true,
      entries: 1234,
      message: 'The log is whole: 1,234 entries, each linked to the one before it.',
    });
    expect(verdictOf([], LOG_GENESIS).ok).toBe(true);
  });

  it('names an altered entry, whichever column was changed', () => {
    const change = fc.constantFrom<Partial<ChainedLog>>(
      { message: 'nothing happened' },
      { created_at: 1 },
      { type: 'auth' },
      { user_id: 'other' },
      { id: 'other' },
      { hash: 'f'.repeat(64) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), change, (index, columns) => {
        const chain = chainOf(10);
        const head = chain.at(-1)!;
        chain[index] = { ...chain[index]!, ...columns };
        expect(verdictOf(chain, head).message).toMatch(new RegExp(`^Entry ${index + 1} is altered`));
      }),
    );
  });

  it('names missing entries: at the start, inside and at the end', () => {
    const chain = chainOf(10);
    const head = chain.at(-1)!;
    expect(verdictOf(chain.slice(1), head).message).toMatch(/^Entry 1 is missing: at the start comes entry 2/);
    expect(verdictOf(chain.toSpliced(3, 2), head).message).toMatch(/^Entries 4 to 5 are missing: after entry 3/);
    expect(verdictOf(chain.slice(0, 8), head).message).toMatch(/^Entries 9 to 10 are missing: the log is cut/);
  });

  it('names a fork: an entry that continues an older one, or one this desk did not write', () => {
    const chain = chainOf(5);
    const head = chain.at(-1)!;
    const fork = entryAfter(chain[2]!, 'another history', 5);
    expect(verdictOf([...chain.slice(0, 4), fork], head).message).toBe(
      'Entry 5 is forked: it continues entry 3, not entry 4.',
    );
    expect(verdictOf([...chain, entryAfter(head, 'added later')], head).message).toMatch(/^Entry 6 is forked/);
    const foreign = entryAfter({ seq: 4, hash: 'a'.repeat(64) }, 'from elsewhere');
    expect(verdictOf([...chain.slice(0, 4), foreign], head).message).toMatch(/^Entry 5 is broken/);
  });

  it('a history rewritten with fresh hashes still differs from what the desk wrote last', () => {
    const chain = chainOf(3);
    const rewritten = chain.slice(0, 2);
    rewritten.push(entryAfter(rewritten[1]!, 'a kinder ending'));
    expect(verdictOf(rewritten, chain[2]!).message).toMatch(/^Entry 3 is altered/);
  });

  it('walks the end alone, from the entry before it', () => {
    const chain = chainOf(10);
    const head = chain.at(-1)!;
    expect(verifyLogChain(chain.slice(6), head, chain[5])).toMatchObject({ ok: true, entries: 4 });
    chain[8] = { ...chain[8]!, message: 'nothing happened' };
    expect(verifyLogChain(chain.slice(6), head, chain[5]).message).toMatch(/^Entry 9 is altered/);
    expect(verifyLogChain(chain.slice(7), head, chain[5]).message).toMatch(/^Entry 7 is missing/);
  });
});
