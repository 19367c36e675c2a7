import type { ChainChoice } from '../../../contract/chain.ts';
import { istDay, istMidnight, istTime } from '../core/ist.ts';
import { nseCalendar } from '../domain/calendar-nse.ts';
import type { OptionListing } from '../market-data/option-listing.ts';
import type { RecordedChain, TickStore } from '../store/tick-store.ts';

export interface ClosingSide {
  /** Units, NaN when unknown. */
  prevOi: number;
  /** Why it is unknown. */
  prevOiReason: string | null;
}

export interface ClosingChain {
  side(strike: number, isCall: boolean): ClosingSide;
}

export interface ClosingOiParts {
  ticks: TickStore;
  /** Of the session's ticks, as in the tick store. */
  source: string;
  listing: OptionListing;
  /** The last moment of the session before a day, epoch ms. */
  closeBefore: (day: string) => number;
  onError: (error: unknown) => void;
}

const UNREAD: ClosingChain = sameOfAll('the open interest at the previous close is being read');
const UNREADABLE: ClosingChain = sameOfAll('the open interest at the previous close could not be read');

/** Open interest at the close of the session before, from our own recording of it. Read once a chain and day. */
export class ClosingOi {
  readonly #parts: ClosingOiParts;
  readonly #known = new Map<string, ClosingChain>();

  constructor(parts: ClosingOiParts) {
    this.#parts = parts;
  }

  /** What is known now; until it has been read, every side says so. */
  of(choice: ChainChoice, day: string): ClosingChain {
    const key = `${choice.underlying} ${choice.expiry} ${day}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, UNREAD);
    this.#read(choice, day)
      .then((closing) => this.#known.set(key, closing))
      .catch((error: unknown) => {
        this.#known.set(key, UNREADABLE);
        this.#parts.onError(error);
      });
    return UNREAD;
  }

  async #read({ underlying, expiry }: ChainChoice, day: string): Promise<ClosingChain> {
    const { ticks, source, listing, closeBefore } = this.#parts;
    const index = listing.spot(underlying);
    const close = closeBefore(day);
    if (index === null) return sameOfAll('what the option stands on is not listed');
    const chain = await ticks.chainAt(source, index.id, expiry, close);
    if (chain === null) {
      return sameOfAll(`the close of ${istDay(close)} at ${istTime(close)} was not recorded`);
    }
    return closingChain(chain, close);
  }
}

function closingChain({ strikes }: RecordedChain, close: number): ClosingChain {
  const rows = new Map(strikes.map((row) => [row.strike, row]));
  return {
    side(strike, isCall) {
      const row = rows.get(strike);
      const oi = (isCall ? row?.call : row?.put)?.oi ?? Number.NaN;
      return Number.isNaN(oi)
        ? { prevOi: oi, prevOiReason: `the contract was not quoted at the close of ${istDay(close)}` }
        : { prevOi: oi, prevOiReason: null };
    },
  };
}

function sameOfAll(prevOiReason: string): ClosingChain {
  const side = { prevOi: Number.NaN, prevOiReason };
  return { side: () => side };
}

/** The last moment of the exchange's derivatives session before `day`, epoch ms. */
export function exchangeCloseBefore(day: string): number {
  const before = nseCalendar.previousTradingDay(day);
  return (nseCalendar.sessionOf(before, 'FNO')?.close ?? istMidnight(day)) - 1;
}

/** The same of a market that trades round the clock. */
export function midnightBefore(day: string): number {
  return istMidnight(day) - 1;
}
