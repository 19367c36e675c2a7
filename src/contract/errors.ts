import { z } from 'zod';

/**
 * Every error code that may cross a process border, `CATEGORY_CONDITION`, with what it means.
 * A message is a sentence for a person: the rule, the value, the limit, the next step.
 */
export const ERROR_CODES = {
  CALL_UNKNOWN: 'No call of that name is in the contract.',
  CALL_INVALID: 'The arguments do not fit the contract.',
  CALL_FAILED: 'The engine failed while answering; the log has the cause.',
  CALL_FORBIDDEN: 'This connection may not make that call.',
  CONNECTION_LOST: 'The connection closed before the answer came.',
  CONNECTION_FLOODED: 'The connection sent more than its rate or size allows.',
  INSTRUMENT_UNKNOWN: 'No instrument has that id.',
  INSTRUMENT_NOT_TRADABLE: 'An index cannot be traded.',
  ORDER_UNKNOWN: 'No order has that id.',
  ORDER_NOT_LIVE: 'The order is already in a final state.',
  ORDER_BUSY: 'The order has a request under way.',
  ORDER_INTENT_REUSED: 'The intent id was used before for other fields.',
  POSITION_FLAT: 'There is no position to act on.',
  PREVIEW_STALE: 'The preview no longer matches the books.',
  RMS_PRICE_BAND: 'The price is outside the exchange band.',
  RMS_FAT_FINGER: 'The price is too far from the market.',
  RMS_NO_PRICE: 'No confirmed bid or ask to check against.',
  RMS_LOT_MULTIPLE: 'The quantity is not a multiple of the lot.',
  RMS_TICK_SIZE: 'The price is not a multiple of the tick.',
  RMS_TRIGGER: 'The trigger of a stop does not fit its limit, the market or the broker.',
  RMS_MAX_LOTS: 'Open lots would exceed max_lots.',
  RMS_MAX_LOSS: "The day's loss has reached max_loss.",
  RMS_FREEZE_QTY: 'The quantity is above the freeze quantity.',
  RMS_RATE_LIMIT: "The broker's order rate is used up.",
  RMS_DUPLICATE: 'The same order was sent a moment ago; asked once.',
  RMS_MARKET_CLOSED: 'The market is not in session.',
  RMS_HALTED: 'Trading is halted; only exits are sent.',
  RMS_REDUCING: 'Only orders that reduce a position are sent.',
  RMS_MARGIN: 'The margin does not suffice.',
  RMS_STALE_FEED: 'The feed is stale.',
  RMS_RECONCILING: 'Books are not reconciled yet.',
  BROKER_REFUSED: 'The broker refused the order.',
  BROKER_ORDER: "The order is the broker's own or was placed elsewhere; this is its word on it.",
  BROKER_UNKNOWN: 'The broker did not answer; the outcome is not known.',
  JOURNAL_UNAVAILABLE: 'The order journal cannot be written.',
  STORE_NEWER: 'The database was written by a newer version.',
  STORE_LOCKED: 'Another terminal has this data folder open.',
  STORE_FAILED: 'The database cannot be read or written.',
  STORE_DAMAGED: 'The database fails its integrity check.',
  IMPORT_FILE: 'The file cannot be read.',
  IMPORT_COLUMN: 'A needed column is missing.',
  IMPORT_CANCELLED: 'The import was cancelled.',
  IMPORT_BUSY: 'An import is already running.',
  REPLAY_NO_DAY: 'Nothing is recorded for that day.',
  REPLAY_NOT_RUNNING: 'No replay is running.',
  SETTING_INVALID: 'The setting has an impossible value.',
  PORT_IN_USE: 'The port is taken.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error as it crosses a wire. `details` holds the figures named in the message. */
export const wireErrorSchema = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).default({}),
});
export type WireError = z.infer<typeof wireErrorSchema>;
