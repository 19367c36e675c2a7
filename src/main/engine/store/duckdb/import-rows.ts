import type { ImportMapping } from '../../../../contract/desk.ts';
import { IST_OFFSET_MS } from '../../core/ist.ts';
import { columnOf } from './import-source.ts';
import type { ImportFile } from './import-source.ts';
import { isOfBars } from './import-mapping.ts';
import { sqlText } from './sql-text.ts';

/** Why a row is not kept, in the order the reasons are looked for. */
export const REFUSED = {
  ROW_MALFORMED: 'The line does not fit the columns',
  SYMBOL_MISSING: 'No symbol',
  TIME_MISSING: 'No time',
  TIME_UNREADABLE: 'The time cannot be read',
  PRICE_MISSING: 'No last price',
  PRICE_UNREADABLE: 'The last price is no finite number',
  PRICE_NOT_POSITIVE: 'The last price is not above zero',
  PRICE_PRECISION: 'A price is finer than a paisa',
  BAR_CONTRADICTS: 'High and low do not hold open and close',
  PRICE_RANGE: 'A price is above what a tick can hold (₹2,14,74,836.47)',
  VOLUME_INVALID: 'The volume is missing or no whole number of units',
  SEQ_INVALID: 'The sequence is missing or no whole number',
  BOOK_UNREADABLE: 'Bid or ask is no finite number',
  OI_INVALID: 'The open interest is no whole number of units',
} as const;
export type RefusedCode = keyof typeof REFUSED;

/** The largest price in paise that an INTEGER column holds. */
export const MAX_PAISE = 2 ** 31 - 1;
/** No market data is older or newer; another reading of the number or text would be wrong. */
export const FIRST_TIME = Date.UTC(1990, 0, 1);
export const LAST_TIME = Date.UTC(2100, 0, 1);
const INDIAN_FORMATS = [
  '%d-%b-%Y %H:%M:%S',
  '%d-%m-%Y %H:%M:%S.%f',
  '%d-%m-%Y %H:%M:%S',
  '%d/%m/%Y %H:%M:%S.%f',
  '%d/%m/%Y %H:%M:%S',
];

/**
 * Reads the file into a table: every row with its values in our units (paise, epoch ms, units), or with the reason why
 * it is refused and how it looked. Columns rn, symbol, kind, ts, ltp, volume, seq, bid, ask, oi, open, high, low, reason, shown.
 */
