import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { OrderChange, PlaceRequest } from '../../main/engine/brokers/broker.ts';
import { Random } from '../../main/engine/core/random.ts';
import { DoubleExchange } from './double-exchange.ts';
import { WELL_BEHAVED } from './double-settings.ts';

/**
 * A broker in a process of its own, on loopback: `serve-double.ts TRUTH_FILE SEED` prints its address and runs until it is
 * killed. Commands over HTTP, updates over a WebSocket, as brokers do; `/settings` and `/truth` are for the drill.
 */
const [file, seed] = process.argv.slice(2);
const exchange = new DoubleExchange(file!, Number(seed));
const random = new Random(Number(seed) + 1);
const settings = { ...WELL_BEHAVED };

const server = createServer((request, response) => {
  read(request)
    .then((body) => answer(request, response, body))
    .catch(() => response.destroy());
});
// Longer than anybody is idle: what a drill asks must not meet a closing line.
server.keepAliveTimeout = 600_000;
const sockets = new WebSocketServer({ server, path: '/updates' });
exchange.updates.on((update) => {
  const text = JSON.stringify(update);
  for (const socket of sockets.clients) socket.send(text);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`Broker double at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});

async function answer(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
  const { method, url } = request;
  if (url === '/settings') {
    Object.assign(settings, body);
    exchange.quiet = settings.quiet;
    return send(response, 200, {});
  }
  if (url === '/truth') return send(response, 200, exchange.truth());
  if (url === '/books') {
    return settings.booksFail ? send(response, 503, {}) : send(response, 200, exchange.books(settings.bookLagMs));
  }
  const brokerOrderId = url!.slice('/orders/'.length);
  if (method === 'POST') return command(response, () => exchange.place(body as PlaceRequest));
  if (method === 'PUT') {
    return command(response, () => (exchange.modify(brokerOrderId, body as OrderChange) ? brokerOrderId : null));
  }
  return command(response, () => (exchange.cancel(brokerOrderId) ? brokerOrderId : null));
}

/** Carries a command out, or not, and answers, or not; `act` gives the order's id, or null when it is over already. */
async function command(response: ServerResponse, act: () => string | null): Promise<void> {
  const { dropShare, failBeforeShare, failAfterShare, refuseShare, latencyMs } = settings;
  const fate = random.next();
  const wait = random.next() * latencyMs;
  const before = dropShare + failAfterShare;
  if (fate >= before && fate < before + failBeforeShare) return send(response, 503, {});
  if (fate >= before + failBeforeShare && fate < before + failBeforeShare + refuseShare) {
    return send(response, 400, { code: 'BROKER_REFUSED', message: 'Margin short by ₹1.00.' });
  }
  const brokerOrderId = act();
  await new Promise((resolve) => setTimeout(resolve, wait));
  if (fate < dropShare) return void response.destroy();
  if (fate < before) return send(response, 502, {});
  if (brokerOrderId === null) return send(response, 400, { code: 'ORDER_NOT_LIVE', message: 'It is over already.' });
  return send(response, 200, { brokerOrderId });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return parts.length === 0 ? null : JSON.parse(Buffer.concat(parts).toString('utf8'));
}
