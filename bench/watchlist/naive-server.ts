import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { pageFile } from '../../src/main/page/page-file.ts';
import { buildPage } from './build-page.ts';
import { contracts, type RandomMarket } from './random-market.ts';

/** The reference: a page that gets every update as a message of its own. */
export interface NaiveServer {
  link: string;
  /** Sends each step of the market to the page. */
  drive(market: RandomMarket): void;
  close(): Promise<void>;
}

/** Builds the naive page for production and serves it. */
export async function serveNaive(): Promise<NaiveServer> {
  const page = await buildPage('naive');
  const server = createServer((request, response) => {
    void pageFile(page.folder, request.url ?? '/').then(({ status, headers, body }) => {
      response.writeHead(status, { 'content-type': headers['content-type'] ?? 'text/plain' }).end(body);
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  const wires = new Set<Duplex>();
  server.on('upgrade', (request, wire, head) => {
    wires.add(wire);
    wire.once('close', () => wires.delete(wire));
    sockets.handleUpgrade(request, wire, head, (page) => sockets.emit('connection', page));
  });
  let market: RandomMarket | null = null;
  const symbols = contracts('2026-12-31').map(({ name }) => name);
  sockets.on('connection', (socket: WebSocket) => {
    const { ltp, prevClose } = market!;
    socket.send(JSON.stringify({ rows: symbols.map((symbol, place) => ({ symbol, ltp: ltp[place], prevClose })) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    link: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    drive: (driven) => {
      market = driven;
      driven.run((place) => {
        if (sockets.clients.size === 0) return;
        // A message each, but the messages of one turn in one write: the page is measured, not this server.
        for (const wire of wires) {
          if (wire.writableCorked === 0) {
            wire.cork();
            setImmediate(() => wire.uncork());
          }
        }
        const message = JSON.stringify({ place, ltp: driven.ltp[place] });
        for (const socket of sockets.clients) socket.send(message);
      });
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      page.remove();
    },
  };
}