export function rowsSql(file: ImportFile, mapping: ImportMapping): string {
  const read = (name: string | null, how: (column: Column) => string, absent: string) =>
    name === null ? absent : how(columnOf(file, name));
  const number = (name: string | null) => read(name, numberOf, 'NULL');
  const paise = (name: string | null) => read(name, scaled, 'NULL');
  const given = (name: string | null) => read(name, presence, 'false');
  const noise = (name: string | null) => read(name, noiseOf, '0');
  const symbol = read(mapping.symbol, trimmed, sqlText((mapping.fixedSymbol ?? '').trim()));
  const bars = isOfBars(mapping);
  const chosen = chosenColumns(mapping);
  const raw = chosen.map((name, index) => `${columnOf(file, name).sql} AS raw_${index}`);
  // Names of the file's columns would win over names given here, so reading and judging are two queries.
  return `
    SELECT rn, symbol, kind, ts,
           CASE WHEN reason IS NULL THEN round(ltp_paise)::INTEGER END AS ltp,
           CASE WHEN reason IS NULL THEN coalesce(volume_read, 0)::BIGINT END AS volume,
           CASE WHEN reason IS NULL THEN ${mapping.seq === null ? 'rn' : 'seq_read::BIGINT'} END AS seq,
           CASE WHEN reason IS NULL THEN greatest(coalesce(round(bid_paise), 0), 0)::INTEGER END AS bid,
           CASE WHEN reason IS NULL THEN greatest(coalesce(round(ask_paise), 0), 0)::INTEGER END AS ask,
           CASE WHEN reason IS NULL THEN coalesce(oi_read, 0)::BIGINT END AS oi,
           CASE WHEN reason IS NULL THEN round(open_paise)::INTEGER END AS open,
           CASE WHEN reason IS NULL THEN round(high_paise)::INTEGER END AS high,
           CASE WHEN reason IS NULL THEN round(low_paise)::INTEGER END AS low,
           reason,
           CASE WHEN reason IS NOT NULL THEN 'Row ' || rn || ': ' || ${shownOf(chosen)} END AS shown
    FROM (
      SELECT *, CASE WHEN ts_read BETWEEN ${FIRST_TIME} AND ${LAST_TIME} THEN ts_read END AS ts,
             CASE
               WHEN symbol IS NULL THEN 'SYMBOL_MISSING'
               WHEN NOT ts_given THEN 'TIME_MISSING'
               WHEN ts_read IS NULL OR ts_read NOT BETWEEN ${FIRST_TIME} AND ${LAST_TIME} THEN 'TIME_UNREADABLE'
               WHEN NOT ltp_given THEN 'PRICE_MISSING'
               WHEN ltp_paise IS NULL OR NOT isfinite(ltp_paise) THEN 'PRICE_UNREADABLE'
               WHEN ${bars ? 'open_paise IS NULL OR high_paise IS NULL OR low_paise IS NULL OR NOT isfinite(open_paise + high_paise + low_paise)' : 'false'} THEN 'PRICE_UNREADABLE'
               WHEN least(ltp_paise, coalesce(low_paise, ltp_paise)) <= 0 THEN 'PRICE_NOT_POSITIVE'
               WHEN low_paise > least(open_paise, ltp_paise) OR high_paise < greatest(open_paise, ltp_paise) THEN 'BAR_CONTRADICTS'
               WHEN (bid_given AND (bid_paise IS NULL OR NOT isfinite(bid_paise)))
                 OR (ask_given AND (ask_paise IS NULL OR NOT isfinite(ask_paise))) THEN 'BOOK_UNREADABLE'
               WHEN ${tooFine('ltp_paise', noise(mapping.ltp))} OR ${tooFine('bid_paise', noise(mapping.bid))}
                 OR ${tooFine('ask_paise', noise(mapping.ask))} OR ${tooFine('open_paise', noise(mapping.open))}
                 OR ${tooFine('high_paise', noise(mapping.high))} OR ${tooFine('low_paise', noise(mapping.low))} THEN 'PRICE_PRECISION'
               WHEN greatest(ltp_paise, coalesce(bid_paise, 0), coalesce(ask_paise, 0), coalesce(high_paise, 0)) > ${MAX_PAISE} THEN 'PRICE_RANGE'
               WHEN ${mapping.volume === null ? 'false' : notUnits('volume_read')} THEN 'VOLUME_INVALID'
               WHEN ${mapping.seq === null ? 'false' : notUnits('seq_read')} THEN 'SEQ_INVALID'
               WHEN oi_given AND (${notUnits('oi_read')}) THEN 'OI_INVALID'
             END AS reason
      FROM (
        SELECT f.rn AS rn, nullif(${symbol}, '') AS symbol, nullif(${read(mapping.kind, trimmed, 'NULL::VARCHAR')}, '') AS kind,
               ${mapping.time === null ? read(mapping.ts, timeOf, 'NULL') : timeOfTwo(columnOf(file, mapping.ts), columnOf(file, mapping.time))} AS ts_read, ${given(mapping.ts)} AS ts_given,
               ${paise(mapping.ltp)}::DOUBLE AS ltp_paise, ${given(mapping.ltp)} AS ltp_given,
               ${paise(mapping.open)}::DOUBLE AS open_paise, ${paise(mapping.high)}::DOUBLE AS high_paise,
               ${paise(mapping.low)}::DOUBLE AS low_paise, ${paise(mapping.bid)}::DOUBLE AS bid_paise, ${given(mapping.bid)} AS bid_given,
               ${paise(mapping.ask)}::DOUBLE AS ask_paise, ${given(mapping.ask)} AS ask_given,
               ${number(mapping.volume)}::DOUBLE AS volume_read, ${number(mapping.seq)}::DOUBLE AS seq_read,
               ${number(mapping.oi)}::DOUBLE AS oi_read, ${given(mapping.oi)} AS oi_given,
               ${raw.join(', ')}
        FROM ${file.relation} f))`;
}

