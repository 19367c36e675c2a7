import type { ImportMapping } from '../../../../contract/desk.ts';
import { AppError } from '../../core/app-error.ts';

const SIDE_FIELDS = ['ltp', 'bid', 'ask', 'volume', 'oi', 'chgOi', 'iv'] as const;
export type ChainSideField = (typeof SIDE_FIELDS)[number];
const ROW_FIELDS = ['ts', 'time', 'symbol', 'expiry', 'strike', 'side', 'spot'] as const;
type Field = ChainSideField | (typeof ROW_FIELDS)[number];

interface Named {
  name: string;
}

/** Usual names, the likeliest first; compared in lower case without spaces, dots, dashes or underscores. */
const USUAL_NAMES: Record<Field, readonly string[]> = {
  ts: ['collectedat', 'ts', 'timestamp', 'datetime', 'exchangetimestamp', 'exchangets', 'date', 'time'],
  time: ['time', 'timeofday'],
  symbol: ['underlying', 'indexname', 'symbol', 'index', 'ticker', 'name'],
  expiry: ['expiry', 'expirydate', 'expiration', 'exp'],
  strike: ['strike', 'strikeprice', 'strikepr'],
  side: ['side', 'optiontype', 'optiontyp', 'right', 'cepe', 'type', 'instrumenttype'],
  spot: ['spot', 'spotprice', 'underlyingvalue', 'underlyingprice'],
  ltp: ['ltp', 'lastprice', 'lasttradedprice', 'last', 'close', 'price'],
  bid: ['bid', 'bidprice', 'bestbid', 'bestbidprice', 'buyprice1', 'buyprice'],
  ask: ['ask', 'askprice', 'bestask', 'bestaskprice', 'sellprice1', 'sellprice', 'offer'],
  volume: ['volume', 'totaltradedvolume', 'volumetraded', 'tradedvolume', 'vol'],
  oi: ['oi', 'openinterest'],
  chgOi: ['chginoi', 'chnginoi', 'chgoi', 'changeinopeninterest', 'changeinoi', 'oichange'],
  iv: ['iv', 'impliedvolatility'],
};
/** Names that only NSE's own pages and files use: their quantities are in contracts. */
const NSE_NAMES = ['chnginoi', 'changeinopeninterest'];
const CALL_PREFIX = /^(?:calls?|ce|c)[\s._-]/i;
const PUT_PREFIX = /^(?:puts?|pe|p)[\s._-]/i;

/** Whether the rows of a file are strikes of option chains. */
export function isOfChain({ strike }: ImportMapping): boolean {
  return (strike ?? null) !== null;
}

/** Chooses the columns of a chain by their usual names; null when the file has no strike and expiry, thus no chain. */
export function guessChainMapping(
  columns: readonly Named[],
): { mapping: ImportMapping; problem: string | null } | null {
  const call = prefixOf(columns, CALL_PREFIX);
  const put = prefixOf(columns, PUT_PREFIX);
  const wide = call !== null && put !== null;
  const names = columns.map(({ name }) => name);
  const rowNames = wide ? names.filter((name) => !name.startsWith(call) && !name.startsWith(put)) : names;
  const sideNames = wide ? sideColumns(columns, call, put) : names;
  const find = (field: Field, among: readonly string[]) =>
    USUAL_NAMES[field]
      .map((usual) => among.find((name) => plain(name) === usual))
      .find((found) => found !== undefined) ?? null;
  const strike = find('strike', rowNames);
  const expiry = find('expiry', rowNames);
  if (strike === null || expiry === null) return null;
  const side = wide ? null : find('side', rowNames);
  // Bars of contracts name a strike too.
  if (!wide && (side === null || names.some((name) => plain(name) === 'open'))) return null;
  const ts = find('ts', rowNames) ?? '';
  const ltp = find('ltp', sideNames) ?? '';
  const chgOi = find('chgOi', sideNames);
  const mapping: ImportMapping = {
    symbol: find('symbol', rowNames),
    fixedSymbol: null,
    kind: null,
    ts,
    time: plain(ts) === 'date' ? find('time', rowNames) : null,
    ltp,
    open: null,
    high: null,
    low: null,
    seq: null,
    volume: find('volume', sideNames),
    bid: find('bid', sideNames),
    ask: find('ask', sideNames),
    oi: find('oi', sideNames),
    strike,
    expiry,
    side,
    call: wide ? call : null,
    put: wide ? put : null,
    chgOi,
    iv: find('iv', sideNames),
    spot: find('spot', rowNames),
    lot: chgOi !== null && NSE_NAMES.includes(plain(chgOi)) ? 'NSE' : null,
  };
  const missing =
    ts === ''
      ? 'for the time (timestamp, collected_at)'
      : ltp === ''
        ? 'for the last price (ltp, last_price)'
        : mapping.symbol === null
          ? 'for the underlying: give the symbol of all rows'
          : null;
  const problem = missing === null ? null : `No column has a usual name ${missing}. The file has ${names.join(', ')}.`;
  return { mapping, problem };
}

