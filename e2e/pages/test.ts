import { test as base, expect } from '../launch/test.ts';
import { Books } from './books.ts';
import { complaintsOf, faultsOf } from './console-faults.ts';
import { FlightPage } from './flight.ts';
import { OptionChain } from './option-chain.ts';
import { Palette } from './palette.ts';
import { Review } from './review.ts';
import { Ticket } from './ticket.ts';
import { TradePage } from './trade-page.ts';

export { expect };

interface Pages {
  trade: TradePage;
  books: Books;
  ticket: Ticket;
  flight: FlightPage;
  chain: OptionChain;
  palette: Palette;
  review: Review;
  /** Every test waits for the desk first, and fails on what the page or the process complained of. */
  cleanConsole: void;
}

/** The terminal's parts, on the terminal of the spec's desk. */
export const test = base.extend<Pages>({
  trade: async ({ terminal }, use) => use(new TradePage(terminal)),
  books: async ({ terminal }, use) => use(new Books(terminal)),
  ticket: async ({ terminal }, use) => use(new Ticket(terminal)),
  flight: async ({ terminal }, use) => use(new FlightPage(terminal)),
  chain: async ({ terminal }, use) => use(new OptionChain(terminal)),
  palette: async ({ terminal }, use) => use(new Palette(terminal)),
  review: async ({ terminal }, use) => use(new Review(terminal)),
  cleanConsole: [
    async ({ trade, terminal }, use, info) => {
      await trade.ready();
      await use();
      if (info.status !== info.expectedStatus) {
        await trade.page.screenshot({ path: info.outputPath('failure.png') });
        await info.attach('page', { body: await trade.page.locator('body').ariaSnapshot() });
      }
      expect(await faultsOf(trade.page)).toEqual([]);
      expect(complaintsOf(terminal.stderr())).toEqual([]);
    },
    { auto: true },
  ],
});
