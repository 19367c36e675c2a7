import type { chainMappingFields } from '../../../../contract/chain-import.ts';
import type { ImportMapping } from '../../../../contract/desk.ts';
import { AppError } from '../../core/app-error.ts';
import { checkChainMapping, guessChainMapping, isOfChain } from './import-chain-mapping.ts';

type Field = Exclude<keyof ImportMapping, 'fixedSymbol' | keyof typeof chainMappingFields>;

/** The last price of a bar; of a tick it would be the day before's. */
const CLOSE = 'close';

/** Usual names of each field, the likeliest first; compared in lower case without spaces, dots, dashes or underscores. */
const USUAL_NAMES: Record<Field, readonly string[]> = {
  symbol: ['symbol', 'tradingsymbol', 'ticker', 'scrip', 'instrument', 'instrumenttoken', 'token', 'name'],
  kind: ['kind', 'instrumenttype', 'type'],
  ts: ['ts', 'timestamp', 'datetime', 'exchangetimestamp', 'exchangets', 'lasttradetime', 'ltt', 'date', 'time'],
  time: ['time', 'timeofday'],
  ltp: ['ltp', 'lastprice', 'lasttradedprice', 'last', 'price', CLOSE],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  volume: ['volume', 'volumetraded', 'cumulativevolume', 'totaltradedvolume', 'ttv', 'vol'],
  seq: ['seq', 'sequence', 'sequencenumber', 'seqno'],
  bid: ['bid', 'bidprice', 'bestbid', 'bestbidprice', 'buyprice'],
  ask: ['ask', 'askprice', 'bestask', 'bestaskprice', 'offer', 'sellprice'],
  oi: ['oi', 'openinterest'],
};
const FIELDS = Object.keys(USUAL_NAMES) as Field[];

/** Whether the rows of a file are bars. */
export function isOfBars({ open }: ImportMapping): boolean {
  return open !== null;
}

/** Chooses columns by their usual names, `ts` and `ltp` empty when none has one; `problem` says what is missing, or is null. */
export function guessMapping(columns: readonly { name: string }[]): {
  mapping: ImportMapping;
  problem: string | null;
} {
  const chain = guessChainMapping(columns);
  if (chain !== null) return chain;
  const taken = new Set<string>();
  const found = new Map<Field, string>();
  for (const field of FIELDS) {
    const name = USUAL_NAMES[field]
      .map((usual) => columns.find((column) => plain(column.name) === usual && !taken.has(column.name))?.name)
      .find((candidate) => candidate !== undefined);
    if (name === undefined) continue;
    taken.add(name);
    found.set(field, name);
  }
  const isBar = (['open', 'high', 'low'] as const).every((field) => found.has(field));
  const barField = (field: 'open' | 'high' | 'low') => (isBar ? found.get(field)! : null);
  const ts = found.get('ts') ?? '';
  const last = found.get('ltp') ?? '';
  const ltp = plain(last) === CLOSE && !isBar ? '' : last;
  const mapping: ImportMapping = {
    symbol: found.get('symbol') ?? null,
    fixedSymbol: null,
    kind: found.get('kind') ?? null,
    ts,
    // Beside a column that has both, a time of day says nothing more.
    time: plain(ts) === 'date' ? (found.get('time') ?? null) : null,
    ltp,
    open: barField('open'),
    high: barField('high'),
    low: barField('low'),
    volume: found.get('volume') ?? null,
    seq: found.get('seq') ?? null,
    bid: found.get('bid') ?? null,
    ask: found.get('ask') ?? null,
    oi: found.get('oi') ?? null,
  };
  if (ts === '' || ltp === '') {
    const missing = ts === '' ? 'the time (ts, timestamp, datetime)' : 'the price (ltp, last_price, price)';
    return { mapping, problem: `No column has a usual name for ${missing}. The file has ${listed(columns)}.` };
  }
  if (mapping.symbol !== null) return { mapping, problem: null };
  return {
    mapping,
    problem: `No column names the symbol: give the symbol of all rows. The file has ${listed(columns)}.`,
  };
}

/**
 * Refuses a mapping that the file cannot serve.
 *
 * @throws AppError IMPORT_COLUMN with the column and the columns there are
 */
export function checkMapping(name: string, columns: readonly { name: string }[], mapping: ImportMapping): void {
  if (isOfChain(mapping)) return checkChainMapping(name, columns, mapping);
  for (const field of FIELDS) {
    const column = mapping[field];
    if (column === null || columns.some((candidate) => candidate.name === column)) continue;
    throw new AppError(
      'IMPORT_COLUMN',
      `${name} ${column === '' ? 'needs a column' : `has no column ${column}`} for ${field}. It has ${listed(columns)}: choose one of them.`,
      { field, column, columns: columns.map((candidate) => candidate.name) },
    );
  }
  const bar = [mapping.open, mapping.high, mapping.low].filter((column) => column !== null).length;
  if (bar === 1 || bar === 2) {
    throw new AppError(
      'IMPORT_COLUMN',
      `${name} needs columns for open, high and low together, or none of them: rows are bars or ticks. It has ${listed(columns)}.`,
      { columns: columns.map((candidate) => candidate.name) },
    );
  }
  if (mapping.symbol !== null || (mapping.fixedSymbol ?? '').trim() !== '') return;
  throw new AppError(
    'IMPORT_COLUMN',
    `${name} needs a column for the symbol, or one symbol for all its rows. It has ${listed(columns)}.`,
    { field: 'symbol', columns: columns.map((candidate) => candidate.name) },
  );
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, '');
}

function listed(columns: readonly { name: string }[]): string {
  return columns.map(({ name }) => name).join(', ');
}
