import { isDeepStrictEqual } from 'node:util';
import type { WireError } from '../../../../contract/errors.ts';
import type { Trail } from '../../../../contract/protection.ts';
import { istDay } from '../../core/ist.ts';
import { stopInForce } from '../../domain/stop-in-force.ts';
import type { SetStop } from '../../domain/stop-in-force.ts';
import { bestPrice, trailProblem } from '../../domain/trailing.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { MarketQuote } from '../../domain/quote.ts';
import { priceBand } from '../../rms/price-band.ts';
import type { BracketRecord } from '../../store/desk-store.ts';
import type { OmsContext } from '../oms-context.ts';

/** A stop and its trail as they were asked for. Paise. */
export interface StopAsked {
  slPrice: number | null;
  trail: Trail | null;
}

/** What an order makes a stop trail by: its side, its tick, what it filled at. */
type Entry = Pick<OrderRecord, 'side' | 'filled' | 'filledValue'>;

/** What is wrong with a trail, or null: what it follows, and that there is a stop to move. */
export function trailRefusal({ slPrice, trail }: StopAsked): WireError | null {
  if (trail === null) return null;
  const message =
    slPrice === null ? 'A trail moves a stop and there is none: set a stop with it.' : trailProblem(trail);
  return message === null ? null : { code: 'SETTING_INVALID', message, details: { trail } };
}

/** A stop that begins: its gains are counted from the entry, or from `now` when the price is better already. Paise. */
export function beginStop({ slPrice, trail }: StopAsked, entry: Entry, now: number | null): SetStop {
  const entryPrice = trail === null || entry.filled === 0 ? null : Math.round(entry.filledValue / entry.filled);
  if (entryPrice === null) return { slPrice, trail, entryPrice: null, trailFrom: null, bestPrice: null };
  const trailFrom = now === null ? entryPrice : bestPrice(entry.side === 'BUY', entryPrice, now);
  return { slPrice, trail, entryPrice, trailFrom, bestPrice: now };
}

/** Whether a stop is asked for that is in force already, with its trail. */
export function goesOn(
  known: SetStop | undefined,
  { slPrice, trail }: StopAsked,
  leg: { isLong: boolean; tickSize: number },
): known is SetStop {
  return known !== undefined && isDeepStrictEqual(known.trail, trail) && stopInForce(known, leg) === slPrice;
}

/**
 * A stop that is set anew: the one in force given back with its trail goes on where it is (TS1), so that a target may
 * be moved beside it; anything else begins.
 */
export function resetStop(
  known: SetStop | undefined,
  asked: StopAsked,
  entry: Entry,
  { tickSize, now }: { tickSize: number; now: number | null },
): SetStop {
  if (!goesOn(known, asked, { isLong: entry.side === 'BUY', tickSize })) return beginStop(asked, entry, now);
  const { slPrice, trail, entryPrice, trailFrom, bestPrice: best } = known;
  return { slPrice, trail, entryPrice, trailFrom, bestPrice: best };
}

/**
 * The price a quote offers for what is held; null when it is not to be believed. Both the price to exit at and the last
 * price must be there: a bad tick on one of them trails nothing (B3).
 */
export function offered(isLong: boolean, { bid, ask, ltp }: Pick<MarketQuote, 'bid' | 'ask' | 'ltp'>): number | null {
  const exit = isLong ? bid : ask;
  if (exit <= 0 || ltp <= 0) return null;
  return isLong ? Math.min(exit, ltp) : Math.max(exit, ltp);
}

/** Moves the stops that trail as better prices come, by the prices there were since the trail began. */
export class TrailingStops {
  readonly #context: OmsContext;
  /** The best price seen of each entry, also while it moved no stop. */
  readonly #best = new Map<string, number>();
  /** Time of the quote there was when an entry's trail began, or began again. */
  readonly #before = new Map<string, number>();

  constructor(context: OmsContext) {
    this.#context = context;
  }

  /** What the trail of an entry had seen is not for the next one. */
  forget(entryId: string): void {
    this.#best.delete(entryId);
    this.#before.delete(entryId);
  }

  /** A trail that waited for its entry begins with the fill; a quote from before it says nothing of what was gained (TS4). */
  begin(bracket: BracketRecord, entry: OrderRecord): BracketRecord {
    this.beginAgain(bracket);
    return { ...bracket, ...beginStop(bracket, entry, null) };
  }

  /** What had been closed is held once more: the trail goes on where it was, with the prices from now on (TS4). */
  beginAgain({ entryOrderId, instrumentId }: BracketRecord): void {
    const quote = this.#context.quotes.get(instrumentId);
    if (quote !== null) this.#before.set(entryOrderId, quote.ts);
  }

  /** True when a better price moved the stop, durably (TS3). */
  moves(bracket: BracketRecord, entry: OrderRecord, quote: Readonly<MarketQuote>): boolean {
    const { ledger, instrument, clock, doubt } = this.#context;
    const what = instrument(bracket.instrumentId);
    const leg = { isLong: entry.side === 'BUY', tickSize: what.tickSize };
    const known = this.#best.get(entry.id) ?? bracket.bestPrice ?? bracket.entryPrice;
    const price = bracket.trail === null ? null : offered(leg.isLong, quote);
    if (price === null || known === null || this.#before.get(entry.id) === quote.ts) return false;
    // The band moves with the last price: what was believed before says where it is, not the tick in question.
    const band = priceBand(what, { ...quote, ltp: known }, istDay(clock.now()));
    if (band !== null && (price < band.low || price > band.high)) return false;
    const best = bestPrice(leg.isLong, this.#best.get(entry.id) ?? bracket.bestPrice, price);
    this.#best.set(entry.id, best);
    if (stopInForce(bracket, leg, best) === stopInForce(bracket, leg)) return false;
    try {
      ledger.write((draft) => draft.bracket({ ...bracket, bestPrice: best, updatedAt: clock.now() }));
      return true;
    } catch (error) {
      doubt('The move of a trailing stop could not be written', error);
      return false;
    }
  }
}
