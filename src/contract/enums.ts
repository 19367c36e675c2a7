import { z } from 'zod';

export const sideSchema = z.enum(['BUY', 'SELL']);
export type Side = z.infer<typeof sideSchema>;

export const orderTypeSchema = z.enum(['MARKET', 'LIMIT']);
export type OrderType = z.infer<typeof orderTypeSchema>;

/** DAY rests until the session ends; IOC takes what the book shows and cancels the rest. */
export const validitySchema = z.enum(['DAY', 'IOC']);
export type Validity = z.infer<typeof validitySchema>;

/** NRML carries futures and options overnight, MIS is intraday, CNC is delivery. */
export const productSchema = z.enum(['NRML', 'MIS', 'CNC']);
export type Product = z.infer<typeof productSchema>;

/** The fine state; `status` of the orders table is derived from it. */
export const orderStateSchema = z.enum([
  'DRAFT',
  'DENIED',
  'QUEUED',
  'SENDING',
  'UNKNOWN',
  'ACKED',
  'TRIGGER_PENDING',
  'OPEN',
  'PARTIAL',
  'FILLED',
  'CANCELLED',
  'REJECTED',
  'EXPIRED',
  'NOT_PLACED',
]);
export type OrderState = z.infer<typeof orderStateSchema>;

export const orderStatusSchema = z.enum(['PENDING', 'FILLED', 'CANCELLED', 'REJECTED']);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

/**
 * Who asked for the order: the trader, a target or stop, or a square-off. BROKER is one that this terminal did not place:
 * made elsewhere, or a settlement at expiry.
 */
export const orderSourceSchema = z.enum(['HAND', 'BRACKET', 'SQUARE_OFF', 'BROKER']);
export type OrderSource = z.infer<typeof orderSourceSchema>;

export const instrumentKindSchema = z.enum(['INDEX', 'EQ', 'FUT', 'CE', 'PE']);
export type InstrumentKind = z.infer<typeof instrumentKindSchema>;

export const modeSchema = z.enum(['PAPER', 'REPLAY']);
export type Mode = z.infer<typeof modeSchema>;

/** ACTIVE: everything. REDUCING: exits only. HALTED: cancels, square-off, exits by hand and protective stops. */
export const tradingStateSchema = z.enum(['ACTIVE', 'REDUCING', 'HALTED']);
export type TradingState = z.infer<typeof tradingStateSchema>;

export const logTypeSchema = z.enum(['auth', 'order', 'rms', 'broker', 'system']);
export type LogType = z.infer<typeof logTypeSchema>;

/** Bar lengths the chart offers: seconds, minutes, hours, a day, a week (w), a month (M). */
export const intervalSchema = z.enum([
  '1s',
  '5s',
  '15s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '1d',
  '1w',
  '1M',
]);
export type Interval = z.infer<typeof intervalSchema>;
