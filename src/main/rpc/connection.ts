import type { z } from 'zod';
import { calls, topics, type Access, type CallName, type TopicArgs, type TopicName } from '../../contract/contract.ts';
import type { WireError } from '../../contract/errors.ts';
import { CLOSE_CODE } from '../../contract/frames.ts';
import { MAX_CLIENT_MESSAGE_BYTES } from '../../contract/protocol.ts';
import type { CallHandlers, DeskApi, TopicSources } from '../engine/api/desk-api.ts';
import { AppError } from '../engine/core/app-error.ts';
import type { Clock } from '../engine/core/clock.ts';
import type { Ids } from '../engine/core/ids.ts';
import type { OperatorLog } from '../engine/core/operator-log.ts';
import { clientMessageSchema, invalidSentence } from './client-message.ts';
import { MessageRate } from './message-rate.ts';
import { CONFLATE_ABOVE_BYTES, Subscription } from './subscription.ts';
import type { Transport } from './transport.ts';

/** Bytes a client may be behind with deltas that are never dropped; beyond them it is closed. */
export const MAX_BACKLOG_BYTES = 16 * 1024 * 1024;
/** Calls of one client that may be under way at once. */
const MAX_CALLS = 256;
/** Topics one client may follow at once. */
const MAX_SUBSCRIPTIONS = 256;

export const EVERY_ACCESS: ReadonlySet<Access> = new Set<Access>(['read', 'write', 'trade', 'admin']);

export interface ConnectionOptions {
  api: DeskApi;
  transport: Transport;
  /** What this client may do. Its messages never say who it is. */
  allow: ReadonlySet<Access>;
  clock: Clock;
  ids: Ids;
  log: OperatorLog;
}

