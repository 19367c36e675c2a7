import lists from '../../../../resources/risk/restricted.json' with { type: 'json' };
import margin from '../../../../resources/margin/nse.json' with { type: 'json' };
import type { Instrument } from '../../../contract/market.ts';
import { addDays } from '../core/ist.ts';
import { inForce } from '../domain/in-force.ts';

export interface Restriction {
  /** The list, as a person names it. */
  name: string;
  reason: string;
  /** Entries are asked, not refused. */
  asks: boolean;
}

interface Listing {
  list: string;
  from: string;
  to: string;
  underlyings: readonly string[];
  reason: string;
}

/** The first list that holds a contract on an IST day, or null. */
export function restrictionOn(instrument: Instrument, day: string): Restriction | null {
  const version = inForce(lists.versions, day);
  for (const { list, from, to, underlyings, reason } of version.listings as readonly Listing[]) {
    if (day >= from && day <= to && underlyings.includes(instrument.underlying))
      return { name: list, reason, asks: false };
  }
  return delivery(instrument, day, version.deliveryDays);
}

/** Stock derivatives still open at expiry are settled by delivery of the shares, with the margin that takes. */
function delivery({ kind, expiry, underlying }: Instrument, day: string, days: number): Restriction | null {
  if (kind === 'EQ' || kind === 'INDEX' || expiry === null) return null;
  if (inForce(margin.versions, day).index.underlyings.includes(underlying)) return null;
  if (day < addDays(expiry, -days)) return null;
  return {
    name: 'delivery at expiry',
    reason: `it expires on ${expiry} and is then settled by delivery of the shares, for which the broker asks their full value`,
    asks: true,
  };
}
