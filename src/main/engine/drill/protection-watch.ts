import type { Order, Position } from '../../../contract/trading.ts';

/** What the desk stands on at an instant, as far as protection goes. */
export interface ProtectionState {
  positions: readonly Pick<Position, 'instrumentId' | 'name' | 'netQty' | 'slPrice' | 'protectionFrozen'>[];
  orders: readonly Pick<Order, 'instrumentId' | 'side' | 'state' | 'quantity' | 'filled' | 'createdAt' | 'source'>[];
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

/** An exit that has just gone out protects for this long; a fill that takes longer does not (B4). */
const EXIT_MS = 1000;

/**
 * Why a position has no working stop, in words that follow "lacked"; null while it has one: a stop that rests at the
 * exchange for all of it, one held here on a live feed with agreed books, or an exit of the last second.
 */
export function lacksProtection(position: ProtectionState['positions'][number], state: ProtectionState): string | null {
  const { instrumentId, netQty, slPrice, protectionFrozen } = position;
  const exitSide = netQty > 0 ? 'SELL' : 'BUY';
  let resting = 0;
  let leaving = 0;
  for (const order of state.orders) {
    if (order.instrumentId !== instrumentId || order.side !== exitSide) continue;
    const leaves = order.quantity - order.filled;
    if (order.state === 'TRIGGER_PENDING') resting += leaves;
    else if (isAtWork(order.state) && state.now - order.createdAt <= EXIT_MS) leaving += leaves;
  }
  const held = Math.abs(netQty);
  if (resting >= held || leaving >= held) return null;
  if (slPrice === null) return resting > 0 ? 'a stop for all of it' : 'a working stop';
  if (protectionFrozen) return 'a live feed: its stop was frozen';
  return state.booksAgree ? null : 'agreed books: its stop stood still';
}

function isAtWork(state: Order['state']): boolean {
  return state === 'SENDING' || state === 'ACKED' || state === 'OPEN' || state === 'PARTIAL';
}

/** Adds up how long each open position had a working stop; what was found last holds until the next look. */
export class ProtectionWatch {
  readonly #positions = new Map<number, Protected>();
  #last: { at: number; open: { instrumentId: number; name: string; lacks: string | null }[] } | null = null;

  /** @param at monotonic ms */
  look(state: ProtectionState, at: number): void {
    this.#count(at);
    const open = state.positions
      .filter(({ netQty }) => netQty !== 0)
      .map((position) => ({
        instrumentId: position.instrumentId,
        name: position.name,
        lacks: lacksProtection(position, state),
      }));
    this.#last = { at, open };
  }

  /** Of every position that was held; the longest held first. */
  positions(): Protected[] {
    return [...this.#positions.values()].filter(({ heldMs }) => heldMs > 0).toSorted((a, b) => b.heldMs - a.heldMs);
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
