import type { ImportMapping } from '../../../../contract/desk.ts';
import { DAY_MS, IST_OFFSET_MS } from '../../core/ist.ts';
import { chainPrefixes } from './import-chain-mapping.ts';
import type { ChainSideField } from './import-chain-mapping.ts';
import {
  FIRST_TIME,
  isText,
  LAST_TIME,
  MAX_PAISE,
  noiseOf,
  timeOf,
  timeOfTwo,
  tooFine,
  trimmed,
} from './import-rows.ts';
import type { Column } from './import-rows.ts';
import { columnOf } from './import-source.ts';
import type { ImportFile } from './import-source.ts';
import { sqlText } from './sql-text.ts';

/** Why a row of a chain is not kept, in the order the reasons are looked for. */
export const CHAIN_REFUSED = {
  ROW_MALFORMED: 'The line does not fit the columns',
  SYMBOL_MISSING: 'No underlying',
  TIME_UNREADABLE: 'The time is missing or cannot be read',
  EXPIRY_UNREADABLE: 'The expiry is missing or no day',
  EXPIRY_PASSED: 'The expiry lies before the day of the row',
  STRIKE_INVALID: 'The strike is no price above zero in whole paise',
  SIDE_UNREADABLE: 'Neither call (CE) nor put (PE)',
  PRICE_UNREADABLE: 'A price is no finite number, or below zero',
  PRICE_PRECISION: 'A price is finer than a paisa',
  PRICE_RANGE: 'A price is above what a chain can hold (₹2,14,74,836.47)',
  OI_INVALID: 'The open interest or its change is no number of units',
  VOLUME_INVALID: 'The volume is no number of units',
  REPEATED: 'The same strike, side and moment comes again further down, which is kept',
  LOT_UNKNOWN: "The underlying's lot on that day is not known: give the units of a contract",
} as const;
export type ChainRefusedCode = keyof typeof CHAIN_REFUSED;

const SIDES = ['call', 'put'] as const;
const PRICES = ['ltp', 'bid', 'ask'] as const;
const FIGURES = [...PRICES, 'volume', 'oi', 'chgOi', 'iv'] as const satisfies readonly ChainSideField[];
const DAY_FORMATS = ['%d-%b-%Y', '%d%b%Y', '%d-%m-%Y', '%d/%m/%Y', '%Y%m%d'];

/**
 * Reads a file of chains into a table: every row with its values (prices in paise, quantities as the file counts them, absent ones
 * NULL), or with the reason why it is refused and how it looked. Columns rn, symbol, ts, expiry, strike, side (`W` for both, `C`, `P`),
 * spot, call_ltp … put_iv, reason, shown. A side of nothing but zeros is an absent one.
 */
