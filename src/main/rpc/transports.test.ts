import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { CLOSE_CODE, decodeQuotesFrame, encodeQuotesFrame } from '../../contract/frames.ts';
import { QUOTE_STRIDE } from '../../contract/market.ts';
import { seededIds } from '../engine/core/ids.ts';
import { silentLog } from '../engine/core/operator-log.ts';
import { SystemClock } from '../engine/core/system-clock.ts';
import { Connection, EVERY_ACCESS } from './connection.ts';
import { PortTransport, type Port } from './port-transport.ts';
import { SocketTransport } from './socket-transport.ts';
import { TestingDesk } from './testing-desk.ts';
import type { Transport } from './transport.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function attach(transport: Transport, desk = new TestingDesk()) {
  const options = { allow: EVERY_ACCESS, clock: new SystemClock(), ids: seededIds(1), log: silentLog };
  return { desk, connection: new Connection({ api: desk.api, transport, ...options }) };
}

const quotes = (ltp: number) => new Float64Array(QUOTE_STRIDE).fill(ltp);

/** The shape of Electron's MessagePortMain over a real port of Node. */
function electronShaped(port: MessagePort): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
      event === 'message'
        ? port.on('message', (data: unknown) => listener({ data }))
        : port.on('close', listener as () => void),
    start: () => {},
    close: () => port.close(),
  };
}

describe('frames', () => {
  it('carry quotes there and back, whatever their offset', () => {
    const data = new Float64Array(QUOTE_STRIDE * 3).map((_, i) => i * 1.5).subarray(QUOTE_STRIDE);
    const back = decodeQuotesFrame(encodeQuotesFrame({ id: 4_000_000_000, seq: 7, data }).buffer);
    expect(back).toEqual({ id: 4_000_000_000, seq: 7, data: Float64Array.from(data) });
  });

  it('of impossible length are refused', () => {
    expect(() => decodeQuotesFrame(new ArrayBuffer(13))).toThrow(RangeError);
    expect(() => decodeQuotesFrame(new ArrayBuffer(4))).toThrow(RangeError);
  });
});

