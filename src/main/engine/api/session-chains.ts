import type { Desk } from '../desk/desk.ts';
import { ClosingOi, exchangeCloseBefore, midnightBefore } from '../desk/closing-oi.ts';
import { OptionChains } from '../desk/option-chains.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import { nseContracts } from '../domain/contracts-nse.ts';
import { OptionListing } from '../market-data/option-listing.ts';

/** The option chains of each session of a desk, made when a window first asks for them. */
export class SessionChains {
  readonly #desk: Desk;
  readonly #listing: OptionListing;
  readonly #made = new WeakMap<TradingSession, OptionChains>();

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#listing = new OptionListing(desk.instruments);
  }

  of(session: TradingSession): OptionChains {
    let chains = this.#made.get(session);
    if (chains === undefined) this.#made.set(session, (chains = this.#make(session)));
    return chains;
  }

  #make({ clock, hub, feed, lists, barAnchor, onError }: TradingSession): OptionChains {
    const { paper, ticks } = this.#desk;
    const listing = this.#listing;
    const { source } = feed;
    const closeBefore = source === paper.simulator.source ? midnightBefore : exchangeCloseBefore;
    return new OptionChains({
      clock,
      quotes: hub.quotes,
      listing,
      lists,
      closingOi: new ClosingOi({ ticks, source, listing, closeBefore, onError }),
      rate: (day) => nseContracts.riskFreeRate(day),
      recorded: { ticks, source, barAnchor },
    });
  }
}
