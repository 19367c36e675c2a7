import nse from '../../../../resources/charges/nse.json' with { type: 'json' };
import type { InstrumentKind, Product, Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { inForce } from './in-force.ts';

/** What one fill costs beside its price, itemised, integer paise. */
export interface Charges {
  brokerage: number;
  /** Securities transaction tax. */
  stt: number;
  /** The exchange's transaction charge, without IPFT. */
  exchange: number;
  /** NSE's investor protection fund. */
  ipft: number;
  /** SEBI's turnover fee. */
  sebi: number;
  /** Stamp duty, of the buyer. */
  stamp: number;
  gst: number;
  total: number;
}

/** A fill to charge: units and paise. */
export interface ChargedFill {
  exchange: Instrument['exchange'];
  kind: InstrumentKind;
  product: Product;
  side: Side;
  quantity: number;
  price: number;
  /** IST day of the fill, `YYYY-MM-DD`. */
  day: string;
  /** Paise of turnover that earlier fills of the same order had: brokerage is charged on an executed order, not on a fill. */
  orderTurnoverBefore?: number;
  /** A settlement at expiry, not a trade; `price` is then what the contract was settled at. */
  settled?: boolean;
}

type Version = (typeof nse.versions)[number];

const CRORE = 10_000_000;

/** `turnover` × `perCrore` ÷ one crore, to the nearest paisa, half up; exact for any turnover below 2^53 paise. */
function perCroreOf(turnover: number, perCrore: number): number {
  const whole = Math.floor(turnover / CRORE);
  return whole * perCrore + Math.floor(((turnover - whole * CRORE) * perCrore + CRORE / 2) / CRORE);
}

function segmentOf(kind: InstrumentKind, product: Product): keyof Version['segments'] {
  if (kind === 'CE' || kind === 'PE') return 'options';
  if (kind === 'FUT') return 'futures';
  return product === 'MIS' ? 'intraday' : 'delivery';
}

function orderBrokerage(turnover: number, rate: { perCrore: number | null; cap: number }): number {
  if (turnover === 0) return 0;
  return rate.perCrore === null ? rate.cap : Math.min(rate.cap, perCroreOf(turnover, rate.perCrore));
}

/**
 * Brokerage that `newTurnover` adds to an order that had `turnoverBefore`, paise. The fills of an order together never
 * cost more than one executed order, however it was filled.
 */
export function brokerageOf(
  order: Pick<ChargedFill, 'kind' | 'product' | 'day'>,
  turnoverBefore: number,
  newTurnover: number,
): number {
  const rate = inForce(nse.versions, order.day).segments[segmentOf(order.kind, order.product)].brokerage;
  return orderBrokerage(turnoverBefore + newTurnover, rate) - orderBrokerage(turnoverBefore, rate);
}

/** Of a settlement only the holder of an option that is exercised pays: transaction tax on its intrinsic value. */
function settlementCharges({ kind, side, quantity, price }: ChargedFill, version: Version): Charges {
  const exercised = (kind === 'CE' || kind === 'PE') && side === 'SELL';
  const stt = exercised ? perCroreOf(quantity * price, version.exercise.stt) : 0;
  return { brokerage: 0, stt, exchange: 0, ipft: 0, sebi: 0, stamp: 0, gst: 0, total: stt };
}

/**
 * Charges of one fill on NSE, from the rates in force on its day. Every item is rounded to the nearest paisa by itself,
 * GST on the rounded items; a contract note rounds the day's STT to the rupee, which a single fill cannot know.
 */
export function chargesOf(fill: ChargedFill): Charges {
  const version = inForce(nse.versions, fill.day);
  if (fill.settled === true) return settlementCharges(fill, version);
  const rates = version.segments[segmentOf(fill.kind, fill.product)];
  const turnover = fill.quantity * fill.price;
  const items = {
    brokerage: brokerageOf(fill, fill.orderTurnoverBefore ?? 0, turnover),
    stt: perCroreOf(turnover, fill.side === 'BUY' ? rates.stt.buy : rates.stt.sell),
    exchange: perCroreOf(turnover, rates.exchange),
    ipft: perCroreOf(turnover, rates.ipft),
    sebi: perCroreOf(turnover, version.sebi),
    stamp: fill.side === 'BUY' ? perCroreOf(turnover, rates.stamp) : 0,
  };
  const taxed = version.gst.on.reduce((sum, name) => sum + items[name as keyof typeof items], 0);
  const gst = Math.round((taxed * version.gst.percent) / 100);
  const total = Object.values(items).reduce((sum, item) => sum + item, gst);
  return { ...items, gst, total };
}
