import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import { CLOSE_CODE, type WelcomeMessage } from '../../contract/frames.ts';
import { MAX_CLIENT_MESSAGE_BYTES } from '../../contract/protocol.ts';
import type { DeskApi } from '../engine/api/desk-api.ts';
import { AppError } from '../engine/core/app-error.ts';
import type { Clock } from '../engine/core/clock.ts';
import type { Ids } from '../engine/core/ids.ts';
import type { OperatorLog } from '../engine/core/operator-log.ts';
import { pageFile } from '../page/page-file.ts';
import { PAGE_HEADERS } from '../page/page-headers.ts';
import { EVERY_ACCESS, openConnection } from '../rpc/connection.ts';
import { SocketTransport } from '../rpc/socket-transport.ts';
import { isOwnHost, isOwnPage } from './request-guard.ts';
import { SessionRoute } from './session-route.ts';
import { SessionSecrets } from './session-secrets.ts';

const MAX_PAGES = 16;
const HELLO_WITHIN_MS = 5000;
const helloSchema = z.strictObject({ t: z.literal('hello'), session: z.string().max(100) });

export interface HeadlessOptions {
  api: DeskApi;
  /** The built page, `out/renderer`. */
  pageFolder: string;
  /** 0 takes any free port. */
  port: number;
  clock: Clock;
  ids: Ids;
  log: OperatorLog;
}

export interface HeadlessServer {
  port: number;
  /** A new link of one use; it works for ten minutes. */
  newLink(): string;
  close(): Promise<void>;
}

/**
 * Serves the page and its connection on loopback, to whoever holds a link; the handshake is told in `contract/frames.ts`.
 *
 * @throws AppError PORT_IN_USE
 */
export async function serveHeadless(options: HeadlessOptions): Promise<HeadlessServer> {
  const secrets = new SessionSecrets(options.clock);
  const route = new SessionRoute(secrets, options.clock);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_CLIENT_MESSAGE_BYTES });
  const server = createServer({ maxHeaderSize: 8192, requestTimeout: 5000, headersTimeout: 3000 });
  server.maxConnections = 64;
  const port = await listen(server, options.port);

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      options.log.error('A page request failed', error);
      response.destroy();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (request.url !== '/rpc' || !isOwnPage(request, port) || sockets.clients.size >= MAX_PAGES) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => greet(page));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    if (!isOwnHost(request, port)) return plain(response, 403, 'This terminal answers on its own address only.');
    if (path === '/session' && request.method === 'POST') return route.answer(request, response, port);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, 'Not allowed');
    const { status, headers, body } = await pageFile(options.pageFolder, path);
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** The first frame must carry a session; then the page becomes a client of the desk. */
  function greet(page: WebSocket): void {
    page.on('error', () => page.terminate());
    const patience = options.clock.setTimeout(
      () => page.close(CLOSE_CODE.UNAUTHORISED, 'The page did not say which session it has.'),
      HELLO_WITHIN_MS,
    );
    page.once('close', () => patience.cancel());
    page.once('message', (data: Buffer, isBinary: boolean) => {
      patience.cancel();
      const hello = helloSchema.safeParse(isBinary ? undefined : parse(data.toString()));
      const renewed = hello.success ? secrets.renew(hello.data.session) : null;
      if (renewed === null) {
        page.close(CLOSE_CODE.UNAUTHORISED, 'This session has ended.');
        return;
      }
      page.once('close', renewed.left);
      page.send(JSON.stringify({ t: 'welcome', session: renewed.secret } satisfies WelcomeMessage));
      const { api, clock, ids, log } = options;
      openConnection({ api, transport: new SocketTransport(page), allow: EVERY_ACCESS, clock, ids, log });
    });
  }

  return {
    port,
    newLink: () => `http://127.0.0.1:${port}/#token=${secrets.issueToken()}`,
    close: async () => {
      for (const page of sockets.clients) page.close(CLOSE_CODE.GOING, 'The terminal is closing.');
      const closed = new Promise((resolve) => server.close(resolve));
      const patience = options.clock.setTimeout(() => {
        for (const page of sockets.clients) page.terminate();
        server.closeAllConnections();
      }, 500);
      server.closeIdleConnections();
      await closed;
      patience.cancel();
    },
  };
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-type': 'text/plain', connection: 'close' });
  response.end(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      const sentence = `Port ${port} is taken by another program. Choose another one with --port, or any free one with --port 0.`;
      reject(new AppError('PORT_IN_USE', sentence, { port }));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
