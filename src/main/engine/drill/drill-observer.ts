import type { DrillReport } from '../../../contract/drill.ts';
import type { Order, Trade } from '../../../contract/trading.ts';
import type { FaultyBroker } from '../brokers/faults/faulty-broker.ts';
import { rateToleranceMs } from '../brokers/paper/paper-capabilities.ts';
import type { BrokerBooks, BrokerCapabilities } from '../brokers/broker.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { rupees } from '../core/money.ts';
import type { Oms } from '../oms/oms.ts';
import type { DrillFacts } from './drill-score.ts';
import { ProtectionWatch } from './protection-watch.ts';
import { checkAgainstTruth } from './truth-check.ts';

/** A feed that falls silent and an account that differs tell nobody: they are looked for this often, ms. */
const LOOK_MS = 250;

export interface ObserverParts {
  clock: Clock;
  oms: Oms;
  broker: FaultyBroker;
  onError: (error: unknown) => void;
}

interface UnknownOrder {
  order: string;
  /** Monotonic ms. */
  since: number;
  ms: number;
  became: string | null;
}

/** Watches a drill from what the desk tells of itself, and holds it against the account's own book. */
export class DrillObserver {
  readonly #parts: ObserverParts;
  readonly #startedAt: number;
  readonly #protection = new ProtectionWatch();
  readonly #unknown = new Map<string, UnknownOrder>();
  readonly #seen = new Set<string>();
  readonly #breaches = new Set<string>();
  readonly #leave: (() => void)[];
  readonly #timer: Timer;
  #sent = 0;
  #entriesWhileApart = 0;
  #waitedMs = 0;
  #last: { at: number; agreed: boolean };
  #lossReachedAt: number | null = null;
  /** The difference that stood when the drill began is none of its doing. */
  #before: string | null = null;
  #unnoticedSince: number | null = null;
  #unnoticedMs = 0;

