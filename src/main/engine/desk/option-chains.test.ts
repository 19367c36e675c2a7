import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Chain } from '../../../contract/chain.ts';
import { seededIds } from '../core/ids.ts';
import { istMidnight } from '../core/ist.ts';
import { silentLog } from '../core/operator-log.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import { OptionListing } from '../market-data/option-listing.ts';
import { openDeskStore } from '../store/sqlite/open-desk-store.ts';
import type { ChainRow, TickStore } from '../store/tick-store.ts';
import { temporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import type { TemporaryTickStore } from '../../../testing/temporary-tick-store.ts';
import { settle } from '../../../testing/order-desk.ts';
import { ClosingOi, midnightBefore } from './closing-oi.ts';
import { OptionChains } from './option-chains.ts';
import { PaperMarket } from './paper-market.ts';

const MIDNIGHT = istMidnight('2026-11-26');
const ids = seededIds(3);
let place: TemporaryTickStore;
beforeEach(() => {
  place = temporaryTickStore();
});
afterEach(() => place.remove());

/** The simulated market recording its chains into a real store, `kept` the batches as they are handed over. */
async function recording(from: number) {
  const clock = new VirtualClock(from);
  const store = openDeskStore({ file: ':memory:', clock, ids });
  const ticks = await place.open();
  const kept: (readonly ChainRow[])[] = [];
  const tapped: TickStore = {
    ...ticks,
    appendChain(source, rows) {
      kept.push(rows);
      return ticks.appendChain(source, rows);
    },
  };
  const instruments = new InstrumentBook();
  const market = new PaperMarket({ clock, ids, store, ticks: tapped, instruments, seed: 5, log: silentLog });
  await market.start();
  const { hub, lists, onError } = market.session;
  const listing = new OptionListing(instruments);
  const source = market.simulator.source;
  const chains = new OptionChains({
    clock,
    quotes: hub.quotes,
    listing,
    lists,
    closingOi: new ClosingOi({ ticks, source, listing, closeBefore: midnightBefore, onError }),
    rate: () => 0.055,
    recorded: { ticks, source, barAnchor: 0 },
  });
  /** Writes are done in their order: the last one done, all are. */
  const written = () => ticks.saveInstruments([]);
  const advance = async (until: number, each: () => void = () => {}) => {
    while (clock.now() < until) {
      clock.advanceTo(Math.min(until, clock.now() + 50));
      each();
      await settle();
      await written();
    }
  };
  return { chains, clock, ticks, kept, advance, written, close: () => market.close() };
}

const quoted = ({ strikes }: Chain) =>
  strikes.map(({ strike, call, put }) => [
    strike,
    ...[call, put].map((side) => [side?.ltp, side?.bid, side?.ask, side?.volume, side?.oi, side?.instrumentId]),
  ]);

it('keeps what changed, reads any moment back as it was on screen, and nothing later', async () => {
  const { chains, clock, kept, advance, written, close } = await recording(MIDNIGHT + 300_000);
  await advance(clock.now() + 1000);
  const underlying = chains.underlyings()[0]!;
  const { expiry, strikes: listed } = chains.expiries(underlying)[0]!;
  const choice = { underlying, expiry };
  const seen = new Map<number, Chain>();
  await advance(clock.now() + 6000, () => seen.set(clock.now(), chains.view(choice)));
  await written();

  const middle = clock.now() - 3000;
  const then = (await chains.at(choice, middle))!;
  expect(then.ts).toBeLessThanOrEqual(middle);
  expect(middle - then.ts).toBeLessThanOrEqual(2000);
  expect(then.strikes.length).toBe(listed);
  const shown = seen.get(then.ts)!;
  expect(quoted(then)).toEqual(quoted(shown));
  expect(then.forward).toBeCloseTo(shown.forward!, 6);
  expect(then.figures.atmIv).toBeCloseTo(shown.figures.atmIv!, 9);
  const future = await chains.at(choice, clock.now() + 3_600_000);
  expect(future!.ts).toBeLessThanOrEqual(clock.now());
  expect(await chains.at(choice, middle - 310_000)).toBeNull();

  const batches = kept.map((rows) => rows.filter((row) => row.expiry === expiry)).filter((rows) => rows.length > 0);
  const moments = new Set(batches.map((rows) => rows[0]!.ts));
  expect(moments.size).toBeGreaterThanOrEqual(5);
  const wholes = batches.filter((rows) => rows.length === listed);
  expect(wholes.length).toBeLessThan(batches.length);
  const straddles = await chains.straddles(choice);
  expect(straddles.length).toBeGreaterThanOrEqual(5);
  expect(straddles.at(-1)!.straddle / chains.view(choice).figures.straddle!).toBeCloseTo(1, 1);
  const [nearest, ...later] = chains.term(underlying);
  expect(nearest).toMatchObject({ expiry });
  expect(later.every(({ daysLeft }) => daysLeft > nearest!.daysLeft)).toBe(true);
  await close();
});

it('knows the change of open interest where the last close was recorded, and says why where it was not', async () => {
  const { chains, clock, advance, written, close } = await recording(MIDNIGHT - 5000);
  await advance(clock.now() + 1000);
  const underlying = chains.underlyings()[0]!;
  const choice = { underlying, expiry: chains.expiries(underlying)[0]!.expiry };
  chains.view(choice);
  await written();
  await advance(MIDNIGHT - 50);
  const calls = ({ strikes }: Chain) => strikes.map(({ call }) => call!);
  const before = chains.view(choice);
  expect(calls(before).every(({ chgOi }) => chgOi === null)).toBe(true);
  expect(calls(before)[0]!.chgOiReason).toBe('the close of 2026-11-24 at 23:59:59 was not recorded');

  await advance(MIDNIGHT + 2000);
  await written();
  chains.view(choice);
  // Reads are answered in their order: this one after that of the closing open interest.
  await chains.at(choice, clock.now());
  const closing = new Map(
    (await chains.at(choice, MIDNIGHT - 1))!.strikes.map(({ strike, call }) => [strike, call!.oi!]),
  );
  const known = chains.view(choice).strikes.filter(({ strike }) => closing.has(strike));
  expect(known.length).toBeGreaterThan(20);
  for (const { strike, call } of known) {
    expect(call).toMatchObject({ chgOi: call!.oi! - closing.get(strike)!, chgOiReason: null });
  }
  await close();
});
