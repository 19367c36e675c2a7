import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ACK_EVERY, CLOSE_CODE, PORT_GIVEN, PORT_WANTED } from '../../contract/frames.ts';
import type { EngineMessage } from '../../contract/protocol.ts';
import { openPort } from './port-transport.ts';

/** The page's window as far as the handshake needs it; the preload answers with the far end's peer. */
class FakeWindow extends EventTarget {
  readonly channel = new MessageChannel();
  readonly posted: unknown[] = [];

  postMessage(data: { type: string }): void {
    this.posted.push(data);
    this.give(new MessageChannel().port1, null);
    this.give(this.channel.port1, this);
  }

  give(port: MessagePort, source: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { source, data: { type: PORT_GIVEN }, ports: [port] }));
  }
}

let page: FakeWindow;
let port: MessagePort;
const heard: EngineMessage[] = [];
const closed: { reason: string; refused: boolean }[] = [];
const open = () => openPort({ onMessage: (message) => heard.push(message), onClose: (how) => closed.push(how) });

beforeEach(() => {
  heard.length = 0;
  closed.length = 0;
  page = new FakeWindow();
  port = page.channel.port2;
  vi.stubGlobal('window', page);
});

afterEach(() => {
  port.close();
  vi.unstubAllGlobals();
});

/** What the engine's end hears next. */
const next = () =>
  new Promise((resolve) => port.addEventListener('message', ({ data }) => resolve(data), { once: true }));

test('the page asks for its port, and takes only one that its own window gave', async () => {
  const transport = await open();
  expect(page.posted).toEqual([{ type: PORT_WANTED }]);
  port.start();
  const said = next();
  transport.send({ t: 'unsub', id: 7 });
  expect(await said).toEqual({ t: 'unsub', id: 7 });
  transport.close();
});

test('messages are acked in time, with all that were ever taken', async () => {
  const transport = await open();
  port.start();
  const said = next();
  for (let id = 1; id <= ACK_EVERY + 1; id++) port.postMessage({ t: 'ok', id, result: null });
  expect(await said).toEqual({ t: 'ack', received: ACK_EVERY });
  expect(heard.length).toBeGreaterThanOrEqual(ACK_EVERY);
  transport.close();
});

test('quotes come as the array they are', async () => {
  const transport = await open();
  port.postMessage({ t: 'delta', id: 1, seq: 1, data: new Float64Array([1, 2]) });
  await vi.waitFor(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toMatchObject({ data: new Float64Array([1, 2]) });
  transport.close();
});

test('a close is told once, with the engine’s reason', async () => {
  const transport = await open();
  port.postMessage({ t: 'closing', code: CLOSE_CODE.GOING, reason: 'The terminal is closing.' });
  await vi.waitFor(() => expect(closed).toHaveLength(1));
  transport.close();
  expect(closed).toEqual([{ reason: 'The terminal is closing.', refused: false }]);
});
