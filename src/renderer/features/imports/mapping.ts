import type { ImportMapping } from '../../../contract/desk.ts';

/** Fields that take a column of the file, with what they are for. */
export const MAPPED_FIELDS = [
  { field: 'ts', label: 'Time', needed: true },
  { field: 'ltp', label: 'Last price', needed: true },
  { field: 'symbol', label: 'Symbol', needed: false },
  { field: 'kind', label: 'Kind of row', needed: false },
  { field: 'volume', label: 'Volume', needed: false },
  { field: 'seq', label: 'Sequence', needed: false },
  { field: 'bid', label: 'Bid', needed: false },
  { field: 'ask', label: 'Ask', needed: false },
  { field: 'oi', label: 'Open interest', needed: false },
] as const satisfies readonly { field: keyof ImportMapping; label: string; needed: boolean }[];

/** A mapping with nothing chosen. */
export const EMPTY_MAPPING: ImportMapping = {
  symbol: null,
  fixedSymbol: null,
  kind: null,
  ts: '',
  ltp: '',
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
  if (mapping.symbol === null && !mapping.fixedSymbol?.trim())
    return 'Choose the column of the symbol, or type the one symbol that every row is of.';
  return null;
}
