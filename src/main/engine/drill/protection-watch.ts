import type { Order, Position } from '../../../contract/trading.ts';

/** What the desk stands on at an instant, as far as protection goes. */
export interface ProtectionState {
  positions: readonly Pick<Position, 'instrumentId' | 'name' | 'netQty' | 'ltp' | 'slPrice' | 'protectionFrozen'>[];
  orders: readonly Pick<
    Order,
    'instrumentId' | 'side' | 'state' | 'quantity' | 'filled' | 'triggerPrice' | 'createdAt' | 'updatedAt'
  >[];
  /** Our books agree with the broker's: stops held here act. */
  booksAgree: boolean;
  /** Epoch ms. */
  now: number;
}

/** How one position fared, ms. */
export interface Protected {
  name: string;
  heldMs: number;
  protectedMs: number;
  lacked: Map<string, number>;
}

/** A stop that was reached protects this long, by the exit it sends; a fill that takes longer does not (B4). */
const EXIT_MS = 1000;

/**
 * Why a position has no working stop, in words that follow "without"; null while it has one: a stop that rests at the
 * exchange for all of it, one held here on a live feed with agreed books, or an exit of the last second.
 * @param reachedMs how long the price has stood at or beyond the stop held here; 0 when it does not
 */
export function lacksProtection(
  { instrumentId, netQty, slPrice, protectionFrozen }: ProtectionState['positions'][number],
  { orders, booksAgree, now }: ProtectionState,
  reachedMs = 0,
): string | null {
  const exitSide = netQty > 0 ? 'SELL' : 'BUY';
  let resting = 0;
  let leaving = 0;
  for (const order of orders) {
    if (order.instrumentId !== instrumentId || order.side !== exitSide) continue;
    const leaves = order.quantity - order.filled;
    const since = order.triggerPrice === null ? order.createdAt : order.updatedAt;
    if (order.state === 'TRIGGER_PENDING') resting += leaves;
    else if (isAtWork(order.state) && now - since <= EXIT_MS) leaving += leaves;
  }
  const held = Math.abs(netQty);
  if (resting >= held || leaving >= held) return null;
  if (reachedMs > EXIT_MS) return 'a filled exit: its stop was reached';
  if (slPrice === null) return resting > 0 ? 'a stop for all of it' : 'a working stop';
  if (protectionFrozen) return 'a live feed: its stop was frozen';
  return booksAgree ? null : 'agreed books: its stop stood still';
}

function isAtWork(state: Order['state']): boolean {
  return state === 'SENDING' || state === 'ACKED' || state === 'OPEN' || state === 'PARTIAL';
}

/** Adds up how long each open position had a working stop; what was found last holds until the next look. */
export class ProtectionWatch {
  readonly #positions = new Map<number, Protected>();
  /** Since when the price has stood at or beyond a stop held here, monotonic ms. */
  readonly #reached = new Map<number, number>();
  #last: { at: number; open: { instrumentId: number; name: string; lacks: string | null }[] } | null = null;

  /** @param at monotonic ms */
  look(state: ProtectionState, at: number): void {
    this.#count(at);
    for (const { instrumentId, netQty } of state.positions) if (netQty === 0) this.#reached.delete(instrumentId);
    const open = state.positions
      .filter(({ netQty }) => netQty !== 0)
      .map((position) => ({
        instrumentId: position.instrumentId,
        name: position.name,
        lacks: lacksProtection(position, state, this.#reachedMs(position, at)),
      }));
    this.#last = { at, open };
  }

  /** Of every position that was held; the longest held first. */
  positions(): Protected[] {
    return [...this.#positions.values()].filter(({ heldMs }) => heldMs > 0).toSorted((a, b) => b.heldMs - a.heldMs);
  }

  /** A stop that has fired is not told any more: the price stays beyond it until it is armed elsewhere or all is sold. */
  #reachedMs(position: ProtectionState['positions'][number], at: number): number {
    const { instrumentId, netQty, ltp, slPrice } = position;
    if (slPrice !== null) {
      const beyond = ltp !== null && (netQty > 0 ? ltp <= slPrice : ltp >= slPrice);
      if (!beyond) this.#reached.delete(instrumentId);
      else if (!this.#reached.has(instrumentId)) this.#reached.set(instrumentId, at);
    }
    const since = this.#reached.get(instrumentId);
    return since === undefined ? 0 : at - since;
  }

  #count(at: number): void {
    if (this.#last === null) return;
    const ms = at - this.#last.at;
    for (const { instrumentId, name, lacks } of this.#last.open) {
      const known = this.#positions.get(instrumentId);
      const fared = known ?? { name, heldMs: 0, protectedMs: 0, lacked: new Map<string, number>() };
      if (known === undefined) this.#positions.set(instrumentId, fared);
      fared.heldMs += ms;
      if (lacks === null) fared.protectedMs += ms;
      else fared.lacked.set(lacks, (fared.lacked.get(lacks) ?? 0) + ms);
    }
  }
}