describe('SocketTransport', () => {
  async function sockets() {
    const server = createServer();
    const accept = new WebSocketServer({ server });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    client.binaryType = 'arraybuffer';
    const [[socket]] = (await Promise.all([once(accept, 'connection'), once(client, 'open')])) as [
      [WebSocket],
      unknown,
    ];
    open.push(() => {
      client.terminate();
      server.close();
    });
    const next = async () => ((await once(client, 'message')) as [ArrayBuffer, boolean])[0];
    return { client, socket, next };
  }

  it('answers a call as JSON and sends quotes as binary frames', async () => {
    const { client, socket, next } = await sockets();
    const { desk } = attach(new SocketTransport(socket));
    desk.answer = () => [{ day: '2026-11-20' }];
    client.send(JSON.stringify({ t: 'call', id: 1, name: 'replay.days', args: {} }));
    expect(JSON.parse(Buffer.from(await next()).toString())).toEqual({
      t: 'ok',
      id: 1,
      result: [{ day: '2026-11-20' }],
    });
    desk.snapshots.set('quotes', quotes(100));
    client.send(JSON.stringify({ t: 'sub', id: 2, topic: 'quotes', args: { instrumentIds: [1] } }));
    expect(decodeQuotesFrame(await next())).toEqual({ id: 2, seq: 0, data: quotes(100) });
    desk.emit('quotes', quotes(101));
    expect(decodeQuotesFrame(await next())).toEqual({ id: 2, seq: 1, data: quotes(101) });
  });

  it('answers what is not JSON with an error, not with a crash', async () => {
    const { client, socket, next } = await sockets();
    attach(new SocketTransport(socket));
    client.send('{"t":');
    expect(JSON.parse(Buffer.from(await next()).toString())).toMatchObject({
      t: 'err',
      error: { code: 'CALL_INVALID' },
    });
    client.send(new Uint8Array([1, 2, 3]));
    expect(JSON.parse(Buffer.from(await next()).toString())).toMatchObject({
      t: 'err',
      error: { code: 'CALL_INVALID' },
    });
  });

  it('conflates quotes for a client that does not read, and gives every order event when it does', async () => {
    const { client, socket } = await sockets();
    const { desk } = attach(new SocketTransport(socket));
    desk.snapshots.set('quotes', quotes(0));
    const orders: unknown[] = [];
    const ltps: number[] = [];
    const seqs: number[] = [];
    const sent = 3000;
    const done = new Promise<void>((resolve) => {
      client.on('message', (data: ArrayBuffer, isBinary: boolean) => {
        if (isBinary) {
          const frame = decodeQuotesFrame(data);
          seqs.push(frame.seq);
          ltps.push(frame.data[2]!);
        } else {
          const message = JSON.parse(Buffer.from(data).toString()) as { t: string };
          if (message.t === 'delta') orders.push(message);
        }
        if (orders.length === sent && ltps.at(-1) === sent) resolve();
      });
    });
    client.send(JSON.stringify({ t: 'sub', id: 1, topic: 'orders', args: {} }));
    client.send(JSON.stringify({ t: 'sub', id: 2, topic: 'quotes', args: { instrumentIds: [1] } }));
    await once(client, 'message');
    await expect.poll(() => desk.followers.length).toBe(2);
    client.pause();
    for (let i = 1; i <= sent; i += 1) {
      desk.emit('orders', { upsert: [], remove: ['x'.repeat(4000)] });
      desk.emit('quotes', quotes(1).fill(i).fill(1, 0, 1));
    }
    client.resume();
    await done;
    expect(orders).toHaveLength(sent);
    expect(seqs).toEqual(seqs.map((_, seq) => seq));
    expect(ltps.length).toBeLessThan(sent / 2);
  });

  it('tells the client why it is closed', async () => {
    const { client, socket } = await sockets();
    const { connection } = attach(new SocketTransport(socket));
    connection.close(CLOSE_CODE.GOING, 'The terminal is closing.');
    const [code, reason] = (await once(client, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([CLOSE_CODE.GOING, 'The terminal is closing.']);
  });
});

describe('PortTransport', () => {
  function ports() {
    const { port1, port2 } = new MessageChannel();
    open.push(() => port2.close());
    const taken: unknown[] = [];
    port2.on('message', (message: unknown) => taken.push(message));
    const transport = new PortTransport(electronShaped(port1));
    return { page: port2, transport, taken, ...attach(transport) };
  }

  it('answers calls and hands quotes over as they are', async () => {
    const { page, desk, taken } = ports();
    desk.snapshots.set('quotes', quotes(100));
    page.postMessage({ t: 'call', id: 1, name: 'app.hello', args: { protocol: 1 } });
    page.postMessage({ t: 'sub', id: 2, topic: 'quotes', args: { instrumentIds: [1] } });
    await expect.poll(() => taken.length).toBe(2);
    expect(taken).toContainEqual({ t: 'ok', id: 1, result: null });
    expect(taken).toContainEqual({ t: 'snap', id: 2, seq: 0, data: quotes(100) });
  });

  it('counts as backlog what the page has not acked, conflates behind it, and flushes on the ack', async () => {
    const { page, desk, transport, taken } = ports();
    desk.snapshots.set('quotes', quotes(0));
    page.postMessage({ t: 'sub', id: 1, topic: 'orders', args: {} });
    page.postMessage({ t: 'sub', id: 2, topic: 'quotes', args: { instrumentIds: [1] } });
    await expect.poll(() => taken.length).toBe(2);
    for (let i = 0; i < 300; i += 1) desk.emit('orders', { upsert: [{} as never, {} as never], remove: [] });
    expect(transport.backlog()).toBeGreaterThan(256 * 1024);
    desk.emit('quotes', quotes(1));
    desk.emit('quotes', quotes(1).fill(5, 2, 3));
    await expect.poll(() => taken.length).toBe(302);
    page.postMessage({ t: 'ack', received: 302 });
    await expect.poll(() => taken.length).toBe(303);
    expect(taken.at(-1)).toEqual({ t: 'delta', id: 2, seq: 1, data: quotes(1).fill(5, 2, 3) });
  });

  it('does not hold a page to be slow before its ack is due', async () => {
    const { page, desk, transport } = ports();
    page.postMessage({ t: 'sub', id: 1, topic: 'orders', args: {} });
    await expect.poll(() => desk.followers.length).toBe(1);
    for (let i = 0; i < 40; i += 1) desk.emit('orders', { upsert: [], remove: Array<string>(1000).fill('gone') });
    desk.emit('orders', { upsert: Array.from({ length: 2000 }, () => ({}) as never), remove: [] });
    expect(transport.backlog()).toBe(0);
  });

  it('closes on an ack of what was never sent', async () => {
    const { page, taken } = ports();
    page.postMessage({ t: 'ack', received: 5 });
    await expect.poll(() => taken.length).toBe(1);
    expect(taken[0]).toMatchObject({ t: 'closing', code: CLOSE_CODE.FLOODED });
  });

  it('refuses what cannot be JSON', async () => {
    const { page, taken, desk } = ports();
    page.postMessage({ t: 'call', id: 1, name: 'orders.cancelAll', args: { instrumentId: 7n } });
    await expect.poll(() => taken.length).toBe(1);
    expect(taken[0]).toMatchObject({ t: 'closing', code: CLOSE_CODE.FLOODED });
    expect(desk.asked).toEqual([]);
  });

  it('closes its sources when the page is gone', async () => {
    const { page, desk } = ports();
    page.postMessage({ t: 'sub', id: 1, topic: 'orders', args: {} });
    await expect.poll(() => desk.followers.length).toBe(1);
    page.close();
    await expect.poll(() => desk.followers[0]!.closed).toBe(true);
  });
});
