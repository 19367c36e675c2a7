import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CLOSE_CODE } from '../../contract/frames.ts';
import { AppError } from '../engine/core/app-error.ts';
import { systemIds } from '../engine/core/ids.ts';
import { silentLog } from '../engine/core/operator-log.ts';
import { SystemClock } from '../engine/core/system-clock.ts';
import { TestingDesk } from '../rpc/testing-desk.ts';
import { serveHeadless, type HeadlessServer } from './serve-headless.ts';

let folder: string;
let desk: TestingDesk;
let server: HeadlessServer;
const clients: WebSocket[] = [];

const serve = (port: number) =>
  serveHeadless({
    api: desk.api,
    pageFolder: folder,
    port,
    clock: new SystemClock(),
    ids: systemIds,
    log: silentLog,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'serve-headless-'));
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  desk = new TestingDesk();
  server = await serve(0);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const origin = () => `http://127.0.0.1:${server.port}`;
const newToken = () => server.newLink().split('#token=')[1]!;
const json = () => ({ origin: origin(), 'content-type': 'application/json' });

async function newSession(): Promise<string> {
  const answer = await ask('POST', '/session', json(), JSON.stringify({ token: newToken() }));
  return (JSON.parse(answer.body) as { session: string }).session;
}

function openSocket(headers: Record<string, string> = {}): WebSocket {
  const client = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers: { origin: origin(), ...headers } });
  clients.push(client);
  return client;
}

/** The first text the server says to a page that greets with `hello`, or the code and reason it closes with. */
async function greet(hello: string | Uint8Array) {
  const client = openSocket();
  await once(client, 'open');
  const heard = new Promise<{ said: unknown } | { code: number; reason: string }>((resolve) => {
    client.once('message', (data: Buffer) => resolve({ said: JSON.parse(data.toString()) }));
    client.once('close', (code: number, reason: Buffer) => resolve({ code, reason: String(reason) }));
  });
  client.send(hello);
  return { client, heard: await heard };
}

const hello = (session: string) => JSON.stringify({ t: 'hello', session });

describe('the page', () => {
  it('is served with its policy, on either name of loopback', async () => {
    for (const host of [`127.0.0.1:${server.port}`, `localhost:${server.port}`]) {
      const answer = await ask('GET', '/', { host });
      expect(answer).toMatchObject({ status: 200, body: '<p>page</p>' });
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:80'])(
    'is refused to Host %j (DNS rebinding)',
    async (host) => {
      expect((await ask('GET', '/', { host })).status).toBe(403);
    },
  );

  it('has nothing outside its folder and takes no other method', async () => {
    expect((await ask('GET', '/../package.json')).status).toBe(404);
    expect((await ask('GET', '/%2e%2e/package.json')).status).toBe(404);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await ask(method, '/')).status).toBe(405);
  });
});

