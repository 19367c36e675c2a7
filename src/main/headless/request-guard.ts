import type { IncomingMessage } from 'node:http';

/** Names under which a loopback server may be addressed; any other is a rebound DNS name. */
function hostsOf(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** True when the request names this server and nothing else. */
export function isOwnHost(request: IncomingMessage, port: number): boolean {
  return hostsOf(port).includes(request.headers.host ?? '');
}

/** True when the page that sends the request is the one this server gave, at the same address. */
export function isOwnPage(request: IncomingMessage, port: number): boolean {
  const { host, origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  return isOwnHost(request, port) && origin === `http://${host}` && (site === undefined || site === 'same-origin');
}