/** What follows both prefixes in the names of a file's columns: `ltp` of `CE_ltp` and `PE_ltp`. */
export function sideColumns(columns: readonly Named[], call: string, put: string): string[] {
  const names = new Set(columns.map(({ name }) => name));
  return [...names]
    .filter((name) => name.startsWith(call) && names.has(put + name.slice(call.length)))
    .map((name) => name.slice(call.length));
}

/**
 * Refuses a mapping that a file of option chains cannot serve.
 *
 * @throws AppError IMPORT_COLUMN with the column and the columns there are
 */
export function checkChainMapping(name: string, columns: readonly Named[], mapping: ImportMapping): void {
  const has = columns.map((column) => column.name);
  const refuse = (sentence: string, field: string) => {
    throw new AppError('IMPORT_COLUMN', `${name} ${sentence} It has ${has.join(', ')}.`, { field, columns: has });
  };
  for (const field of ROW_FIELDS) {
    const column = mapping[field] ?? null;
    if (column !== null && !has.includes(column)) {
      refuse(`${column === '' ? 'needs a column' : `has no column ${column}`} for ${field}: choose one.`, field);
    }
  }
  if ((mapping.expiry ?? null) === null)
    refuse('needs a column for expiry, the day its options end: choose one.', 'expiry');
  if (mapping.symbol === null && (mapping.fixedSymbol ?? '').trim() === '') {
    refuse('needs a column for the underlying, or one symbol for all its rows.', 'symbol');
  }
  const prefixes = chainPrefixes(mapping);
  if (prefixes === null) {
    refuse('needs a column that says call or put, or the prefixes of the columns of calls and of puts.', 'side');
  }
  for (const field of SIDE_FIELDS) {
    const column = mapping[field] ?? null;
    if (column === null) continue;
    const missing = prefixes!.map((prefix) => prefix + column).find((each) => column === '' || !has.includes(each));
    if (missing !== undefined) {
      refuse(`${column === '' ? 'needs a column' : `has no column ${missing}`} for ${field}: choose one.`, field);
    }
  }
  const lot = mapping.lot ?? null;
  if (lot === null || lot === 'NSE' || /^[1-9]\d{0,5}$/.test(lot)) return;
  throw new AppError(
    'IMPORT_COLUMN',
    `The lot ${lot} is neither NSE nor a whole number of units from 1 to 9,99,999. Give one of them, or none where quantities are in units.`,
    { field: 'lot', lot },
  );
}

/** Of calls and puts where a row holds both, one empty one where it holds a side; null when the mapping says neither. */
export function chainPrefixes({ side, call, put }: ImportMapping): string[] | null {
  if (typeof call === 'string' && typeof put === 'string' && call !== put) return [call, put];
  return typeof side === 'string' ? [''] : null;
}

/** The prefix that most columns have. */
function prefixOf(columns: readonly Named[], shape: RegExp): string | null {
  const counts = new Map<string, number>();
  for (const { name } of columns) {
    const prefix = shape.exec(name)?.[0];
    if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, '');
}
