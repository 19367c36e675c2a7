import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import type { ErrorCode } from '../../contract/errors.ts';
import type {
  Broker,
  BrokerBooks,
  BrokerCapabilities,
  BrokerUpdate,
  CommandOutcome,
  OrderChange,
  PlaceRequest,
} from '../../main/engine/brokers/broker.ts';
import type { BrokerWorld } from '../../main/engine/brokers/connect-broker.ts';
import type { Product } from '../../contract/enums.ts';
import { istDay } from '../../main/engine/core/ist.ts';
import { Signal } from '../../main/engine/core/signal.ts';
import type { Truth } from './double-exchange.ts';

/** The moments of a place at which the process may be made to die (F2). */
export type DeathPoint = 'before-write' | 'after-write' | 'after-response';

export interface DoubleBrokerOptions {
  /** `http://127.0.0.1:PORT` of the double. */
  url: string;
  orderBookLagMs?: number;
  /** The first place dies here, by SIGKILL. */
  dieAt?: DeathPoint | null;
}

const ANSWER_WITHIN_MS = 2000;
const RECONNECT_MS = 200;
/** The connection was never made: not a byte has left. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH']);

/** The adapter of the broker double: what an adapter of a real broker does, without its signing. */
export class DoubleBroker implements Broker {
  readonly capabilities: BrokerCapabilities;
  readonly updates = new Signal<BrokerUpdate>();
  readonly #url: string;
  readonly #world: BrokerWorld;
  readonly #dieAt: DeathPoint | null;
  readonly #agent = new Agent({ keepAlive: true });
  #socket: WebSocket | null = null;
  #connected: Promise<void>;
  #closed = false;
  #heardAt: number | null = null;

  constructor({ url, orderBookLagMs = 0, dieAt = null }: DoubleBrokerOptions, world: BrokerWorld) {
    this.#url = url;
    this.#world = world;
    this.#dieAt = dieAt;
    this.capabilities = {
      name: 'Double',
      rateLimits: [{ windowMs: 1000, max: 10, reservedForExits: 2 }],
      orderBookLagMs,
      tagged: true,
      fillsTold: true,
      maxModifications: 25,
      stopOrders: true,
      amo: false,
    };
    this.#connected = this.#connect();
  }

  get lastHeardAt(): number | null {
    // On loopback an open socket is a live one; a real adapter hears a heartbeat.
    if (this.#socket?.readyState === WebSocket.OPEN) this.#heardAt = this.#world.clock.monotonic();
    return this.#heardAt;
  }

  place(order: PlaceRequest): Promise<CommandOutcome> {
    if (this.#dieAt === 'before-write') die();
    return this.#command('POST', '/orders', order, this.#dieAt);
  }

  modify(brokerOrderId: string, change: OrderChange): Promise<CommandOutcome> {
    return this.#command('PUT', `/orders/${brokerOrderId}`, change, null);
  }

  cancel(brokerOrderId: string): Promise<CommandOutcome> {
    return this.#command('DELETE', `/orders/${brokerOrderId}`, null, null);
  }

  /** Reads after the updates flow, so that nothing falls between both. */
  async books(): Promise<BrokerBooks> {
    await this.#connected;
    const { status, body } = await this.#ask('GET', '/books', null, null);
    if (status !== 200) throw new Error(`The broker double answered ${status}.`);
    const { orders, fills } = JSON.parse(body) as Pick<Truth, 'orders' | 'fills'>;
    const held = new Map<number, { product: Product; netQty: number }>();
    const products = new Map(orders.map((order) => [order.brokerOrderId, order.product]));
    for (const { instrumentId, brokerOrderId, side, quantity } of fills) {
      const { netQty } = held.get(instrumentId) ?? { netQty: 0 };
      const product = products.get(brokerOrderId)!;
      held.set(instrumentId, { product, netQty: netQty + (side === 'BUY' ? quantity : -quantity) });
    }
    const positions = [...held].map(([instrumentId, position]) => ({ instrumentId, ...position }));
    const session = { id: this.#url, day: istDay(this.#world.clock.now()), incident: null };
    return { orders, fills, busts: [], positions, funds: { opening: 0, available: 0, cash: null }, session };
  }

  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
    this.#agent.destroy();
  }

  #connect(): Promise<void> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/updates`);
      this.#socket = socket;
      socket.on('open', () => resolve());
      socket.on('error', () => {});
      socket.on('message', (data: Buffer) => {
        if (!this.#closed) this.updates.emit(JSON.parse(data.toString('utf8')) as BrokerUpdate);
      });
      socket.on('close', () => {
        if (this.#closed) return;
        this.#world.clock.setTimeout(() => {
          this.#connected = this.#connect();
          void this.#connected.then(resolve);
        }, RECONNECT_MS);
      });
    });
  }

  async #command(method: string, path: string, sent: object | null, dieAt: DeathPoint | null): Promise<CommandOutcome> {
    try {
      const { status, body } = await this.#ask(method, path, sent, dieAt);
      if (dieAt === 'after-response') die();
      if (status === 200) return { outcome: 'accepted', ...(JSON.parse(body) as { brokerOrderId: string }) };
      if (status === 400) return { outcome: 'refused', ...(JSON.parse(body) as { code: ErrorCode; message: string }) };
      return { outcome: 'unknown', message: `The broker answered ${status}.` };
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      if (NOT_SENT.has(code)) {
        return {
          outcome: 'refused',
          code: 'BROKER_REFUSED',
          message: 'The broker cannot be reached; it was not sent.',
        };
      }
      return { outcome: 'unknown', message: `The connection failed: ${message}.` };
    }
  }

  #ask(
    method: string,
    path: string,
    sent: object | null,
    dieAt: DeathPoint | null,
  ): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.#url}${path}`, { method, agent: this.#agent }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (body += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', reject);
        response.on('close', () => reject(new Error('it closed before the answer was whole')));
      });
      const timer = this.#world.clock.setTimeout(
        () => outgoing.destroy(new Error(`no answer in ${ANSWER_WITHIN_MS / 1000} s`)),
        ANSWER_WITHIN_MS,
      );
      outgoing.on('close', () => timer.cancel());
      outgoing.on('error', reject);
      // Its bytes are with the system now, which delivers them whatever becomes of this process.
      if (dieAt === 'after-write') outgoing.on('finish', () => die());
      outgoing.end(sent === null ? undefined : JSON.stringify(sent));
    });
  }
}

/** kill -9 of oneself: no handler runs. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
