import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { calls, topics, type CallName } from '../../contract/contract.ts';
import { seededIds } from '../engine/core/ids.ts';
import { silentLog } from '../engine/core/operator-log.ts';
import { VirtualClock } from '../engine/core/virtual-clock.ts';
import { Connection, EVERY_ACCESS } from './connection.ts';
import { MemoryTransport } from './memory-transport.ts';
import { TestingDesk } from './testing-desk.ts';
import { validArgs } from './valid-args.ts';

const names = Object.keys(validArgs) as CallName[];

/** What programs and attackers put where something else belongs. */
const oddity = fc.oneof(
  fc.constantFrom<unknown>(
    Number.NaN,
    Infinity,
    -Infinity,
    -0,
    -1,
    0,
    1.5,
    2 ** 53,
    1e308,
    '',
    null,
    undefined,
    true,
    [],
    {},
  ),
  fc.constantFrom<unknown>('__proto__', '../../etc/passwd', "'; DROP TABLE orders; --", '\u0000', 'x'.repeat(5000)),
  fc.anything(),
);

/** Valid arguments with one thing wrong: a field replaced, removed or added. */
function mutated(valid: object) {
  const keys = Object.keys(valid);
  const anyKey = keys.length === 0 ? fc.constant('extra') : fc.constantFrom(...keys);
  return fc.oneof(
    fc.tuple(anyKey, oddity).map(([key, value]) => ({ ...valid, [key]: value })),
    anyKey.map((gone) => Object.fromEntries(Object.entries(valid).filter(([key]) => key !== gone))),
    fc.tuple(fc.string(), oddity).map(([key, value]) => ({ ...valid, [key]: value })),
    fc.constant(
      JSON.parse(`{"__proto__":{"role":"owner"},${JSON.stringify(valid).slice(1)}`.replace(',}', '}')) as object,
    ),
  );
}

function connect() {
  const desk = new TestingDesk();
  const transport = new MemoryTransport();
  const clock = new VirtualClock(0);
  const connection = new Connection({
    api: desk.api,
    transport,
    allow: EVERY_ACCESS,
    clock,
    ids: seededIds(1),
    log: silentLog,
  });
  const hear = async (message: unknown) => {
    clock.advanceBy(1000);
    transport.say(message as object);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { desk, transport, connection, hear };
}

it.each(names)('%s: whatever comes is answered once, and runs only when its schema takes it', async (name) => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(oddity, mutated(validArgs[name])), async (args) => {
      const { desk, transport, hear } = connect();
      const message = { t: 'call', id: 7, name, args };
      try {
        JSON.stringify(message);
      } catch {
        return;
      }
      await hear(message);
      if (transport.closed) return;
      expect(transport.taken).toHaveLength(1);
      const answer = transport.taken[0]!;
      expect(answer.id).toBe(7);
      const fits = calls[name].args.safeParse(args);
      expect(desk.asked).toEqual(fits.success ? [{ name, args: fits.data }] : []);
      expect(answer.t === 'err' ? answer.error.code : 'ok').toBe(fits.success ? 'ok' : 'CALL_INVALID');
    }),
    { numRuns: 60 },
  );
});

it.each(names)('%s: an added key never gets through', async (name) => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.jsonValue(), async (key, value) => {
      fc.pre(!Object.hasOwn(validArgs[name], key));
      const { desk, hear } = connect();
      const args = Object.fromEntries([...Object.entries(validArgs[name]), [key, value]]);
      await hear({ t: 'call', id: 1, name, args });
      expect(desk.asked).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

it('any envelope: no throw, nothing asked, at most one answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.anything(), fc.record({ t: oddity, id: oddity, name: oddity })), async (message) => {
      try {
        JSON.stringify(message);
      } catch {
        return;
      }
      const { desk, transport, hear } = connect();
      await hear(message);
      expect(desk.asked).toEqual([]);
      expect(transport.taken.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});

it.each(Object.keys(topics))('subscription %s: arguments that do not fit open nothing', async (topic) => {
  await fc.assert(
    fc.asyncProperty(oddity, async (args) => {
      try {
        JSON.stringify(args);
      } catch {
        return;
      }
      const { desk, transport, hear } = connect();
      await hear({ t: 'sub', id: 3, topic, args });
      const fits = topics[topic as keyof typeof topics].args.safeParse(args).success;
      expect(desk.followers).toHaveLength(fits ? 1 : 0);
      expect(transport.taken).toHaveLength(transport.closed ? 0 : 1);
    }),
    { numRuns: 60 },
  );
});
