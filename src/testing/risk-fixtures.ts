import type { Instrument } from '../contract/market.ts';
import type { Limits } from '../contract/risk.ts';
import { NO_LIMITS } from '../main/engine/domain/limits.ts';
import type { MarketQuote } from '../main/engine/domain/quote.ts';
import type { RiskLockRecord } from '../main/engine/domain/risk-state.ts';
import type { RiskOrder, RiskSnapshot } from '../main/engine/rms/decision.ts';

/** A weekly NIFTY call, lot 65, tick 0.05, freeze 1800. */
export const CALL: Instrument = {
  id: 7,
  exchange: 'NFO',
  symbol: 'NIFTY01DEC2626000CE',
  name: 'NIFTY 26000 CE',
  underlying: 'NIFTY',
  kind: 'CE',
  expiry: '2026-12-01',
  strike: 2_600_000,
  lotSize: 65,
  tickSize: 5,
  freezeQty: 1800,
};

/** 11:00 IST on 23-Nov-2026. */
export const NOW = Date.parse('2026-11-23T05:30:00Z');

/** Bid 164.20, ask 164.30, previous close 150.00. */
export const QUOTE: MarketQuote = {
  instrumentId: CALL.id,
  ts: NOW,
  ltp: 16_425,
  bid: 16_420,
  ask: 16_430,
  bidQty: 650,
  askQty: 650,
  volume: 100_000,
  oi: 1_000_000,
  open: 15_000,
  high: 17_000,
  low: 14_000,
  prevClose: 15_000,
  depth: null,
  estimatedBook: false,
};

/** Buys one lot at the ask: passes in the snapshot below. */
export const ORDER: RiskOrder = {
  instrument: CALL,
  side: 'BUY',
  lots: 1,
  quantity: 65,
  price: 16_430,
  triggerPrice: null,
  isMarket: false,
  strategyId: null,
  modifications: 0,
  product: 'NRML',
  source: 'HAND',
  reduces: false,
  confirmed: false,
};

export const SNAPSHOT: RiskSnapshot = {
  now: NOW,
  monotonic: 60_000,
  tradingState: 'ACTIVE',
  phase: { label: 'Normal session', open: true, until: null, next: null },
  reconciled: true,
  feedStale: false,
  quote: QUOTE,
  netQty: 0,
  openLotsAfter: 1,
  openLotsNow: 0,
  positionLotsAfter: 1,
  shortLotsNow: 0,
  shortLotsAfter: 0,
  premiumAfter: 1_067_950,
  strategy: null,
  greeks: null,
  working: [],
  selfTrade: 'BLOCK',
  ordersToday: 0,
  messagesToday: 0,
  tradesToday: 0,
  clockSkew: 0,
  locks: [],
  dayNet: 0,
  equity: 50_000_000,
  marginHeld: 0,
  marginBlocked: 0,
  marginAfter: 1_067_950,
  recent: [],
  sent: [],
  capabilities: {
    name: 'Paper',
    rateLimits: [{ windowMs: 1000, max: 10, reservedForExits: 2 }],
    orderBookLagMs: 0,
    tagged: true,
    fillsTold: true,
    maxModifications: 25,
    stopOrders: true,
    amo: false,
  },
};

/** Keeps entries out until a minute from now. */
export const LOCK: RiskLockRecord = {
  id: '00000000-0000-4000-8000-00000000000a',
  accountId: '00000000-0000-4000-8000-00000000000b',
  strategyId: null,
  kind: 'DRAWDOWN',
  since: NOW,
  opensAt: NOW + 30_000,
  endsAt: NOW + 60_000,
  reason: "The day's net fell by ₹5,000.00 from its best.",
  openedAt: null,
  openedBecause: null,
};

export const LIMITS: Limits = { ...NO_LIMITS, maxLoss: 1_500_000, maxLots: 20 };
