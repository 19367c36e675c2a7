import type { ImportMapping } from '../../../contract/desk.ts';

/** Fields that take a column of the file, with what they are for. */
export const MAPPED_FIELDS = [
  { field: 'ts', label: 'Time', needed: true },
  { field: 'time', label: 'Time of day, where the time is a date', needed: false },
  { field: 'ltp', label: 'Last price, of bars the close', needed: true },
  { field: 'open', label: 'Open of the bar', needed: false },
  { field: 'high', label: 'High of the bar', needed: false },
  { field: 'low', label: 'Low of the bar', needed: false },
  { field: 'symbol', label: 'Symbol', needed: false },
  { field: 'kind', label: 'Kind of row', needed: false },
  { field: 'volume', label: 'Volume', needed: false },
  { field: 'seq', label: 'Sequence', needed: false },
  { field: 'bid', label: 'Bid', needed: false },
  { field: 'ask', label: 'Ask', needed: false },
  { field: 'oi', label: 'Open interest', needed: false },
  { field: 'strike', label: 'Strike, of an option chain', needed: false },
  { field: 'expiry', label: 'Expiry, of an option chain', needed: false },
  { field: 'side', label: 'Call or put, of an option chain', needed: false },
] as const satisfies readonly { field: keyof ImportMapping; label: string; needed: boolean }[];

/** A mapping with nothing chosen. */
export const EMPTY_MAPPING: ImportMapping = {
  symbol: null,
  fixedSymbol: null,
  kind: null,
  ts: '',
  ltp: '',
  open: null,
  high: null,
  low: null,
  time: null,
  volume: null,
  seq: null,
  bid: null,
  ask: null,
  oi: null,
};

/** The mapping with one field set; "" means that the file has no such column. */
export function withColumn(mapping: ImportMapping, field: keyof ImportMapping, column: string): ImportMapping {
  const needed = field === 'ts' || field === 'ltp';
  const changed = { ...mapping, [field]: column === '' && !needed ? null : column };
  return field === 'symbol' && column !== '' ? { ...changed, fixedSymbol: null } : changed;
}

/** Why the mapping cannot be used yet, or null. */
export function mappingProblem(mapping: ImportMapping): string | null {
  if (mapping.ts === '') return 'Choose the column of the time.';
  if (mapping.ltp === '') return 'Choose the column of the last price.';
  const bar = [mapping.open, mapping.high, mapping.low].filter((column) => column !== null).length;
  if (bar === 1 || bar === 2) return 'Choose open, high and low together, or none of them: rows are bars or ticks.';
  if (mapping.symbol === null && !mapping.fixedSymbol?.trim())
    return 'Choose the column of the symbol, or type the one symbol that every row is of.';
  return null;
}