/**
 * One client of the desk: every message is checked by size, rate, envelope, name, access and schema before anything runs.
 * A refusal (AppError) crosses as it is; any other failure crosses as a reference, its cause goes to the operator's log.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #rate: MessageRate;
  readonly #subscriptions = new Map<number, Subscription<TopicName>>();
  #callsUnderWay = 0;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#rate = new MessageRate(options.clock);
    const { transport } = options;
    transport.onMessage((message, bytes) => this.#receive(message, bytes));
    transport.onDrain(() => this.#drained());
    transport.onClose(() => this.#ended());
  }

  close(code: number, reason: string): void {
    this.#options.transport.close(code, reason);
  }

  #receive(raw: unknown, bytes: number): void {
    if (this.#closed) return;
    if (bytes > MAX_CLIENT_MESSAGE_BYTES) {
      this.close(
        CLOSE_CODE.FLOODED,
        `A message may have ${MAX_CLIENT_MESSAGE_BYTES} bytes; this one had more. Reload.`,
      );
      return;
    }
    const verdict = this.#rate.take();
    if (verdict === 'flooded') {
      this.close(CLOSE_CODE.FLOODED, 'Messages kept coming faster than 100 a second. Reload to go on.');
      return;
    }
    const parsed = clientMessageSchema.safeParse(raw);
    const id = parsed.success ? parsed.data.id : claimedId(raw);
    if (verdict === 'refused') {
      this.#refuse(id, 'CONNECTION_FLOODED', 'More than 100 messages a second: this one was not carried out.');
      return;
    }
    if (!parsed.success) {
      this.#refuse(id, 'CALL_INVALID', invalidSentence('The message', parsed.error));
      return;
    }
    const message = parsed.data;
    if (message.t === 'call') void this.#call(id, message.name, message.args);
    else if (message.t === 'sub') this.#subscribe(id, message.topic, message.args);
    else this.#unsubscribe(id);
  }

  async #call(id: number, name: string, rawArgs: unknown): Promise<void> {
    if (!isCall(name)) {
      this.#refuse(
        id,
        'CALL_UNKNOWN',
        `There is no call named ${JSON.stringify(name)}; the page may be of another version.`,
      );
      return;
    }
    const { access, args } = calls[name];
    if (!this.#options.allow.has(access)) {
      this.#refuse(id, 'CALL_FORBIDDEN', `${name} needs ${access} access, which this connection does not have.`);
      return;
    }
    const parsed = checked(args, rawArgs);
    if (parsed === null || !parsed.success) {
      this.#refuse(id, 'CALL_INVALID', parsed === null ? tooDeep(name) : invalidSentence(name, parsed.error));
      return;
    }
    if (this.#callsUnderWay >= MAX_CALLS) {
      this.#refuse(id, 'CONNECTION_FLOODED', `${MAX_CALLS} calls are under way; wait for their answers.`);
      return;
    }
    this.#callsUnderWay += 1;
    try {
      const handler = this.#options.api.calls[name] as (args: unknown) => ReturnType<CallHandlers[CallName]>;
      const result = await handler(parsed.data);
      this.#options.transport.send({ t: 'ok', id, result });
      this.#guardBacklog();
    } catch (error) {
      this.#fail(id, name, error);
    } finally {
      this.#callsUnderWay -= 1;
    }
  }

  #subscribe(id: number, name: string, rawArgs: unknown): void {
    if (!isTopic(name)) {
      this.#refuse(
        id,
        'CALL_UNKNOWN',
        `There is no topic named ${JSON.stringify(name)}; the page may be of another version.`,
      );
      return;
    }
    if (!this.#options.allow.has('read')) {
      this.#refuse(id, 'CALL_FORBIDDEN', `${name} needs read access, which this connection does not have.`);
      return;
    }
    const parsed = topics[name].args.safeParse(rawArgs);
    if (!parsed.success) {
      this.#refuse(id, 'CALL_INVALID', invalidSentence(name, parsed.error));
      return;
    }
    if (this.#subscriptions.has(id)) {
      this.#refuse(id, 'CALL_INVALID', `Subscription ${id} is already open; close it first or take another id.`);
      return;
    }
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      this.#refuse(id, 'CONNECTION_FLOODED', `${MAX_SUBSCRIPTIONS} topics are open; close one first.`);
      return;
    }
    const subscription = new Subscription<TopicName>(name, id, this.#guarded);
    this.#subscriptions.set(id, subscription);
    try {
      subscription.open(this.#options.api.topics[name] as TopicSources[TopicName], parsed.data as TopicArgs<TopicName>);
    } catch (error) {
      this.#unsubscribe(id);
      this.#fail(id, name, error);
    }
  }

  #unsubscribe(id: number): void {
    const subscription = this.#subscriptions.get(id);
    this.#subscriptions.delete(id);
    subscription?.close();
  }

  /** What subscriptions send through: a source must not fail because one of its clients did. */
  readonly #guarded: Transport = {
    send: (message) => {
      try {
        this.#options.transport.send(message);
      } catch (error) {
        this.#options.log.error(`Subscription ${message.id} cannot be sent`, error);
        this.close(CLOSE_CODE.TOO_SLOW, 'An update could not be sent. Reload to see the books as they are.');
      }
      this.#guardBacklog();
    },
    backlog: () => this.#options.transport.backlog(),
    onMessage: () => {},
    onDrain: () => {},
    onClose: () => {},
    close: (code, reason) => this.close(code, reason),
  };

  #guardBacklog(): void {
    if (this.#closed || this.#options.transport.backlog() <= MAX_BACKLOG_BYTES) return;
    this.close(
      CLOSE_CODE.TOO_SLOW,
      'The page fell too far behind and was disconnected. Reload to see the books as they are.',
    );
  }

  #drained(): void {
    for (const subscription of this.#subscriptions.values()) {
      if (this.#options.transport.backlog() > CONFLATE_ABOVE_BYTES / 2) return;
      subscription.flush();
    }
  }

  #refuse(id: number, code: WireError['code'], message: string): void {
    this.#options.transport.send({ t: 'err', id, error: { code, message, details: {} } });
    this.#guardBacklog();
  }

  #fail(id: number, name: string, error: unknown): void {
    if (error instanceof AppError) {
      const { code, message, details } = error.toWire();
      try {
        this.#options.transport.send({ t: 'err', id, error: { code, message, details } });
      } catch {
        this.#refuse(id, code, message);
      }
      return;
    }
    const reference = this.#options.ids.uuid().slice(0, 8);
    this.#options.log.error(`${name} failed, reference ${reference}`, error);
    const message = `The engine failed while answering; its log has the cause under reference ${reference}.`;
    this.#options.transport.send({ t: 'err', id, error: { code: 'CALL_FAILED', message, details: { reference } } });
  }

  #ended(): void {
    this.#closed = true;
    for (const id of this.#subscriptions.keys()) this.#unsubscribe(id);
  }
}

/** Serves the client of `transport` until it goes; nothing needs to keep the connection. */
export function openConnection(options: ConnectionOptions): Connection {
  return new Connection(options);
}

/** Null for arguments nested so deeply that checking them runs out of stack. */
function checked(schema: z.ZodType, raw: unknown): z.ZodSafeParseResult<unknown> | null {
  try {
    return schema.safeParse(raw);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function tooDeep(name: string): string {
  return `${name} was refused because its fields are nested too deeply.`;
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

function isTopic(name: string): name is TopicName {
  return Object.hasOwn(topics, name);
}

/** The id of a message that is otherwise invalid, so that its sender can tell which; 0 when it has none. */
function claimedId(raw: unknown): number {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : 0;
  return typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= 0xffff_ffff ? id : 0;
}
