import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { WireError } from '../../contract/errors.ts';
import type { Clock } from '../engine/core/clock.ts';
import { PAGE_HEADERS } from '../page/page-headers.ts';
import { isOwnPage } from './request-guard.ts';
import type { SessionSecrets } from './session-secrets.ts';

const MAX_BODY_BYTES = 1024;
/** Exchanges a minute; a person needs one. */
const PER_MINUTE = 30;
const bodySchema = z.strictObject({ token: z.string().max(100) });

/** `POST /session`: a link's token for the first secret of a session, see `contract/frames.ts`. */
export class SessionRoute {
  readonly #secrets: SessionSecrets;
  readonly #clock: Clock;
  #asked: number[] = [];

  constructor(secrets: SessionSecrets, clock: Clock) {
    this.#secrets = secrets;
    this.#clock = clock;
  }

  async answer(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    if (!isOwnPage(request, port)) return refuse(response, 403, 'Only the page this terminal gave may open a session.');
    const now = this.#clock.monotonic();
    this.#asked = [...this.#asked.filter((at) => now - at < 60_000), now].slice(-PER_MINUTE - 1);
    if (this.#asked.length > PER_MINUTE) return refuse(response, 429, 'Too many links were tried. Wait a minute.');
    if (request.headers['content-type'] !== 'application/json')
      return refuse(response, 415, 'A session is asked for in JSON.');
    const body = await read(request);
    if (body === null) return refuse(response, 413, `A session is asked for in ${MAX_BODY_BYTES} bytes at most.`);
    const parsed = bodySchema.safeParse(parse(body));
    const session = parsed.success ? this.#secrets.exchange(parsed.data.token) : null;
    if (session === null) {
      return refuse(
        response,
        401,
        'The link was used before or is older than ten minutes. Ask the terminal for a new one: press Enter where it runs.',
      );
    }
    send(response, 200, { session });
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const code =
    status === 429 ? 'CONNECTION_FLOODED' : status === 401 || status === 403 ? 'CALL_FORBIDDEN' : 'CALL_INVALID';
  // What was not read of the request is not worth reading.
  response.setHeader('connection', 'close');
  send(response, status, { code, message, details: {} } satisfies WireError);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'cache-control': 'no-store', 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Null when the body is larger than allowed. */
async function read(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
