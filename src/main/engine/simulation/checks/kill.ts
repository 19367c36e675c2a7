import type { Committed } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

const FIRST_MS = 50;
const SLACK_MS = 300;

interface Kill {
  at: number;
  /** Entries that were working at the broker, by its id. */
  entries: Set<string>;
  cancelled: Set<string>;
  /** How long the last cancel may take, ms. */
  within: number;
}

/** K1, K3, SQ3: a kill cancels at once, only the trader re-arms, and a square-off that was begun is finished. */
export class KillSwitchChecks implements Check {
  readonly rules = ['K1', 'K3', 'SQ3'];
  #kill: Kill | null = null;
  #halted = false;
  /** The exchange has traded since the square-off was begun. */
  #couldSquareOff = false;
  #sent: number[] = [];
  /** Cancels of this step: those of a kill leave in the step that makes it durable. */
  #justCancelled = new Set<string>();

  onCommit(committed: Committed, world: CheckedWorld, violate: Violate): void {
    for (const { state } of committed.riskStates) {
      const halted = state === 'HALTED';
      if (this.#halted && !halted && !world.rearmed)
        violate('K3', `Trading is ${state} again, and nobody re-armed it.`);
      if (!this.#halted && halted) this.#begin(world);
      if (!halted) this.#kill = null;
      this.#halted = halted;
    }
  }

  onSent(sent: Sent, _world: CheckedWorld, _violate: Violate): void {
    this.#sent.push(sent.at);
    if (sent.kind !== 'cancel' || sent.brokerOrderId === null) return;
    this.#justCancelled.add(sent.brokerOrderId);
    this.#kill?.cancelled.add(sent.brokerOrderId);
  }

  onStep(world: CheckedWorld, violate: Violate): void {
    const isPending = world.durable.riskState?.squareOffPending === true;
    this.#couldSquareOff = isPending && (this.#couldSquareOff || world.isOpen);
    this.#justCancelled = new Set();
    const kill = this.#kill;
    if (kill === null) return;
    if (world.hamperedSince(kill.at)) {
      this.#kill = null;
      return;
    }
    const late = world.now - kill.at;
    if (kill.entries.size > 0 && kill.cancelled.size === 0 && kill.within === 0 && late > FIRST_MS) {
      violate('K1', `No cancel left within ${FIRST_MS} ms of the kill.`);
      this.#kill = null;
      return;
    }
    if (late <= kill.within + SLACK_MS) return;
    this.#kill = null;
    const left = [...kill.entries].filter((id) => !kill.cancelled.has(id) && isLive(world, id));
    if (left.length > 0) violate('K1', `${left.length} entries have no cancel ${Math.round(late)} ms after the kill.`);
  }

  atRest({ durable }: CheckedWorld, violate: Violate): void {
    // One that is begun at night has to wait for the open: the exchange takes no order.
    if (durable.riskState?.squareOffPending === true && this.#couldSquareOff)
      violate('SQ3', 'A square-off is still not finished.');
  }

  #begin({ durable, capabilities, now }: CheckedWorld): void {
    const entries = new Set<string>();
    for (const id of durable.live) {
      const { brokerOrderId, source, side, instrumentId, requests, state } = durable.orders.get(id)!;
      const net = durable.positions.get(instrumentId)?.netQty ?? 0;
      const isEntry = net === 0 || net > 0 === (side === 'BUY');
      const asked = requests.some((request) => request.kind === 'cancel' && request.state !== 'refused');
      const reachable = brokerOrderId !== null && state !== 'UNKNOWN';
      if (reachable && isEntry && !asked && source !== 'BROKER') entries.add(brokerOrderId);
    }
    // What left before, cancels of this moment too, has used some of the windows; who waits for the broker is not late.
    let within = 0;
    for (const { windowMs, max } of capabilities.rateLimits) {
      const used = this.#sent.filter((at) => at > now - windowMs).length;
      if (used + entries.size <= max) continue;
      within = Math.max(within, windowMs * Math.ceil((used + entries.size) / max - 1));
    }
    this.#kill = { at: now, entries, cancelled: this.#justCancelled, within };
  }
}

function isLive({ durable }: CheckedWorld, brokerOrderId: string): boolean {
  for (const id of durable.live) if (durable.orders.get(id)!.brokerOrderId === brokerOrderId) return true;
  return false;
}