describe('POST /session', () => {
  it('burns the token', async () => {
    const body = JSON.stringify({ token: newToken() });
    expect((await ask('POST', '/session', json(), body)).status).toBe(200);
    const again = await ask('POST', '/session', json(), body);
    expect(again.status).toBe(401);
    expect(JSON.parse(again.body)).toMatchObject({ code: 'CALL_FORBIDDEN', message: expect.stringMatching(/new one/) });
  });

  it('refuses other pages, forms, other types and large bodies, and the token outlives them', async () => {
    const token = newToken();
    const body = JSON.stringify({ token });
    const status = async (headers: OutgoingHttpHeaders, text = body) =>
      (await ask('POST', '/session', { ...json(), ...headers }, text)).status;
    expect(await status({ origin: 'http://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ origin: `http://localhost:${server.port}` })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ 'content-type': 'text/plain' })).toBe(415);
    expect(await status({}, body + ' '.repeat(1100))).toBe(413);
    expect(await status({}, JSON.stringify({ token, role: 'owner' }))).toBe(401);
    expect(await status({}, '{"token":')).toBe(401);
    expect((await ask('POST', '/session', { 'content-type': 'application/json' }, body)).status).toBe(403);
    expect(await status({})).toBe(200);
  });

  it('stops a guesser', async () => {
    let last = 0;
    for (let i = 0; i < 31; i += 1) {
      last = (await ask('POST', '/session', json(), JSON.stringify({ token: `guess-${i}` }))).status;
    }
    expect(last).toBe(429);
  });
});

describe('the connection', () => {
  it('welcomes a session with a new secret, and answers calls', async () => {
    const session = await newSession();
    const { client, heard } = await greet(hello(session));
    expect(heard).toMatchObject({ said: { t: 'welcome', session: expect.any(String) } });
    expect(heard).not.toMatchObject({ said: { session } });
    desk.answer = () => 'here';
    client.send(JSON.stringify({ t: 'call', id: 1, name: 'app.hello', args: { protocol: 1 } }));
    const [answer] = (await once(client, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toEqual({ t: 'ok', id: 1, result: 'here' });
  });

  it('lets a page come back with the secret it was given', async () => {
    const { client, heard } = await greet(hello(await newSession()));
    client.close();
    await once(client, 'close');
    const { session } = (heard as { said: { session: string } }).said;
    expect((await greet(hello(session))).heard).toMatchObject({ said: { t: 'welcome' } });
  });

  it.each([
    ['a guess', hello('x'.repeat(43))],
    ['a call before the greeting', JSON.stringify({ t: 'call', id: 1, name: 'app.hello', args: { protocol: 1 } })],
    ['text', 'hello'],
    ['bytes', new Uint8Array([1, 2])],
  ])('turns %s away', async (_name, first) => {
    expect((await greet(first)).heard).toEqual({ code: CLOSE_CODE.UNAUTHORISED, reason: 'This session has ended.' });
    expect(desk.asked).toEqual([]);
  });

  it('is refused to other origins, hosts and paths at the upgrade', async () => {
    const refusedWith = async (headers: Record<string, string>) => {
      const client = openSocket(headers);
      const [error] = (await once(client, 'error')) as [Error];
      return error.message;
    };
    expect(await refusedWith({ origin: 'http://evil.example' })).toMatch(/403/);
    expect(await refusedWith({ origin: `http://localhost:${server.port}` })).toMatch(/403/);
    expect(await refusedWith({ host: 'evil.example', origin: 'http://evil.example' })).toMatch(/403/);
    expect(await refusedWith({ 'sec-fetch-site': 'cross-site' })).toMatch(/403/);
    const elsewhere = new WebSocket(`ws://127.0.0.1:${server.port}/other`, { headers: { origin: origin() } });
    expect(((await once(elsewhere, 'error')) as [Error])[0].message).toMatch(/403/);
  });

  it('cuts a message above the size limit off', async () => {
    const { client } = await greet(hello(await newSession()));
    client.send(JSON.stringify({ t: 'call', id: 1, name: 'app.hello', args: 'x'.repeat(70_000) }));
    expect(((await once(client, 'close')) as [number])[0]).toBe(1009);
    expect(desk.asked).toEqual([]);
  });

  it('says that it is closing', async () => {
    const { client } = await greet(hello(await newSession()));
    const closed = once(client, 'close') as Promise<[number, Buffer]>;
    await server.close();
    const [code, reason] = await closed;
    expect([code, String(reason)]).toEqual([CLOSE_CODE.GOING, 'The terminal is closing.']);
    server = await serve(0);
  });
});

it('keeps the token out of every request: it is in the fragment of the link', () => {
  const link = new URL(server.newLink());
  expect(link.origin + link.pathname + link.search).toBe(`${origin()}/`);
  expect(link.hash).toMatch(/^#token=[\w-]{43}$/);
});

it('listens on loopback only', async () => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  const outside = connect(server.port, '127.0.0.2');
  const outcome = await new Promise((resolve) => {
    outside.once('connect', () => resolve('open'));
    outside.once('error', () => resolve('refused'));
  });
  outside.destroy();
  expect(outcome).toBe('refused');
});

it('says what to do when the port is taken', async () => {
  const refusal = await serve(server.port).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({ code: 'PORT_IN_USE', message: expect.stringContaining('--port 0') });
});
