import type { NewInstrument } from '../store/desk-store.ts';
import { nseContracts } from '../domain/contracts-nse.ts';
import { nseCalendar } from '../domain/calendar-nse.ts';

/** Where an underlying stands in the simulated market, paise. */
const LEVELS: Record<string, number> = { NIFTY: 2_600_000, BANKNIFTY: 5_900_000 };

/** A contract to list, with the price about which it trades, paise; null for one that trades no more. */
export interface Listing {
  instrument: NewInstrument;
  base: number | null;
}

/** What is listed on a day: two indices, a few options about the money, and one that has expired. */
export function listingsOn(day: string): Listing[] {
  const listings: Listing[] = [];
  for (const [underlying, level] of Object.entries(LEVELS)) {
    const { symbol, name, tickSize } = nseContracts.index(underlying);
    const common = { underlying, lotSize: nseContracts.lotSize(underlying, day) };
    listings.push({
      instrument: {
        ...common,
        exchange: 'NSE',
        symbol,
        name,
        kind: 'INDEX',
        expiry: null,
        strike: null,
        tickSize,
        freezeQty: null,
      },
      base: level,
    });
    // Never the day's own: what expires is settled by other means than these.
    const expiry = nseContracts.expiries(underlying, day).find((each) => each.day > day)!.day;
    const step = nseContracts.strikeStep(underlying, day);
    const option = (kind: 'CE' | 'PE', steps: number, of: string): NewInstrument => {
      const strike = level + steps * step;
      return {
        ...common,
        exchange: 'NFO',
        symbol: `${underlying}${of.replaceAll('-', '')}${strike / 100}${kind}`,
        name: `${underlying} ${strike / 100} ${kind}`,
        kind,
        expiry: of,
        strike,
        tickSize: nseContracts.optionTick(underlying, day),
        freezeQty: nseContracts.freezeQty(underlying, day),
      };
    };
    listings.push({ instrument: option('CE', 0, expiry), base: 16_400 });
    listings.push({ instrument: option('PE', 0, expiry), base: 14_200 });
    if (underlying !== 'NIFTY') continue;
    listings.push({ instrument: option('CE', 4, expiry), base: 6150 });
    listings.push({ instrument: option('PE', -4, expiry), base: 4300 });
    const past = nseCalendar.previousTradingDay(day);
    listings.push({ instrument: option('CE', 1, past), base: null });
  }
  return listings;
}

/** Open and close of the derivatives session, epoch ms. */
export function sessionOn(day: string): { open: number; close: number } {
  const session = nseCalendar.sessionOf(day, 'FNO');
  if (session === null) throw new RangeError(`${day} has no derivatives session.`);
  return { open: session.open, close: session.close };
}

/** When the program is started: a minute before the open, epoch ms. */
export function startOn(day: string): number {
  return sessionOn(day).open - 60_000;
}
