import type { Instrument } from '../../../contract/market.ts';
import { Random } from '../core/random.ts';
import { Signal } from '../core/signal.ts';
import type {
  Broker,
  BrokerBooks,
  BrokerCapabilities,
  BrokerFill,
  BrokerOrder,
  BrokerUpdate,
  CommandOutcome,
  OrderChange,
  PlaceRequest,
} from '../brokers/broker.ts';
import type { FaultPlan } from './faults.ts';
import type { Machine } from './machine.ts';
import { SimExchange } from './sim-exchange.ts';
import type { TrueOrder } from './sim-exchange.ts';
import type { SimMarket } from './sim-market.ts';
import type { SimTime } from './sim-time.ts';
import { isWorking } from './working.ts';

const LATENCY = { from: 15, to: 90 };
const EXCHANGE = { from: 3, to: 25 };
const TIMEOUT_MS = 7000;
const LAG_MS = 30_000;
const REMEMBERED = 200;
/** A book of fewer rows has one page. */
const SHORTENED_FROM = 10;

/** A command as it left the program, by the true time. */
export interface Sent {
  kind: 'place' | 'modify' | 'cancel';
  at: number;
  request: PlaceRequest | null;
  brokerOrderId: string | null;
}

export interface SimBrokerParts {
  time: SimTime;
  machine: Machine;
  market: SimMarket;
  faults: FaultPlan;
  instrument: (id: number) => Instrument;
  capabilities: BrokerCapabilities;
  stampMs: number;
  /** The IST trading day, `YYYY-MM-DD`. */
  day: string;
  seed: number;
  /** Hears of each command the moment it leaves, before anything can become of it. */
  left: (sent: Sent) => void;
}

/** The broker between the program and the exchange: gateway, books and update stream, each with its faults. */
export class SimBroker {
  readonly exchange: SimExchange;
  /** Tags of the places that reached the exchange, as often as they did. */
  readonly accepted: string[] = [];
  /** Reads of the books that failed, as the program heard of it. */
  failedReads = 0;
  /** True time at which the books last showed other positions than there are; 0 is never. */
  misledAt = 0;
  readonly #parts: SimBrokerParts;
  readonly #random: Random;
  #line: Line | null = null;
  #lastDelivery = 0;
  readonly #told: BrokerUpdate[] = [];
  #ids = 0;
  #logins = 1;

  constructor(parts: SimBrokerParts) {
    this.#parts = parts;
    this.#random = new Random(parts.seed);
    const { time, market, instrument, stampMs, seed } = parts;
    this.exchange = new SimExchange({
      time,
      market,
      instrument,
      stampMs,
      seed: seed ^ 0x5eed,
      tell: (u) => this.#push(u),
    });
  }