/** The file's columns that are read, for the report. */
function chosenColumns({ symbol, ts, time, open, high, low, ltp, volume, seq, bid, ask, oi }: ImportMapping): string[] {
  return [symbol, ts, time, open, high, low, ltp, volume, seq, bid, ask, oi].filter((name) => name !== null);
}

/** How a row looked: each chosen column with its text. Made of refused rows alone, since text is dear. */
function shownOf(chosen: readonly string[]): string {
  return chosen
    .map((name, index) => `${sqlText(`${name} = `)} || coalesce(nullif(trim(raw_${index}::VARCHAR), ''), 'nothing')`)
    .join(` || ', ' || `);
}

export interface Column {
  sql: string;
  type: string;
}

export function isText({ type }: Column): boolean {
  return type === 'VARCHAR' || type.startsWith('ENUM');
}

export function trimmed({ sql }: Column): string {
  return `trim(${sql}::VARCHAR)`;
}

function presence(column: Column): string {
  return isText(column) ? `coalesce(${trimmed(column)}, '') <> ''` : `(${column.sql} IS NOT NULL)`;
}

function numberOf({ sql }: Column): string {
  return `TRY_CAST(${sql} AS DOUBLE)`;
}

/** Rupees to paise, not yet rounded. */
function scaled(column: Column): string {
  return `${numberOf(column)} * 100`;
}

/** How far from a whole paisa a price may be by the noise of its binary type alone, in paise, as a share of itself. */
export function noiseOf({ type }: Column): string {
  return type === 'FLOAT' ? '1.2e-7' : '1e-12';
}

export function tooFine(paise: string, share: string): string {
  return `abs(${paise} - round(${paise})) > 1e-4 + abs(${paise}) * ${share}`;
}

function notUnits(number: string): string {
  return `${number} IS NULL OR NOT isfinite(${number}) OR ${number} < 0 OR ${number} <> floor(${number}) OR ${number} > ${Number.MAX_SAFE_INTEGER}`;
}

/** Epoch ms of a column of any type: without an offset it is IST; a number is s, ms, µs or ns since 1970 by its size. */
export function timeOf(column: Column): string {
  const { sql, type } = column;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `epoch_ms(${sql})`;
  if (type.startsWith('TIMESTAMP') || type === 'DATE') return `epoch_ms(${sql}::TIMESTAMP) - ${IST_OFFSET_MS}`;
  if (!isText(column)) return epochOf(numberOf(column));
  const text = trimmed(column);
  const formats = INDIAN_FORMATS.map(sqlText).join(', ');
  return `CASE
    WHEN regexp_full_match(${text}, '[0-9]+([.][0-9]+)?') THEN ${epochOf(`TRY_CAST(${text} AS DOUBLE)`)}
    WHEN regexp_matches(${text}, ':[0-9]{2}([.][0-9]+)? ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$')
      THEN epoch_ms(TRY_CAST(${text} AS TIMESTAMPTZ))
    ELSE epoch_ms(coalesce(TRY_CAST(${text} AS TIMESTAMP), try_strptime(${text}, [${formats}]))) - ${IST_OFFSET_MS} END`;
}

/** Of a date and a time of day in columns of their own, both IST: `20240101` or `2024-01-01`, `09:15` or `09:15:00`. */
export function timeOfTwo(date: Column, time: Column): string {
  const day = `coalesce(try_strptime(${trimmed(date)}, '%Y%m%d'), TRY_CAST(${trimmed(date)} AS TIMESTAMP),
    try_strptime(${trimmed(date)}, ['%d-%m-%Y', '%d/%m/%Y']))`;
  const clock = `TRY_CAST(${trimmed(time)} || CASE WHEN ${trimmed(time)} SIMILAR TO '[0-9]+:[0-9]+' THEN ':00' ELSE '' END AS TIME)`;
  return `epoch_ms(${day}) + epoch_ms(${clock}) - ${IST_OFFSET_MS}`;
}

function epochOf(number: string): string {
  const ms = `CASE WHEN ${number} < 1e11 THEN ${number} * 1000 WHEN ${number} < 1e14 THEN ${number}
    WHEN ${number} < 1e17 THEN ${number} / 1000 ELSE ${number} / 1e6 END`;
  return `TRY_CAST(floor(${ms}) AS BIGINT)`;
}
