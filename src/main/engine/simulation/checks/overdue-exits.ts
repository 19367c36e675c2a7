import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, RunningDesk, Violate } from './check.ts';

/** An exit is due after 1 s, and looked at anew every second. */
const DUE_MS = 1000;
const SLACK_MS = 100;
/** How long the market may stand beyond the limit of an exit that can be changed. */
const BEYOND_MS = 5000;
/** Between two looks at the running program. */
const LOOK_MS = 500;

interface Exit {
  order: OrderRecord;
  /** True time of its beginning, or since which the program could act. */
  since: number;
  /** True time since which the market has been beyond its limit and it could be priced anew, or null. */
  beyond: number | null;
  lookedAt: number;
}

/** B4: the exit of a target or stop that is not filled in time is said to be UNPROTECTED, and follows a market that jumped. */
export class OverdueExits implements Check {
  readonly rules = ['B4'];
  readonly #exits = new Map<string, Exit>();

  onCommit({ orders }: Committed, { now }: CheckedWorld): void {
    for (const order of orders) {
      const { id, source, triggerPrice, state } = order;
      if (source !== 'BRACKET') continue;
      const rests = triggerPrice !== null && state !== 'OPEN' && state !== 'PARTIAL';
      if (!isLive(state) || rests) {
        this.#exits.delete(id);
        continue;
      }
      const known = this.#exits.get(id);
      // A request that has gone out, or has been answered, is what had to be done.
      const beyond = known?.order.requests.length === order.requests.length ? known.beyond : null;
      this.#exits.set(id, { order, since: known?.since ?? now, beyond, lookedAt: known?.lookedAt ?? now });
    }
  }

  onStep(world: CheckedWorld, violate: Violate): void {
    if (this.#exits.size === 0) return;
    const { now, desk, hamperedSince } = world;
    for (const exit of this.#exits.values()) {
      if (now - exit.lookedAt < LOOK_MS) continue;
      exit.lookedAt = now;
      if (desk === null || hamperedSince(exit.since)) {
        exit.since = now;
        exit.beyond = null;
        continue;
      }
      this.#isShown(exit, desk, world, violate);
      this.#follows(exit, desk, world, violate);
    }
  }

  #isShown({ order, since }: Exit, desk: RunningDesk, { now, durable }: CheckedWorld, violate: Violate): void {
    const { id, instrumentId } = order;
    const held = durable.positions.get(instrumentId)?.netQty ?? 0;
    if (held === 0 || now - since <= DUE_MS + SLACK_MS || desk.isUnprotected(instrumentId)) return;
    violate('B4', `Exit ${id} is not filled, and ${held} of contract ${instrumentId} are not said to be UNPROTECTED.`);
  }

  #follows(exit: Exit, desk: RunningDesk, { now, isOpen }: CheckedWorld, violate: Violate): void {
    const { id, instrumentId, side, price, requests, brokerOrderId, state } = exit.order;
    const quote = desk.quote(instrumentId);
    const touch = (side === 'SELL' ? quote?.bid : quote?.ask) ?? 0;
    const isBeyond = touch > 0 && price !== null && (side === 'SELL' ? touch < price : touch > price);
    const isBusy = requests.some((request) => request.state === 'sent' || request.state === 'unknown');
    const isAsked = requests.some((request) => request.kind === 'cancel' && request.state !== 'refused');
    const canAct = isOpen && !desk.isStale(instrumentId) && desk.reconciledAt() !== null && !isBusy && !isAsked;
    if (!isBeyond || !canAct || brokerOrderId === null || state === 'UNKNOWN') {
      exit.beyond = null;
      return;
    }
    exit.beyond ??= now;
    if (now - exit.beyond <= BEYOND_MS) return;
    exit.beyond = now;
    violate('B4', `The market stands at ${touch}, beyond the ${price} of exit ${id}, which is not priced anew.`);
  }
}
