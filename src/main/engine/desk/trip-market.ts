import type { Chain } from '../../../contract/chain.ts';
import type { JournalMarket, Trip, TripMarket, TripOrder } from '../../../contract/trade-journal.ts';
import { istDay, istMidnight } from '../core/ist.ts';
import { tripGroups } from '../domain/day-report.ts';
import type { OrderRecord } from '../domain/order.ts';
import { strikeGroup, strikesOut } from '../domain/strikes-out.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { DeskStore } from '../store/desk-store.ts';
import type { RecordedQuote, TickStore } from '../store/tick-store.ts';
import type { OptionChains } from './option-chains.ts';

export interface TripMarketParts {
  store: Pick<DeskStore, 'orders'>;
  instruments: Pick<InstrumentBook, 'get'>;
  ticks: Pick<TickStore, 'quotesAt'>;
  chains: Pick<OptionChains, 'at'>;
  /** Of the account's ticks, as in the tick store. */
  source: string;
}

/** What the market was, as recorded, to the trips of a day: at the press of each order, and when each trip was opened. */
export async function journalMarket(
  { store, instruments, ticks, chains, source }: TripMarketParts,
  accountId: string,
  { day, trips }: { day: string; trips: readonly Trip[] },
): Promise<JournalMarket> {
  const since = Math.min(istMidnight(day), ...trips.map(({ openedAt }) => istMidnight(istDay(openedAt))));
  const placed = new Map(store.orders(accountId, since).map((order) => [order.id, order]));
  const orders = [...new Set(trips.flatMap(({ orderIds }) => orderIds))].flatMap((id) => placed.get(id) ?? []);
  const asked = orders.map(({ instrumentId, createdAt }) => ({ instrumentId, ts: createdAt }));
  const quotes = await ticks.quotesAt(source, asked);
  const told = new Map(orders.map((order, n) => [order.id, tripOrder(order, quotes[n] ?? null)]));
  const markets: TripMarket[] = [];
  for (const trip of trips) {
    const { underlying, kind, strike, expiry } = instruments.get(trip.instrumentId);
    const option = kind === 'CE' || kind === 'PE';
    const pressedAt = told.get(trip.id)?.pressedAt ?? trip.openedAt;
    const chain = option && expiry !== null ? await chains.at({ underlying, expiry }, pressedAt) : null;
    markets.push({
      tripId: trip.id,
      ...optionAt(chain, strike, kind === 'CE'),
      orders: trip.orderIds.flatMap((id) => told.get(id) ?? []),
    });
  }
  const known = [...told.values()].flatMap(({ slippage }) => (slippage === null ? [] : [slippage]));
  const outOf = new Map(markets.map(({ tripId, strikesOut: out }) => [tripId, out]));
  return {
    day,
    trips: markets,
    slippage: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
    byStrike: tripGroups(trips, ({ id }) => {
      const out = outOf.get(id) ?? null;
      return out === null ? [] : [strikeGroup(out)];
    }),
  };
}

function tripOrder({ id, side, createdAt, filled, filledValue }: OrderRecord, quote: RecordedQuote | null): TripOrder {
  const touch = (side === 'BUY' ? quote?.ask : quote?.bid) ?? 0;
  const worse = side === 'BUY' ? filledValue - touch * filled : touch * filled - filledValue;
  return {
    orderId: id,
    side,
    pressedAt: createdAt,
    quantity: filled,
    average: filled === 0 ? 0 : filledValue / filled,
    bid: quote?.bid || null,
    ask: quote?.ask || null,
    slippage: touch === 0 || filled === 0 ? null : worse,
  };
}

const NOTHING = { spot: null, daysLeft: null, strikesOut: null, atmIv: null, pcrOi: null };
const NO_GREEKS = { iv: null, delta: null, gamma: null, theta: null, vega: null };

function optionAt(chain: Chain | null, strike: number | null, call: boolean): Omit<TripMarket, 'tripId' | 'orders'> {
  if (chain === null || strike === null) return { ...NOTHING, ...NO_GREEKS };
  const { spot, daysLeft, figures, strikes } = chain;
  const row = strikes.find((one) => one.strike === strike);
  const side = call ? row?.call : row?.put;
  const { iv, delta, gamma, theta, vega } = side ?? NO_GREEKS;
  const at = strikes.map((one) => one.strike);
  return {
    spot,
    daysLeft,
    strikesOut: figures.atmStrike === null ? null : strikesOut(at, figures.atmStrike, strike, call),
    iv,
    delta,
    gamma,
    theta,
    vega,
    atmIv: figures.atmIv,
    pcrOi: figures.pcrOi,
  };
}