export function chainRowsSql(file: ImportFile, mapping: ImportMapping): string {
  const prefixes = chainPrefixes(mapping)!;
  const [callPrefix, putPrefix] = prefixes.length === 2 ? prefixes : [prefixes[0]!, prefixes[0]!];
  const wide = prefixes.length === 2;
  const column = (name: string | null | undefined) => (typeof name === 'string' ? columnOf(file, name) : null);
  const sideColumn = (side: 'call' | 'put', field: ChainSideField) => {
    const name = mapping[field] ?? null;
    return name === null ? null : columnOf(file, (side === 'call' ? callPrefix : putPrefix)! + name);
  };
  const read = SIDES.flatMap((side) =>
    FIGURES.flatMap((field) => {
      const from = sideColumn(side, field);
      return [
        `${from === null ? 'NULL::DOUBLE' : numberOf(from)} AS ${side}_${field}_read`,
        `${from === null ? 'false' : given(from)} AS ${side}_${field}_given`,
      ];
    }),
  );
  const some = (fields: readonly ChainSideField[], test: (name: string) => string) =>
    SIDES.flatMap((side) => fields.map((field) => `(${test(`${side}_${field}`)})`)).join(' OR ');
  const noNumber = (name: string) => `${name}_given AND (${name}_read IS NULL OR NOT isfinite(${name}_read))`;
  const side = column(mapping.side);
  const strike = columnOf(file, mapping.strike!);
  const spot = column(mapping.spot);
  const symbol = column(mapping.symbol);
  const time =
    mapping.time === null
      ? timeOf(columnOf(file, mapping.ts))
      : timeOfTwo(columnOf(file, mapping.ts), columnOf(file, mapping.time));
  const shown = [mapping.ts, mapping.symbol, mapping.expiry, mapping.strike, mapping.side].filter(
    (name): name is string => typeof name === 'string',
  );
  const prices = SIDES.flatMap((each) => PRICES.map((field) => `${each}_${field}`));
  const noise = (name: string) => {
    const [each, field] = name.split('_') as ['call' | 'put', ChainSideField];
    const from = sideColumn(each, field);
    return from === null ? '0' : noiseOf(from);
  };
  const kept = SIDES.flatMap((each) => {
    const present = `(side <> '${each === 'call' ? 'P' : 'C'}' AND (${FIGURES.map((field) => `coalesce(${each}_${field}_read, 0) <> 0`).join(' OR ')}))`;
    return FIGURES.map((field) => {
      const price = PRICES.some((one) => one === field);
      const value = price ? `round(${each}_${field}_read * 100)::INTEGER` : `${each}_${field}_read`;
      return `CASE WHEN reason IS NULL AND ${present} THEN ${value} END AS ${each}_${field}`;
    });
  });
  return `
    SELECT rn, symbol, ts, expiry, CASE WHEN reason IS NULL THEN round(strike_read)::INTEGER END AS strike, side,
           CASE WHEN reason IS NULL AND spot_read > 0 AND spot_read <= ${MAX_PAISE} THEN round(spot_read)::INTEGER END AS spot,
           ${kept.join(', ')}, reason,
           CASE WHEN reason IS NOT NULL THEN 'Row ' || rn || ': ' || ${shown.map((name, place) => `${sqlText(`${name} = `)} || coalesce(nullif(trim(raw_${place}::VARCHAR), ''), 'nothing')`).join(` || ', ' || `)} END AS shown
    FROM (
      SELECT * REPLACE (CASE WHEN reason IS NULL AND row_number() OVER (PARTITION BY reason, symbol, expiry, strike_read, ts, side ORDER BY rn DESC) > 1
                             THEN 'REPEATED' ELSE reason END AS reason)
      FROM (
        SELECT * RENAME (ts_read AS ts, expiry_read AS expiry),
               CASE
                 WHEN symbol IS NULL THEN 'SYMBOL_MISSING'
                 WHEN ts_read IS NULL OR ts_read NOT BETWEEN ${FIRST_TIME} AND ${LAST_TIME} THEN 'TIME_UNREADABLE'
                 WHEN expiry_read IS NULL THEN 'EXPIRY_UNREADABLE'
                 WHEN expiry_read < DATE '1970-01-01' + ((ts_read + ${IST_OFFSET_MS}) // ${DAY_MS})::INTEGER THEN 'EXPIRY_PASSED'
                 WHEN strike_read IS NULL OR NOT isfinite(strike_read) OR strike_read <= 0 OR strike_read > ${MAX_PAISE}
                   OR ${tooFine('strike_read', noiseOf(strike))} THEN 'STRIKE_INVALID'
                 WHEN side IS NULL THEN 'SIDE_UNREADABLE'
                 WHEN ${some(PRICES, (name) => `${noNumber(name)} OR ${name}_read < 0`)} THEN 'PRICE_UNREADABLE'
                 WHEN ${prices.map((name) => tooFine(`${name}_read * 100`, noise(name))).join(' OR ')} THEN 'PRICE_PRECISION'
                 WHEN ${some(PRICES, (name) => `${name}_read * 100 > ${MAX_PAISE}`)} THEN 'PRICE_RANGE'
                 WHEN ${some(['oi', 'chgOi'], noNumber)} OR ${some(['oi'], (name) => `${name}_read < 0`)} THEN 'OI_INVALID'
                 WHEN ${some(['volume'], (name) => `${noNumber(name)} OR ${name}_read < 0`)} THEN 'VOLUME_INVALID'
               END AS reason
        FROM (
          SELECT f.rn AS rn, nullif(${symbol === null ? sqlText((mapping.fixedSymbol ?? '').trim()) : trimmed(symbol)}, '') AS symbol,
                 ${time} AS ts_read, ${dayOfColumn(columnOf(file, mapping.expiry!))} AS expiry_read,
                 ${numberOf(strike)} * 100 AS strike_read, ${spot === null ? 'NULL::DOUBLE' : `${numberOf(spot)} * 100`} AS spot_read,
                 ${wide || side === null ? `'W'` : sideOf(side)} AS side,
                 ${read.join(', ')}, ${shown.map((name, place) => `${columnOf(file, name).sql} AS raw_${place}`).join(', ')}
          FROM ${file.relation} f)))`;
}

/** One row of both sides for each strike and moment, of what is kept in `import_rows`. */
export const CHAIN_BY_STRIKE = `
  SELECT symbol, expiry, ts, strike, max(spot) AS spot,
         ${SIDES.flatMap((side) => FIGURES.map((field) => `max(${side}_${field}) AS ${side}_${field}`)).join(', ')}
  FROM import_rows WHERE reason IS NULL GROUP BY symbol, expiry, ts, strike`;

/** A number with or without thousands separators; a dash is none. */
function numberOf(column: Column): string {
  if (!isText(column)) return `TRY_CAST(${column.sql} AS DOUBLE)`;
  return `TRY_CAST(replace(${trimmed(column)}, ',', '') AS DOUBLE)`;
}

function given(column: Column): string {
  return isText(column) ? `coalesce(${trimmed(column)}, '') NOT IN ('', '-')` : `(${column.sql} IS NOT NULL)`;
}

function dayOfColumn(column: Column): string {
  if (!isText(column)) return `TRY_CAST(${column.sql} AS DATE)`;
  const formats = DAY_FORMATS.map(sqlText).join(', ');
  return `coalesce(try_strptime(${trimmed(column)}, [${formats}])::DATE, TRY_CAST(${trimmed(column)} AS DATE))`;
}

function sideOf(column: Column): string {
  const text = `lower(${trimmed(column)})`;
  return `CASE WHEN ${text} IN ('ce', 'c', 'call', 'calls') THEN 'C' WHEN ${text} IN ('pe', 'p', 'put', 'puts') THEN 'P' END`;
}