  /** The connection of one run of the program; `isAlive` ends it. */
  connect(isAlive: () => boolean, monotonic: () => number): Broker {
    const line: Line = { updates: new Signal<BrokerUpdate>(), isAlive };
    this.#line = line;
    let heardAt: number | null = null;
    const heard = () => {
      if (!this.#parts.faults.isOn('streamStall', this.#parts.time.now)) heardAt = monotonic();
      return heardAt;
    };
    const close = () => {
      if (this.#line === line) this.#line = null;
    };
    return {
      capabilities: this.#parts.capabilities,
      updates: line.updates,
      get lastHeardAt() {
        return heard();
      },
      place: (request) => this.#place(line, request),
      modify: (id, change) => this.#modify(line, id, change),
      cancel: (id) => this.#cancel(line, id),
      books: () => this.#books(line),
      close,
    };
  }

  /** Somebody places an order from another program. */
  placeElsewhere(order: Omit<PlaceRequest, 'tag'>): void {
    this.exchange.enter(this.#newId(), { ...order, tag: null }, null);
  }

  /** The session has ended; a new login begins another. */
  relogin(): void {
    this.#logins += 1;
  }

  /** The old updates come once more. */
  replay(count: number): void {
    for (let left = Math.min(count, this.#told.length); left > 0; left--) {
      this.#deliver(this.#told[this.#random.integer(0, this.#told.length - 1)]!);
    }
  }

  #place(line: Line, request: PlaceRequest): Promise<CommandOutcome> {
    const { faults, time, capabilities } = this.#parts;
    return this.#command(line, { kind: 'place', request, brokerOrderId: null }, (answer) => {
      // A broker whose books are exact has none: the proof of one read rests on that (T8).
      if (capabilities.orderBookLagMs > 0 && faults.strikes('ghost', time.now, 0.25)) {
        time.after(60_000 + 120_000 * this.#random.next(), 'ghost', () => this.#take(this.#newId(), request));
        answer({ outcome: 'unknown', message: 'The broker answered 504.' });
        return;
      }
      const refusal = this.#refusal(request);
      if (refusal !== null) {
        answer({ outcome: 'refused', code: 'BROKER_REFUSED', message: refusal });
        return;
      }
      const brokerOrderId = this.#newId();
      time.after(this.#draw(EXCHANGE), 'exchange', () => this.#take(brokerOrderId, request));
      answer({ outcome: 'accepted', brokerOrderId });
    });
  }

  #modify(line: Line, brokerOrderId: string, change: OrderChange): Promise<CommandOutcome> {
    const { faults, time, capabilities } = this.#parts;
    return this.#command(line, { kind: 'modify', request: null, brokerOrderId }, (answer) => {
      const order = this.exchange.orders.get(brokerOrderId);
      if (order !== undefined) this.#race(order, 'modifyRace');
      if (order === undefined || !isWorking(order.row)) {
        answer({ outcome: 'refused', code: 'ORDER_NOT_LIVE', message: 'The order is over.' });
        return;
      }
      if (order.modifications >= capabilities.maxModifications) {
        faults.count('doubleExit');
        answer({
          outcome: 'refused',
          code: 'BROKER_REFUSED',
          message: 'Maximum allowed order modifications exceeded.',
        });
        return;
      }
      time.after(this.#draw(EXCHANGE), 'exchange', () => void this.exchange.modify(brokerOrderId, change));
      answer({ outcome: 'accepted', brokerOrderId });
    });
  }

  #cancel(line: Line, brokerOrderId: string): Promise<CommandOutcome> {
    const { time } = this.#parts;
    return this.#command(line, { kind: 'cancel', request: null, brokerOrderId }, (answer) => {
      const order = this.exchange.orders.get(brokerOrderId);
      if (order !== undefined) this.#race(order, 'cancelRace');
      if (order === undefined || !isWorking(order.row)) {
        answer({ outcome: 'refused', code: 'ORDER_NOT_LIVE', message: 'The order is over.' });
        return;
      }
      time.after(this.#draw(EXCHANGE), 'exchange', () => {
        if (this.exchange.cancel(brokerOrderId)) this.#fillLate(order);
      });
      answer({ outcome: 'accepted', brokerOrderId });
    });
  }

  /** What every command goes through: the way there, the gateway's moods, the way back. */
  #command(
    line: Line,
    sent: Omit<Sent, 'at'>,
    act: (answer: (outcome: CommandOutcome) => void) => void,
  ): Promise<CommandOutcome> {
    const { faults, time, machine } = this.#parts;
    return new Promise((resolve) => {
      const answer = (outcome: CommandOutcome, ms = this.#draw(LATENCY)) => {
        time.after(
          ms,
          `answer:${sent.kind}:${outcome.outcome}`,
          () => {
            if (!line.isAlive()) return;
            if (machine.asleep) answer(outcome, machine.asleepUntil - time.now);
            else resolve(outcome);
          },
          true,
        );
      };
      const reached = line.isAlive();
      if (reached) this.#parts.left({ ...sent, at: time.now });
      if (!reached) return;
      if (faults.strikes('dnsFailure', time.now, 0.5)) {
        answer({
          outcome: 'refused',
          code: 'BROKER_REFUSED',
          message: 'The name of the broker could not be resolved.',
        });
        return;
      }
      time.after(this.#draw(LATENCY), `gateway:${sent.kind}`, () => {
        const { now } = time;
        if (faults.strikes('sessionExpiry', now, 1)) {
          answer({ outcome: 'refused', code: 'BROKER_REFUSED', message: '403: the session has expired.' });
        } else if (faults.strikes('tooMany', now, 0.5)) {
          answer({ outcome: 'unknown', message: '429: too many requests.' });
        } else if (faults.strikes('serverError', now, 0.4)) {
          answer({ outcome: 'unknown', message: 'The broker answered 502.' });
        } else if (faults.strikes('answerLost', now, 0.4)) {
          act((outcome) =>
            answer(
              outcome.outcome === 'accepted' ? { outcome: 'unknown', message: 'No answer in 7 s.' } : outcome,
              TIMEOUT_MS,
            ),
          );
        } else {
          act(answer);
        }
      });
    });
  }

  #take(brokerOrderId: string, request: PlaceRequest): void {
    const { faults, time } = this.#parts;
    this.accepted.push(request.tag);
    const reject = faults.strikes('rejectLate', time.now, 0.4) ? 'RMS: rejected by the exchange.' : null;
    this.exchange.enter(brokerOrderId, request, reject);
  }

  /** A fill that comes just before what was asked. */
  #race(order: TrueOrder, name: 'cancelRace' | 'modifyRace'): void {
    const { faults, time } = this.#parts;
    if (!isWorking(order.row) || order.row.status === 'TRIGGER_PENDING') return;
    if (!faults.strikes(name, time.now, 0.5)) return;
    this.exchange.fill(order, this.#part(order), order.row.price);
  }

  /** A fill of an order that was cancelled a moment ago. */
  #fillLate(order: TrueOrder): void {
    const { faults, time } = this.#parts;
    const isExit = order.row.side === (this.exchange.netQty(order.row.instrumentId) > 0 ? 'SELL' : 'BUY');
    const late = faults.strikes('lateFill', time.now, 0.4);
    if (!late && !(isExit && faults.strikes('doubleExit', time.now, 0.6))) return;
    const units = this.#part(order);
    if (units === 0) return;
    time.after(50 + 4000 * this.#random.next(), 'late fill', () => {
      if (this.exchange.open)
        this.exchange.fill(order, Math.min(units, order.row.quantity - order.row.filled), order.row.price);
    });
  }

  #part(order: TrueOrder): number {
    const { lotSize } = this.#parts.instrument(order.row.instrumentId);
    const lots = Math.floor((order.row.quantity - order.row.filled) / lotSize);
    return lots <= 0 ? 0 : this.#random.integer(1, lots) * lotSize;
  }

  #refusal(request: PlaceRequest): string | null {
    const { lotSize, freezeQty, tickSize, name } = this.#parts.instrument(request.instrumentId);
    if (!this.exchange.open) return 'The market is closed.';
    if (request.quantity <= 0 || request.quantity % lotSize !== 0) return `${name} trades in lots of ${lotSize}.`;
    if (freezeQty !== null && request.quantity > freezeQty) return `The freeze quantity of ${name} is ${freezeQty}.`;
    if (request.price <= 0 || request.price % tickSize !== 0) return `The tick of ${name} is ${tickSize}.`;
    if (request.triggerPrice !== null) {
      const wrong =
        request.side === 'BUY' ? request.price < request.triggerPrice : request.price > request.triggerPrice;
      if (wrong) return 'The limit of a stop lies beyond its trigger.';
    }
    return null;
  }

  #push(update: BrokerUpdate): void {
    this.#told.push(update);
    if (this.#told.length > REMEMBERED) this.#told.shift();
    const { faults, time } = this.#parts;
    if (faults.strikes('streamStall', time.now, 1)) return;
    this.#deliver(update);
    if (faults.strikes('duplicates', time.now, 1)) {
      this.#deliver(update);
      this.#deliver(update);
    }
  }

  #deliver(update: BrokerUpdate): void {
    const { faults, time, machine } = this.#parts;
    const line = this.#line;
    if (line === null) return;
    const late = faults.strikes('reorder', time.now, 0.5) ? 4000 * this.#random.next() : 0;
    const at = Math.max(late > 0 ? 0 : this.#lastDelivery + 0.001, time.now + this.#draw(LATENCY) + late);
    if (late === 0) this.#lastDelivery = at;
    time.at(
      at,
      `update:${update.type}`,
      () => {
        if (line.isAlive() && this.#line === line && !machine.asleep) line.updates.emit(update);
      },
      true,
    );
  }

  #books(line: Line): Promise<BrokerBooks> {
    const { faults, time, machine } = this.#parts;
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        const failed = () => {
          if (!line.isAlive()) return;
          this.failedReads += 1;
          reject(new Error(why));
        };
        time.after(this.#draw(LATENCY), 'books:failed', failed, true);
      };
      time.after(2 * this.#draw(LATENCY), 'gateway:books', () => {
        if (!line.isAlive()) return;
        if (faults.strikes('sessionExpiry', time.now, 1)) {
          fail('403 Forbidden');
          return;
        }
        if (faults.strikes('serverError', time.now, 0.5)) {
          fail('502 Bad Gateway');
          return;
        }
        const books = this.#snapshot();
        const answer = (ms: number) => {
          time.after(
            ms,
            'books',
            () => {
              if (!line.isAlive()) return;
              if (machine.asleep) answer(machine.asleepUntil - time.now);
              else resolve(books);
            },
            true,
          );
        };
        answer(2 * this.#draw(LATENCY));
      });
    });
  }

  /** The books as the broker shows them now: perhaps old, perhaps short. */
  #snapshot(): BrokerBooks {
    const { faults, time, capabilities, day } = this.#parts;
    const old =
      capabilities.orderBookLagMs > 0 && faults.strikes('bookLag', time.now, 0.9) ? LAG_MS * this.#random.next() : 0;
    let orders = this.#rowsAt(time.now - old);
    let fills = this.#fillsAt(time.now - old);
    let positions = [...this.exchange.positions()].map(([instrumentId, netQty]) => ({
      instrumentId,
      product: 'NRML' as const,
      netQty,
    }));
    if (orders.length >= SHORTENED_FROM && faults.strikes('bookShort', time.now, 1)) {
      orders = orders.slice(0, Math.floor(orders.length / 2));
    }
    if (faults.strikes('bookPage', time.now, 0.6)) {
      const which = this.#random.integer(0, 3);
      if (which === 0) orders = [];
      if (which === 1) orders = orders.slice(0, this.#random.integer(0, orders.length));
      if (which === 2) {
        positions = [];
        this.misledAt = time.now;
      }
      if (which === 3) fills = fills.slice(0, this.#random.integer(0, fills.length));
    }
    return {
      orders,
      fills: capabilities.fillsTold ? fills : [],
      busts: [...this.exchange.busts],
      positions,
      funds: { opening: 0, available: 0, cash: null },
      session: { id: `login-${this.#logins}`, day, incident: null },
    };
  }

  #rowsAt(at: number): BrokerOrder[] {
    const rows: BrokerOrder[] = [];
    for (const order of this.exchange.orders.values()) {
      const { history } = order;
      if (history[history.length - 1]!.at <= at) {
        rows.push(order.row);
        continue;
      }
      const seen = history.findLast((each) => each.at <= at);
      if (seen !== undefined) rows.push(seen.row);
    }
    return rows;
  }

  #fillsAt(at: number): BrokerFill[] {
    const { fills, filledAt } = this.exchange;
    if (filledAt.length === 0 || filledAt[filledAt.length - 1]! <= at) return [...fills];
    return fills.filter((_fill, index) => filledAt[index]! <= at);
  }

  #newId(): string {
    this.#ids += 1;
    return `${26_000_000 + this.#ids}`;
  }

  #draw({ from, to }: { from: number; to: number }): number {
    return from + (to - from) * this.#random.next();
  }
}

/** One run's end of the wire. */
interface Line {
  updates: Signal<BrokerUpdate>;
  isAlive: () => boolean;
}
