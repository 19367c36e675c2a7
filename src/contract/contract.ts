import { z } from 'zod';
import { alertSchema, alertTermsSchema } from './alerts.ts';
import { reconciliationSchema, unknownAnswerSchema } from './reconciliation.ts';
import { chainChoiceSchema, chainExpirySchema, chainSchema, chainTermSchema, straddlePointSchema } from './chain.ts';
import { instrumentKindSchema, intervalSchema, modeSchema } from './enums.ts';
import { drillPlanSchema, drillSchema } from './drill.ts';
import { flightSchema } from './flight.ts';
import { latencyDaySchema } from './latency.ts';
import { payoffArgsSchema, payoffSchema } from './payoff.ts';
import { basketPreviewSchema, basketResultSchema, basketSchema } from './basket.ts';
import { barSchema, barSubscriptionSchema, day, epochMs, instrumentId, instrumentSchema, uuid } from './market.ts';
import {
  flattenPreviewSchema,
  fundsSchema,
  intentSchema,
  pressedAt,
  orderSchema,
  positionSchema,
  previewSchema,
  tradeSchema,
} from './trading.ts';
import {
  backfillSchema,
  dataExportSchema,
  dataOverviewSchema,
  dayDetailSchema,
  retentionSchema,
  sourceDaySchema,
} from './data.ts';
import { heldLockSchema, lockScopeSchema, lockTermsSchema, trailSchema } from './protection.ts';
import { dayStorySchema, replayStepSchema } from './replay.ts';
import { calendarDaySchema, journalDaySchema, journalMarketSchema, tripNoteSchema } from './trade-journal.ts';
import { limitChangesSchema, riskSchema, selfTradeSchema } from './risk.ts';
import { strategyKindSchema, strategyParamsSchema, strategySchema, strategyTermsSchema } from './strategies.ts';
import { sqlQuerySchema, sqlResultSchema, sqlTableSchema } from './sql.ts';
import {
  importMappingSchema,
  jobSchema,
  logEntrySchema,
  recordedDaySchema,
  statusSchema,
  watchlistSchema,
} from './desk.ts';

/** read: no change. write: the user's own settings. trade: orders and exits. admin: limits, locks, data. */
export type Access = 'read' | 'write' | 'trade' | 'admin';

function call<A extends z.ZodType, R extends z.ZodType>(access: Access, args: A, result: R) {
  return { access, args, result };
}

const none = z.strictObject({});
const nothing = z.null();
const price = z.int().positive();
const ofUnderlying = z.strictObject({ underlying: z.string().max(40) });

