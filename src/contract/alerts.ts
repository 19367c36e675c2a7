import { z } from 'zod';
import { intervalSchema } from './enums.ts';
import { day, epochMs, instrumentId, uuid } from './market.ts';

const ofInstrument = { instrumentId };
const ofExpiry = { underlying: z.string().max(40), expiry: day };

/** What an alert looks at: a quote, an option of a chain, a whole chain, what is held, or an indicator. */
export const alertSubjectSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('LTP'), ...ofInstrument }),
  z.strictObject({ on: z.literal('CHANGE'), ...ofInstrument }),
  z.strictObject({ on: z.literal('OI'), ...ofInstrument }),
  z.strictObject({ on: z.literal('OI_CHANGE'), ...ofInstrument }),
  z.strictObject({ on: z.literal('IV'), ...ofInstrument }),
  z.strictObject({ on: z.literal('DELTA'), ...ofInstrument }),
  z.strictObject({ on: z.literal('PCR'), ...ofExpiry }),
  z.strictObject({ on: z.literal('STRADDLE'), ...ofExpiry }),
  z.strictObject({ on: z.literal('MAX_PAIN'), ...ofExpiry }),
  z.strictObject({ on: z.literal('POSITION_PNL'), ...ofInstrument }),
  z.strictObject({ on: z.literal('DAY_PNL') }),
  /** An output of an indicator at each close of a bar. */
  z.strictObject({
    on: z.literal('INDICATOR'),
    ...ofInstrument,
    interval: intervalSchema,
    indicator: z.string().max(40),
    output: z.string().max(40),
    values: z.record(z.string().max(40), z.number()),
  }),
]);
export type AlertSubject = z.infer<typeof alertSubjectSchema>;
export type AlertOn = AlertSubject['on'];

/** What is looked at, in words, and what its figure counts: `percent` is 1 for 1 %; an indicator's output says its own. */
export const ALERT_ON = {
  LTP: { title: 'Price', unit: 'paise' },
  CHANGE: { title: 'Change', unit: 'percent' },
  OI: { title: 'OI', unit: 'units' },
  OI_CHANGE: { title: 'Change in OI', unit: 'units' },
  IV: { title: 'IV', unit: 'percent' },
  DELTA: { title: 'Delta', unit: 'plain' },
  PCR: { title: 'PCR', unit: 'plain' },
  STRADDLE: { title: 'ATM straddle', unit: 'paise' },
  MAX_PAIN: { title: 'Max pain', unit: 'paise' },
  POSITION_PNL: { title: 'P&L', unit: 'paise' },
  DAY_PNL: { title: 'Day P&L', unit: 'paise' },
  INDICATOR: { title: 'Indicator', unit: 'plain' },
} as const satisfies Record<AlertOn, { title: string; unit: 'paise' | 'percent' | 'units' | 'plain' }>;

export const alertComparisonSchema = z.enum(['CROSSES_ABOVE', 'CROSSES_BELOW', 'AT_LEAST', 'AT_MOST']);
export type AlertComparison = z.infer<typeof alertComparisonSchema>;

/** How often it may fire: once, once in each bar, or each time it comes true after a pause. */
export const alertRepeatSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ONCE') }),
  z.strictObject({ type: z.literal('ONCE_A_BAR'), interval: intervalSchema }),
  z.strictObject({ type: z.literal('EVERY_TIME'), coolDownMs: z.int().min(1000).max(86_400_000) }),
]);
export type AlertRepeat = z.infer<typeof alertRepeatSchema>;

export const alertTermsSchema = z.strictObject({
  subject: alertSubjectSchema,
  comparison: alertComparisonSchema,
  /** In the unit of what is looked at. */
  level: z.number().min(-1e15).max(1e15),
  repeat: alertRepeatSchema,
  /** From then on it does not fire; null: it stands until removed. */
  expiresAt: epochMs.nullable(),
  note: z.string().max(200),
});
export type AlertTerms = z.infer<typeof alertTermsSchema>;

/** FIRED: it was to fire once and did. */
export const alertStateSchema = z.enum(['ACTIVE', 'PAUSED', 'FIRED', 'EXPIRED']);
export type AlertState = z.infer<typeof alertStateSchema>;

export const alertSchema = z.object({
  id: uuid,
  terms: alertTermsSchema,
  state: alertStateSchema,
  /** The condition in words, such as "NIFTY price crosses above 26000.00". */
  text: z.string(),
  /** What is looked at as it stands; null while it is not known or not to be trusted. */
  value: z.number().nullable(),
  /** How often it fired: the number of its last firing. */
  firings: z.int(),
  /** The last firing that a window has told. */
  told: z.int(),
  lastFiredAt: epochMs.nullable(),
  lastValue: z.number().nullable(),
  createdAt: epochMs,
});
export type Alert = z.infer<typeof alertSchema>;
