import { describe, expect, it } from 'vitest';
import { calls, type Access, type CallName, type TopicName } from '../../contract/contract.ts';
import { CLOSE_CODE } from '../../contract/frames.ts';
import type { ClientMessage, EngineMessage } from '../../contract/protocol.ts';
import { AppError } from '../engine/core/app-error.ts';
import { seededIds } from '../engine/core/ids.ts';
import { VirtualClock } from '../engine/core/virtual-clock.ts';
import { Connection, EVERY_ACCESS } from './connection.ts';
import { MemoryTransport } from './memory-transport.ts';
import { TestingDesk } from './testing-desk.ts';
import { validArgs } from './valid-args.ts';

function connect(allow: ReadonlySet<Access> = EVERY_ACCESS) {
  const desk = new TestingDesk();
  const transport = new MemoryTransport();
  const clock = new VirtualClock(1_763_600_000_000);
  const operator: string[] = [];
  const log = {
    info: (line: string) => operator.push(line),
    error: (line: string, cause?: unknown) => operator.push(`${line} ${String(cause)}`),
  };
  const connection = new Connection({ api: desk.api, transport, allow, clock, ids: seededIds(1), log });
  const ask = async (message: ClientMessage | object) => {
    transport.say(message);
    await settled();
    return transport.taken.at(-1) as EngineMessage;
  };
  return { desk, transport, clock, operator, connection, ask };
}