/** Every call: who may make it, what it takes, what it gives. */
export const calls = {
  'app.hello': call(
    'read',
    z.strictObject({ protocol: z.int() }),
    z.object({ version: z.string(), mode: modeSchema, workspaceId: uuid, firstFocus: instrumentId }),
  ),

  'instruments.search': call(
    'read',
    z.strictObject({ query: z.string().max(60), limit: z.int().min(1).max(100) }),
    z.array(instrumentSchema),
  ),
  'instruments.get': call('read', z.strictObject({ ids: z.array(instrumentId).max(2000) }), z.array(instrumentSchema)),
  /** The option at the money of the nearest expiry, `offset` strikes above (+) or below (−). */
  'instruments.atm': call(
    'read',
    z.strictObject({
      underlying: z.string().max(40),
      kind: instrumentKindSchema.extract(['CE', 'PE']),
      offset: z.int().min(-50).max(50),
    }),
    instrumentSchema,
  ),
  /** The option `steps` strikes above (+) or below (−) on the same expiry and side. */
  'instruments.step': call('read', z.strictObject({ instrumentId, steps: z.int().min(-50).max(50) }), instrumentSchema),

  /** Bars oldest first, ending before `before` (null: now). The running bar comes by the `bar` topic. */
  'candles.history': call(
    'read',
    z.strictObject({
      instrumentId,
      interval: intervalSchema,
      before: epochMs.nullable(),
      limit: z.int().min(1).max(5000),
    }),
    z.array(barSchema),
  ),

  'orders.preview': call('read', intentSchema, previewSchema),
  /** Resolves when the intent is durable and decided, before the broker answers; the `orders` topic tells the rest. */
  'orders.place': call('trade', intentSchema, orderSchema),
  /** `triggerPrice` left out keeps the trigger of a stop; null makes a stop that waits a limit order. */
  'orders.modify': call(
    'trade',
    z.strictObject({ orderId: uuid, price, lots: z.int().positive(), triggerPrice: price.nullable().optional() }),
    orderSchema,
  ),
  'orders.cancel': call('trade', z.strictObject({ orderId: uuid }), orderSchema),
  /** Cancels the live orders of one instrument, or all (null). Gives how many cancels were sent. */
  'orders.cancelAll': call(
    'trade',
    z.strictObject({ instrumentId: instrumentId.nullable() }),
    z.object({ sent: z.int() }),
  ),
  /**
   * Sets, moves or removes (null) the target and stop of a position, or of a live entry order. A trail is one of the
   * stop: the stop in force given again with the same trail goes on trailing, another stop or trail begins anew.
   */
  'orders.protect': call(
    'trade',
    z.strictObject({
      instrumentId,
      orderId: uuid.nullable(),
      tpPrice: price.nullable(),
      slPrice: price.nullable(),
      trail: trailSchema.nullable(),
    }),
    nothing,
  ),

  /** Arms a profit lock of a position or a strategy in place of the one it has, or removes it (null). */
  'exits.lock': call(
    'trade',
    z.strictObject({
      scope: lockScopeSchema,
      terms: lockTermsSchema.nullable(),
      /** For the log. */
      reason: z.string().trim().min(3).max(200).optional(),
    }),
    nothing,
  ),

  /** Closes a fraction of a position at market, cancelling its exits first; whole lots, rounded down. */
  'positions.close': call(
    'trade',
    z.strictObject({
      intentId: uuid,
      instrumentId,
      fraction: z.union([z.literal(1), z.literal(0.75), z.literal(0.5), z.literal(0.25)]),
      pressedAt,
    }),
    orderSchema,
  ),
  /** The way of an order, any the desk ever had; `last` is the newest of the account in view. */
  'orders.flight': call('read', z.strictObject({ orderId: z.union([uuid, z.literal('last')]) }), flightSchema),
  /** The orders that the account in view created on a day, oldest first. */
  'orders.ofDay': call('read', z.strictObject({ day }), z.array(orderSchema)),

  /** The engine's monotonic ms, for a window to align its own clock by. */
  'latency.clock': call('read', none, z.object({ monotonic: z.number() })),
  /** How long ticks took to the screen, ms: samples of the stamps in `quotes`. */
  'latency.painted': call(
    'write',
    z.strictObject({ samples: z.array(z.number().min(0).max(60_000)).max(100) }),
    nothing,
  ),
  /** The last days with a sample, today first. */
  'latency.days': call('read', z.strictObject({ most: z.int().min(1).max(366) }), z.array(latencyDaySchema)),

  /** What has options that trade in the session in view. */
  'chain.underlyings': call('read', none, z.array(z.string())),
  'chain.expiries': call('read', ofUnderlying, z.array(chainExpirySchema)),
  /** The chain as recorded at or shortly before `ts`; null when it was not. */
  'chain.at': call('read', chainChoiceSchema.extend({ ts: epochMs }), chainSchema.nullable()),
  /** The straddle at the money since the session began, oldest first. */
  'chain.straddle': call('read', chainChoiceSchema, z.array(straddlePointSchema)),
  'chain.term': call('read', ofUnderlying, z.array(chainTermSchema)),

  /** Legs on one underlying: their worth now, at the first expiry, and under a supposition. */
  'payoff.of': call('read', payoffArgsSchema, payoffSchema),

  'baskets.preview': call('read', basketSchema, basketPreviewSchema),
  /** Resolves when every leg is filled, or one failed and that was dealt with as asked. */
  'baskets.place': call('trade', basketSchema, basketResultSchema),
  'baskets.rollback': call('trade', z.strictObject({ basketId: uuid }), basketResultSchema),
  /** Closes a position and, once that is confirmed flat, opens as many lots of the other side. */
  'positions.reverse': call(
    'trade',
    z.strictObject({ intentId: uuid, instrumentId }),
    z.object({ orders: z.array(orderSchema) }),
  ),
  /** Makes the net lots of a position (negative: short) by one order of the difference, across zero by two. */
  'positions.target': call(
    'trade',
    z.strictObject({ intentId: uuid, instrumentId, lots: z.int().min(-100_000).max(100_000) }),
    z.object({ orders: z.array(orderSchema) }),
  ),
  'positions.flattenPreview': call('read', none, flattenPreviewSchema),
  'positions.flattenAll': call(
    'trade',
    z.strictObject({ intentId: uuid, token: z.string().max(100) }),
    z.object({ orders: z.array(orderSchema) }),
  ),

  /**
   * Limits that are not named stay. What is tightened holds at once; what is loosened waits, and needs a reason (R2).
   */
  'rms.setLimits': call(
    'admin',
    limitChangesSchema.extend({
      reason: z.string().trim().min(3).max(200).optional(),
      /** Whose limits; the trader's own unless given. */
      strategyId: uuid.optional(),
    }),
    riskSchema,
  ),
  /** What becomes of an entry that would trade with an own order. */
  'rms.setSelfTrade': call('admin', z.strictObject({ mode: selfTradeSchema }), riskSchema),
  /** Opens a lock whose time has come, with a reason for the log. */
  'rms.unlock': call(
    'admin',
    z.strictObject({ lockId: z.string(), reason: z.string().trim().min(3).max(200) }),
    riskSchema,
  ),
  'rms.kill': call(
    'trade',
    z.strictObject({
      reason: z.string().min(1).max(200),
      squareOff: z.boolean(),
      /** How far it reaches; the account in view unless given. A strategy needs its id. */
      level: z.enum(['STRATEGY', 'ACCOUNT', 'BROKER', 'EVERYTHING']).optional(),
      strategyId: uuid.optional(),
    }),
    riskSchema,
  ),
  /** `typed` is REARM_WORD, typed by hand: the second step. */
  'rms.rearm': call(
    'admin',
    z.strictObject({ reason: z.string().trim().min(3).max(200), typed: z.string().max(20) }),
    riskSchema,
  ),

  /** Reads the broker's books now; gives both books once they are read. */
  'reconcile.now': call('trade', none, reconciliationSchema),
  /** Accepts the differences that `token` names: entries open though the books differ by these. */
  'reconcile.accept': call(
    'admin',
    z.strictObject({ reason: z.string().trim().min(3).max(200), token: z.string().max(4000) }),
    reconciliationSchema,
  ),
  /** What became of an order whose outcome is not known, as the trader says. */
  'reconcile.answer': call(
    'trade',
    z.strictObject({ orderId: uuid, answer: unknownAnswerSchema }),
    reconciliationSchema,
  ),

  'watchlists.list': call('read', none, z.array(watchlistSchema)),
  'watchlists.save': call('write', watchlistSchema.strict(), watchlistSchema),

  /** A named part of the workspace (layout, theme, keys), or null when never saved. */
  'workspace.load': call('read', z.strictObject({ key: z.string().max(60) }), z.unknown()),
  'workspace.save': call('write', z.strictObject({ key: z.string().max(60), value: z.json() }), nothing),

  'logs.list': call(
    'read',
    z.strictObject({ beforeSeq: z.int().nullable(), limit: z.int().min(1).max(500) }),
    z.array(logEntrySchema),
  ),
  'logs.verify': call('read', none, z.object({ ok: z.boolean(), entries: z.int(), message: z.string() })),

  /** What the running replay's day has ticks of: shares and indices by name, then contracts by expiry and strike. */
  'replay.instruments': call('read', none, z.array(instrumentSchema)),
  'replay.days': call('read', none, z.array(recordedDaySchema)),
  /** `from` null starts at the first tick inside the session. Every run trades a fresh replay account. */
  'replay.start': call(
    'trade',
    z.strictObject({ day, source: z.string().max(200), speed: z.number().min(0.5).max(100), from: epochMs.nullable() }),
    nothing,
  ),
  'replay.play': call('trade', z.strictObject({ playing: z.boolean() }), nothing),
  'replay.speed': call('trade', z.strictObject({ speed: z.number().min(0.5).max(100) }), nothing),
  /** Forward only moves on; backward starts the day again, with a fresh account, and runs up to `ts`. */
  'replay.seek': call('trade', z.strictObject({ ts: epochMs }), nothing),
  /** Pauses; back as a seek does. Back to a tick is to one of the last minute, else by that minute. */
  'replay.step': call('trade', replayStepSchema, nothing),
  /** What the account did on the day that is replayed, all of it: what lies ahead of the replay's clock is for a map of the day. */
  'replay.story': call('read', none, dayStorySchema),
  'replay.stop': call('trade', none, nothing),

  /** The columns of a file and the mapping guessed from their names: `ts` and `ltp` are empty, and `problem` says so, when no name is usual. */
  'import.inspect': call(
    'admin',
    z.strictObject({ path: z.string().max(4096) }),
    z.object({
      columns: z.array(z.object({ name: z.string(), type: z.string(), sample: z.string() })),
      rows: z.number(),
      mapping: importMappingSchema,
      problem: z.string().nullable(),
    }),
  ),
  /** Starts an import; the `jobs` topic has its progress and report. */
  'import.start': call(
    'admin',
    z.strictObject({ path: z.string().max(4096), mapping: importMappingSchema.nullable() }),
    z.object({ jobId: uuid }),
  ),
  /** Sorts the ticks of closed days as a job; null when all are sorted. Happens by itself too. */
  'days.compact': call('admin', none, z.object({ jobId: uuid.nullable() })),
  /** What is kept of the market, day by day, and how much room there is. */
  'data.overview': call('read', none, dataOverviewSchema),
  /** By symbol, with the gaps. */
  'data.day': call('read', sourceDaySchema, dayDetailSchema),
  /** Moves closed days to files as a job, all of them or `only` one; null when nothing is left to move. */
  'data.archive': call(
    'admin',
    z.strictObject({ only: sourceDaySchema.nullable() }),
    z.object({ jobId: uuid.nullable() }),
  ),
  /** Deletes ticks, bars and chains of a closed day, archived or not. */
  'data.delete': call('admin', sourceDaySchema, nothing),
  'data.export': call('admin', dataExportSchema, z.object({ jobId: uuid, path: z.string() })),
  /** Fills the gaps of a day as a job; null when it has none. */
  'data.backfill': call('admin', backfillSchema, z.object({ jobId: uuid.nullable() })),
  'data.retain': call('admin', retentionSchema, nothing),
  'jobs.cancel': call('admin', z.strictObject({ jobId: uuid }), nothing),

  /** The round trips of the account in view on a day, and how they went. */
  'journal.day': call('read', z.strictObject({ day }), journalDaySchema),
  /** The days on which trips of the account in view were closed, oldest first. */
  'journal.calendar': call('read', none, z.array(calendarDaySchema)),
  /** What was recorded of the market when those trips were opened and their orders pressed. */
  'journal.market': call('read', z.strictObject({ day }), journalMarketSchema),
  'journal.write': call('write', tripNoteSchema, nothing),

  /** Makes an alert, or changes the one of that id, which then waits anew. */
  'alerts.save': call('write', z.strictObject({ id: uuid, terms: alertTermsSchema }), nothing),
  'alerts.pause': call('write', z.strictObject({ id: uuid, paused: z.boolean() }), nothing),
  'alerts.remove': call('write', z.strictObject({ id: uuid }), nothing),
  /** The window has told the firings of an alert up to this number. */
  'alerts.told': call('write', z.strictObject({ id: uuid, seq: z.int().positive() }), nothing),

  /** What a strategy can be. */
  'strategies.kinds': call('read', none, z.array(strategyKindSchema)),
  /** Makes a strategy, which stands; given again with the same id nothing is changed. */
  'strategies.create': call('trade', strategyTermsSchema, nothing),
  /** Of one that stands. */
  'strategies.setParams': call('trade', z.strictObject({ id: uuid, params: strategyParamsSchema }), nothing),
  'strategies.start': call('trade', z.strictObject({ id: uuid }), nothing),
  /** What it holds stays, with its stops. */
  'strategies.stop': call('trade', z.strictObject({ id: uuid }), nothing),

  /** Asks ticks, chains and the books; changes nothing. */
  'sql.run': call('read', sqlQuerySchema, sqlResultSchema),
  'sql.tables': call('read', none, z.array(sqlTableSchema)),

  /** Breaks the paper session on purpose for a while; the `drill` topic has its state and report. */
  'drill.start': call('trade', drillPlanSchema, nothing),
  /** Takes every fault off at once; the report follows. */
  'drill.stop': call('trade', none, nothing),
} as const;

