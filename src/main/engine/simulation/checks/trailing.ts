import type { BracketRecord } from '../../store/desk-store.ts';
import { stopInForce } from '../../domain/stop-in-force.ts';
import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

interface Trailing {
  isLong: boolean;
  instrumentId: number;
  /** The best price there was, on the side that is believed: both of exit and last price. Paise. */
  best: number;
}

/**
 * TS1, TS2, TS4: a stop that trails never loosens but by hand, is set on its side of the price, and never lies tighter than
 * all the prices there were would have it.
 */
export class TrailingStops implements Check {
  readonly rules = ['TS1', 'TS2', 'TS4'];
  readonly #known = new Map<string, BracketRecord>();
  readonly #trailing = new Map<string, Trailing>();

  onCommit({ brackets, journal }: Committed, world: CheckedWorld, violate: Violate): void {
    if (brackets.length === 0) return;
    const byHand = new Set<string>();
    for (const { entry } of journal) if (entry.event.type === 'protect') byHand.add(entry.orderId);
    for (const bracket of brackets) {
      const id = bracket.entryOrderId;
      const before = this.#known.get(id);
      this.#known.set(id, bracket);
      if (bracket.state === 'DONE') this.#trailing.delete(id);
      else if (byHand.has(id)) this.#set(bracket, before, world, violate);
      else this.#moved(bracket, before, world, violate);
    }
  }

  onStep({ market }: CheckedWorld): void {
    for (const trailing of this.#trailing.values()) see(trailing, market);
  }

  /** A stop that is set by hand. */
  #set(bracket: BracketRecord, before: BracketRecord | undefined, world: CheckedWorld, violate: Violate): void {
    const leg = legOf(bracket, world);
    const { slPrice, instrumentId } = bracket;
    const held = world.durable.positions.get(instrumentId)?.netQty ?? 0;
    const entry = world.durable.orders.get(bracket.entryOrderId)!;
    if (slPrice !== null && held !== 0 && entry.filled > 0 && bracket.state === 'ARMED') {
      const quote = world.desk?.quote(instrumentId) ?? null;
      const exit = quote === null ? 0 : leg.isLong ? quote.bid : quote.ask;
      const stop = stopInForce(bracket, leg)!;
      const isBeyond = exit > 0 && held > 0 === leg.isLong && (leg.isLong ? stop >= exit : stop <= exit);
      if (isBeyond) violate('TS2', `The stop of ${bracket.entryOrderId} is set at ${stop}, the price being ${exit}.`);
    }
    // The same stop with the same trail goes on from the best price it had.
    const goesOn = before !== undefined && sameTrail(before, bracket);
    if (!goesOn) this.#trailing.delete(bracket.entryOrderId);
    this.#begin(bracket, world);
  }

  /** What the desk does by itself. */
  #moved(bracket: BracketRecord, before: BracketRecord | undefined, world: CheckedWorld, violate: Violate): void {
    this.#begin(bracket, world);
    const leg = legOf(bracket, world);
    const now = stopInForce(bracket, leg);
    const trailing = this.#trailing.get(bracket.entryOrderId);
    if (trailing !== undefined) see(trailing, world.market);
    const limit = trailing === undefined ? now : stopInForce(bracket, leg, trailing.best);
    if (isTighter(leg.isLong, now, limit)) {
      violate('TS4', `The stop of ${bracket.entryOrderId} is at ${now}; all prices there were lead to ${limit}.`);
    }
    if (before === undefined) return;
    const was = stopInForce(before, leg);
    if (isTighter(leg.isLong, was, now)) {
      violate('TS1', `The stop of ${bracket.entryOrderId} went from ${was} to ${now}, and nobody moved it.`);
    }
  }

  /** From when on prices count for a trail. */
  #begin(bracket: BracketRecord, world: CheckedWorld): void {
    const { entryOrderId, trail, trailFrom, bestPrice, instrumentId } = bracket;
    if (trail === null || trailFrom === null || this.#trailing.has(entryOrderId)) return;
    const { isLong } = legOf(bracket, world);
    const trailing = {
      isLong,
      instrumentId,
      best: bestPrice === null ? trailFrom : better(isLong, trailFrom, bestPrice),
    };
    see(trailing, world.market);
    this.#trailing.set(entryOrderId, trailing);
  }
}

function legOf({ entryOrderId, instrumentId }: BracketRecord, { durable, instrument }: CheckedWorld) {
  const isLong = durable.orders.get(entryOrderId)!.side === 'BUY';
  return { isLong, tickSize: instrument(instrumentId).tickSize };
}

/** Takes the price of this moment in, when it is to be believed. */
function see(trailing: Trailing, market: CheckedWorld['market']): void {
  const { isLong, instrumentId, best } = trailing;
  const quote = market.get(instrumentId);
  const exit = quote === null ? 0 : isLong ? quote.bid : quote.ask;
  if (quote === null || exit <= 0 || quote.ltp <= 0) return;
  trailing.best = better(isLong, best, isLong ? Math.min(exit, quote.ltp) : Math.max(exit, quote.ltp));
}

function better(isLong: boolean, one: number, other: number): number {
  return isLong ? Math.max(one, other) : Math.min(one, other);
}

function isTighter(isLong: boolean, one: number | null, other: number | null): boolean {
  if (one === null) return false;
  return other === null || (isLong ? one > other : one < other);
}

function sameTrail(one: BracketRecord, other: BracketRecord): boolean {
  return (
    one.slPrice === other.slPrice &&
    one.trailFrom === other.trailFrom &&
    JSON.stringify(one.trail) === JSON.stringify(other.trail)
  );
}