/** Lets the handlers' promises run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const errorOf = (message: EngineMessage | undefined) => {
  if (message?.t !== 'err') throw new Error(`an error was expected, came ${JSON.stringify(message)}`);
  return message.error;
};

describe('Connection: calls', () => {
  it('answers every call of the contract under the id it came with', async () => {
    const { desk, ask } = connect();
    desk.answer = (name) => `answer to ${name}`;
    let id = 0;
    for (const name of Object.keys(validArgs) as CallName[]) {
      id += 1;
      expect(await ask({ t: 'call', id, name, args: validArgs[name] })).toEqual({
        t: 'ok',
        id,
        result: `answer to ${name}`,
      });
    }
    expect(desk.asked.map(({ name }) => name)).toEqual(Object.keys(calls));
  });

  it('refuses a call the contract does not have, even one every object has', async () => {
    const { desk, ask } = connect();
    for (const name of ['orders.placeAll', 'toString', '__proto__', 'constructor', '']) {
      expect(errorOf(await ask({ t: 'call', id: 5, name, args: {} })).code).toBe('CALL_UNKNOWN');
    }
    expect(desk.asked).toEqual([]);
  });

  it('refuses an extra key in the arguments of every call, and in the envelope', async () => {
    const { desk, ask, clock } = connect();
    for (const name of Object.keys(validArgs) as CallName[]) {
      clock.advanceBy(1000);
      const args = { ...validArgs[name], role: 'owner' };
      expect([name, errorOf(await ask({ t: 'call', id: 9, name, args })).code]).toEqual([name, 'CALL_INVALID']);
    }
    const envelope = { t: 'call', id: 9, name: 'watchlists.list', args: {}, user: 'other' };
    expect(errorOf(await ask(envelope)).code).toBe('CALL_INVALID');
    expect(desk.asked).toEqual([]);
  });

  it('refuses a value nested deeper than the stack, and lives on', async () => {
    const { desk, ask } = connect();
    const nested = JSON.parse(`${'['.repeat(4_000)}${']'.repeat(4_000)}`) as unknown;
    const error = errorOf(await ask({ t: 'call', id: 1, name: 'workspace.save', args: { key: 'x', value: nested } }));
    expect(error).toMatchObject({ code: 'CALL_INVALID', message: expect.stringContaining('too deeply') });
    expect(desk.asked).toEqual([]);
    expect(await ask({ t: 'call', id: 2, name: 'watchlists.list', args: {} })).toMatchObject({ t: 'ok' });
  });

  it('says which field does not fit', async () => {
    const { ask } = connect();
    const args = { ...validArgs['orders.place'], lots: 0 };
    const error = errorOf(await ask({ t: 'call', id: 1, name: 'orders.place', args }));
    expect(error.message).toMatch(/^orders\.place was refused because its fields do not fit: lots: /);
  });

  it('passes a refusal on as it is', async () => {
    const { desk, ask } = connect();
    desk.answer = () => {
      throw new AppError('RMS_MAX_LOTS', 'Open lots would be 12; the limit is 10.', { value: 12, limit: 10 });
    };
    expect(await ask({ t: 'call', id: 3, name: 'orders.place', args: validArgs['orders.place'] })).toEqual({
      t: 'err',
      id: 3,
      error: {
        code: 'RMS_MAX_LOTS',
        message: 'Open lots would be 12; the limit is 10.',
        details: { value: 12, limit: 10 },
      },
    });
  });

  it('gives a failure as a reference and keeps its cause for the operator', async () => {
    const { desk, ask, operator } = connect();
    desk.answer = () => Promise.reject(new Error('SQLITE_CORRUPT in /home/asha/desk.db'));
    const error = errorOf(await ask({ t: 'call', id: 3, name: 'logs.verify', args: {} }));
    expect(error.code).toBe('CALL_FAILED');
    expect(JSON.stringify(error)).not.toContain('SQLITE');
    const reference = String(error.details['reference']);
    expect(error.message).toContain(reference);
    expect(operator).toEqual([
      `logs.verify failed, reference ${reference} Error: SQLITE_CORRUPT in /home/asha/desk.db`,
    ]);
  });

  it('fails one call, not the connection, when an answer cannot be serialised', async () => {
    const { desk, ask } = connect();
    desk.answer = () => () => 1;
    expect(errorOf(await ask({ t: 'call', id: 1, name: 'logs.verify', args: {} })).code).toBe('CALL_FAILED');
    desk.answer = () => null;
    expect((await ask({ t: 'call', id: 2, name: 'logs.verify', args: {} })).t).toBe('ok');
  });

  it('keeps a viewer from trading, from settings and from limits', async () => {
    const { desk, ask, clock } = connect(new Set<Access>(['read']));
    for (const name of Object.keys(validArgs) as CallName[]) {
      clock.advanceBy(1000);
      const answer = await ask({ t: 'call', id: 1, name, args: validArgs[name] });
      const outcome = answer.t === 'ok' ? 'ok' : errorOf(answer).code;
      expect([name, outcome]).toEqual([name, calls[name].access === 'read' ? 'ok' : 'CALL_FORBIDDEN']);
    }
    expect(desk.asked.every(({ name }) => calls[name].access === 'read')).toBe(true);
    const { ask: askNobody } = connect(new Set<Access>());
    expect(errorOf(await askNobody({ t: 'sub', id: 1, topic: 'orders', args: {} })).code).toBe('CALL_FORBIDDEN');
  });
});

describe('Connection: floods', () => {
  const hello = { t: 'call', id: 1, name: 'app.hello', args: { protocol: 1 } } as const;

  it('refuses what comes faster than the rate, and takes up again after a pause', async () => {
    const { desk, transport, clock, ask } = connect();
    for (let i = 0; i < 350; i += 1) {
      transport.say(hello);
      if (i % 100 === 0) await settled();
    }
    await settled();
    expect(desk.asked).toHaveLength(300);
    expect(transport.taken.filter(({ t }) => t === 'err')).toHaveLength(50);
    expect(errorOf(transport.taken.find(({ t }) => t === 'err')).code).toBe('CONNECTION_FLOODED');
    clock.advanceBy(2000);
    expect((await ask(hello)).t).toBe('ok');
  });

  it('cuts off a client that never pauses', () => {
    const { transport, desk } = connect();
    for (let i = 0; i < 700; i += 1) transport.say({ t: 'nonsense' });
    expect(transport.closed?.code).toBe(CLOSE_CODE.FLOODED);
    expect(desk.asked).toEqual([]);
  });

  it('cuts off a message above the size limit before reading it', () => {
    const { transport, desk } = connect();
    transport.say({ t: 'call', id: 1, name: 'workspace.save', args: { key: 'a', value: 'x'.repeat(65_536) } });
    expect(transport.closed?.code).toBe(CLOSE_CODE.FLOODED);
    expect(desk.asked).toEqual([]);
  });

  it('bounds the calls under way', async () => {
    const { desk, transport, clock } = connect();
    desk.answer = () => new Promise(() => {});
    for (let i = 0; i < 257; i += 1) {
      clock.advanceBy(100);
      transport.say(hello);
    }
    await settled();
    expect(desk.asked).toHaveLength(256);
    expect(errorOf(transport.taken.at(-1)).code).toBe('CONNECTION_FLOODED');
  });

  it('keeps every reason short enough for a WebSocket close frame', () => {
    const reasons = [
      (transport: MemoryTransport) => transport.say('x'.repeat(70_000)),
      (transport: MemoryTransport) => {
        for (let i = 0; i < 700; i += 1) transport.say(1);
      },
    ].map((act) => {
      const { transport } = connect();
      act(transport);
      return transport.closed?.reason ?? '';
    });
    for (const reason of reasons) {
      expect(reason).not.toBe('');
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
    }
  });
});

describe('Connection: subscriptions', () => {
  it('closes its sources when the client unsubscribes or goes', async () => {
    const { desk, transport, ask } = connect();
    await ask({ t: 'sub', id: 1, topic: 'orders', args: {} });
    await ask({ t: 'sub', id: 2, topic: 'risk', args: {} });
    transport.say({ t: 'unsub', id: 1 });
    expect(desk.followers.map(({ closed }) => closed)).toEqual([true, false]);
    transport.close(1000, 'gone');
    expect(desk.followers.map(({ closed }) => closed)).toEqual([true, true]);
  });

  it('refuses an unknown topic, wrong arguments, an id in use and too many', async () => {
    const { ask, clock, desk } = connect();
    const codeOf = async (message: object) => errorOf(await ask(message)).code;
    expect(await codeOf({ t: 'sub', id: 1, topic: 'valueOf', args: {} })).toBe('CALL_UNKNOWN');
    expect(await codeOf({ t: 'sub', id: 1, topic: 'quotes', args: { instrumentIds: [0] } })).toBe('CALL_INVALID');
    expect((await ask({ t: 'sub', id: 1, topic: 'orders', args: {} })).t).toBe('snap');
    expect(await codeOf({ t: 'sub', id: 1, topic: 'trades', args: {} })).toBe('CALL_INVALID');
    for (let id = 2; id <= 256; id += 1) {
      clock.advanceBy(50);
      await ask({ t: 'sub', id, topic: 'orders', args: {} });
    }
    expect(await codeOf({ t: 'sub', id: 300, topic: 'orders', args: {} })).toBe('CONNECTION_FLOODED');
    expect(desk.followers).toHaveLength(256);
  });

  it('says why a topic cannot be opened, and leaves the id free', async () => {
    const { desk, ask } = connect();
    const sources = desk.api.topics as Record<TopicName, unknown>;
    const working = sources.bar;
    sources.bar = () => {
      throw new AppError('INSTRUMENT_UNKNOWN', 'There is no instrument 99.');
    };
    const bar = { t: 'sub', id: 4, topic: 'bar', args: { instrumentId: 99, interval: '1m' } };
    expect(errorOf(await ask(bar)).code).toBe('INSTRUMENT_UNKNOWN');
    sources.bar = working;
    expect((await ask(bar)).t).toBe('snap');
  });
});