export type CallName = keyof typeof calls;
export type CallArgs<N extends CallName> = z.input<(typeof calls)[N]['args']>;
export type CallResult<N extends CallName> = z.output<(typeof calls)[N]['result']>;

/**
 * How a topic moves.
 * table: rows by key, TableDelta; never dropped. stream: appended rows; never dropped.
 * value: the latest wins; conflated for a slow client. quotes: packed rows, conflated per instrument.
 */
export type TopicKind = 'table' | 'stream' | 'value' | 'quotes';

function topic<K extends TopicKind, A extends z.ZodType, D extends z.ZodType>(kind: K, args: A, data: D) {
  return { kind, args, data };
}

const chosen = z.strictObject({
  instrumentIds: z.array(instrumentId).max(2000),
  /** Wants STAMP_ROW rows among the quotes. */
  stamps: z.boolean().optional(),
});

/** Every topic: its kind, what a subscription takes, and one row (table, stream) or the value. */
export const topics = {
  status: topic('value', none, statusSchema),
  quotes: topic('quotes', chosen, z.instanceof(Float64Array)),
  /** The running bar of one instrument and interval. */
  bar: topic('value', barSubscriptionSchema, barSchema.nullable()),
  /** One option chain, twice a second at most. */
  chain: topic('value', chainChoiceSchema, chainSchema),
  orders: topic('table', none, orderSchema),
  trades: topic('table', none, tradeSchema),
  positions: topic('table', none, positionSchema),
  funds: topic('value', none, fundsSchema),
  risk: topic('value', none, riskSchema),
  /** The profit locks of positions and strategies that are not over; the account's own is a limit. */
  locks: topic('value', none, z.array(heldLockSchema)),
  /** Our books beside the broker's, and the orders whose outcome is not known. */
  reconciliation: topic('value', none, reconciliationSchema),
  /** Today's latencies. */
  latency: topic('value', none, latencyDaySchema),
  /** The alerts of the live desk, the oldest first. */
  alerts: topic('value', none, z.array(alertSchema)),
  /** The strategies of the desk and their day on the paper account, the oldest first. */
  strategies: topic('value', none, z.array(strategySchema)),
  drill: topic('value', none, drillSchema),
  logs: topic('stream', none, logEntrySchema),
  jobs: topic('table', none, jobSchema),
} as const;

export type TopicName = keyof typeof topics;
export type TopicArgs<N extends TopicName> = z.input<(typeof topics)[N]['args']>;
export type TopicRow<N extends TopicName> = z.output<(typeof topics)[N]['data']>;

/** The key of a row in a table topic. */
export function rowKey(name: TopicName, row: { id?: string; instrumentId?: number }): string | number {
  return name === 'positions' ? row.instrumentId! : row.id!;
}