  constructor(parts: ObserverParts) {
    const { clock, oms, broker } = parts;
    this.#parts = parts;
    this.#startedAt = clock.now();
    this.#last = { at: clock.monotonic(), agreed: oms.reconciledAt !== null };
    for (const order of oms.orderViews()) this.#seen.add(order.id);
    broker.watchCommands(true);
    this.#leave = [
      oms.orders.on((order) => this.#onOrder(order)),
      oms.trades.on((trade) => this.#onTrade(trade)),
      oms.positions.on(() => this.look()),
      oms.riskChanged.on(() => this.look()),
    ];
    this.#timer = clock.setInterval(() => {
      this.look();
      this.#compare();
    }, LOOK_MS);
    this.look();
    this.#compare();
  }

  close(): void {
    this.#timer.cancel();
    for (const leave of this.#leave) leave();
    this.#parts.broker.watchCommands(false);
  }

  /** Orders whose outcome is open now. */
  get open(): number {
    return [...this.#unknown.values()].filter(({ became }) => became === null).length;
  }

  look(): void {
    const { clock, oms } = this.#parts;
    const at = clock.monotonic();
    const agreed = oms.reconciledAt !== null;
    if (!this.#last.agreed) this.#waitedMs += at - this.#last.at;
    this.#last = { at, agreed };
    const state = { positions: oms.positionViews(), orders: oms.orderViews(), booksAgree: agreed, now: clock.now() };
    this.#protection.look(state, at);
    const { maxLoss } = oms.risk().limits;
    const reached = maxLoss !== null && oms.funds().net <= -maxLoss;
    if (reached) this.#lossReachedAt ??= clock.now();
    else this.#lossReachedAt = null;
  }

  /** Protection, limits and unknown orders as they stand; the rest of the report is of the drill's end. */
  async facts(agreedAfterMs: number | null): Promise<DrillFacts> {
    const { clock, oms, broker } = this.#parts;
    this.look();
    const truth = checkAgainstTruth(oms.orderViews(), await broker.truth(), this.#startedAt);
    const { rateLimits } = broker.capabilities;
    const now = clock.monotonic();
    return {
      positions: this.#protection.positions(),
      sent: this.#sent,
      truth,
      unknown: [...this.#unknown.values()].map(({ order, since, ms, became }) => {
        return { order, ms: became === null ? now - since : ms, became };
      }),
      breaches: [...this.#breaches, ...rateBreaches(broker.commandTimes, rateLimits)],
      busiestSecond: busiest(broker.commandTimes, 1000),
      allowedPerSecond: rateLimits.find(({ windowMs }) => windowMs === 1000)?.max ?? 0,
      agreedAfterMs,
      waitedMs: this.#waitedMs,
      entriesWhileApart: this.#entriesWhileApart,
      unnoticedMs: this.#unnoticedMs,
    };
  }

  #onOrder(order: Order): void {
    const { clock, oms } = this.#parts;
    if (!this.#seen.has(order.id)) {
      this.#seen.add(order.id);
      if (order.state !== 'DENIED' && order.source !== 'BROKER') {
        this.#sent += 1;
        if (oms.reconciledAt === null && this.#isEntry(order)) this.#entriesWhileApart += 1;
      }
    }
    const known = this.#unknown.get(order.id);
    if (order.state === 'UNKNOWN' && known === undefined) {
      const { side, lots, name } = order;
      const text = `${side} ${lots} ${lots === 1 ? 'lot' : 'lots'} ${name}`;
      this.#unknown.set(order.id, { order: text, since: clock.monotonic(), ms: 0, became: null });
    } else if (order.state !== 'UNKNOWN' && known?.became === null) {
      known.ms = clock.monotonic() - known.since;
      known.became = order.state;
    }
    this.look();
  }

  #onTrade({ orderId, name }: Trade): void {
    const { oms } = this.#parts;
    const order = oms.orderViews().find(({ id }) => id === orderId);
    const position = oms.positionViews().find(({ instrumentId }) => instrumentId === order?.instrumentId);
    if (order === undefined || position === undefined || order.source === 'BROKER') return;
    const opens = position.netQty > 0 === (order.side === 'BUY') && position.netQty !== 0;
    if (!opens) return;
    const { maxLots, maxLoss } = oms.risk().limits;
    const lots = oms.positionViews().reduce((sum, { netQty, lotSize }) => sum + Math.abs(netQty) / lotSize, 0);
    if (maxLots !== null && lots > maxLots) {
      this.#breaches.add(`A fill of ${name} made ${lots} open lots; the limit is ${maxLots}.`);
    }
    if (maxLoss !== null && this.#lossReachedAt !== null && order.createdAt > this.#lossReachedAt) {
      this.#breaches.add(`${name} was opened after the day's loss had reached its limit of ${rupees(maxLoss)}.`);
    }
  }

  #isEntry({ instrumentId, side }: Order): boolean {
    const { netQty } = this.#parts.oms.positionViews().find((each) => each.instrumentId === instrumentId) ?? {
      netQty: 0,
    };
    return netQty === 0 || netQty > 0 === (side === 'BUY');
  }

  /** Holds what the account has against what we say of it. */
  #compare(): void {
    const { broker, oms, clock, onError } = this.#parts;
    broker
      .truth()
      .then((books) => {
        const difference = differenceBetween(books, oms);
        this.#before ??= difference;
        const now = clock.monotonic();
        const apart = difference !== '' && difference !== this.#before && oms.reconciledAt !== null;
        if (!apart) this.#unnoticedSince = null;
        else {
          this.#unnoticedSince ??= now;
          this.#unnoticedMs = Math.max(this.#unnoticedMs, now - this.#unnoticedSince);
        }
      })
      .catch(onError);
  }
}

/** Seconds and words, as the report shows them. */
export function shownFacts({ positions, unknown }: DrillFacts): Pick<DrillReport, 'positions' | 'unknown'> {
  return {
    positions: positions.map(({ name, heldMs, protectedMs, lacked }) => ({
      name,
      heldSeconds: heldMs / 1000,
      protectedSeconds: protectedMs / 1000,
      lacked: Array.from(lacked, ([why, ms]) => ({ why, seconds: ms / 1000 })),
    })),
    unknown: unknown.map(({ order, ms, became }) => ({ order, seconds: ms / 1000, became: became ?? 'UNKNOWN' })),
  };
}

/** Names the instruments of which the account holds other than our books; empty when there is none. */
function differenceBetween({ positions }: BrokerBooks, oms: Oms): string {
  const units = new Map<number, number>();
  for (const { instrumentId, netQty } of positions) units.set(instrumentId, (units.get(instrumentId) ?? 0) + netQty);
  for (const { instrumentId, netQty } of oms.positionViews()) {
    units.set(instrumentId, (units.get(instrumentId) ?? 0) - netQty);
  }
  return Array.from(units, ([id, difference]) => (difference === 0 ? '' : `${id}: ${difference}; `)).join('');
}

/** The most times that lie within any window of this length. */
function busiest(times: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [index, at] of times.entries()) {
    while (times[first]! <= at - windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

function rateBreaches(times: readonly number[], limits: BrokerCapabilities['rateLimits']): string[] {
  return limits.flatMap(({ windowMs, max }) => {
    const most = busiest(times, windowMs - rateToleranceMs);
    return most > max ? [`${most} order messages went out in ${windowMs / 1000} s; ${max} are allowed.`] : [];
  });
}
