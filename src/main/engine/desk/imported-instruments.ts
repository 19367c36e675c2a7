import type { DeskStore, NewInstrument } from '../store/desk-store.ts';
import { nseContracts } from '../domain/contracts-nse.ts';
import { optionName, optionSymbol } from '../domain/contracts-symbol.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { FileChain } from '../store/tick-store.ts';

/** A cash instrument's tick where a file says nothing of it: the smallest of the exchange's, so that no price is refused. */
const SMALLEST_TICK = 1;

/**
 * Our ids for the symbols of a file, in their order. Known ones are found, an index by the name of its options too
 * (NIFTY is NIFTY 50); others become shares or indices of NSE.
 */
export function importedInstruments(
  store: DeskStore,
  instruments: InstrumentBook,
  symbols: readonly { symbol: string; kind: string | null }[],
): number[] {
  const known = new Map(instruments.all().map((instrument) => [instrument.symbol, instrument]));
  for (const { symbol } of symbols) {
    const index = known.has(symbol) ? null : instruments.index(symbol);
    if (index !== null) known.set(symbol, index);
  }
  const added: NewInstrument[] = symbols
    .filter(({ symbol }) => !known.has(symbol))
    .map(({ symbol, kind }) => ({
      exchange: 'NSE',
      symbol,
      name: symbol,
      underlying: symbol,
      kind: isIndex(symbol, kind) ? 'INDEX' : 'EQ',
      expiry: null,
      strike: null,
      lotSize: 1,
      tickSize: SMALLEST_TICK,
      freezeQty: null,
    }));
  if (added.length > 0) {
    const stored = store.transaction((tx) => tx.upsertInstruments(added));
    instruments.add(stored);
    for (const instrument of stored) known.set(instrument.symbol, instrument);
  }
  return symbols.map(({ symbol }) => known.get(symbol)!.id);
}

function isIndex(symbol: string, kind: string | null): boolean {
  return kind === null ? /^(NIFTY|INDIA VIX|SENSEX|BANKEX)/i.test(symbol) : /^ind/i.test(kind);
}

/**
 * What each chain of a file stands on and the units in a contract, in their order; its contracts are known from then on. Those already
 * known stay as they are. Nothing is made of a chain whose lot neither the user nor the rules of that day give: its lot is null.
 */
export function importedChains(
  store: DeskStore,
  instruments: InstrumentBook,
  chains: readonly FileChain[],
): { underlyingId: number; lot: number | null }[] {
  const names = [...new Set(chains.map(({ underlying }) => underlying))];
  const ids = importedInstruments(
    store,
    instruments,
    names.map((symbol) => ({ symbol, kind: null })),
  );
  const known = new Set(instruments.all().map((instrument) => keyOf(instrument)));
  const answers = chains.map((chain) => {
    const underlyingId = ids[names.indexOf(chain.underlying)]!;
    const { underlying } = instruments.get(underlyingId);
    const ruled = rulesOn(underlying, chain.day);
    const lot = chain.lot ?? ruled?.lotSize ?? null;
    return { underlyingId, underlying, lot, rules: { tickSize: SMALLEST_TICK, freezeQty: null, ...ruled } };
  });
  const added = chains.flatMap(({ expiry, calls, puts }, place) => {
    const { lot, underlying, rules } = answers[place]!;
    if (lot === null) return [];
    const option =
      (kind: 'CE' | 'PE') =>
      (strike: number): NewInstrument => ({
        exchange: 'NFO',
        symbol: optionSymbol(underlying, expiry, strike, kind),
        name: optionName(underlying, strike, kind),
        underlying,
        kind,
        expiry,
        strike,
        ...rules,
        lotSize: lot,
      });
    return [...calls.map(option('CE')), ...puts.map(option('PE'))];
  });
  const unknown = added.filter((option) => !known.has(keyOf(option)));
  if (unknown.length > 0) instruments.add(store.transaction((tx) => tx.upsertInstruments(unknown)));
  return answers.map(({ underlyingId, lot }) => ({ underlyingId, lot }));
}

type Contract = Pick<NewInstrument, 'underlying' | 'expiry' | 'strike' | 'kind'>;

function keyOf({ underlying, expiry, strike, kind }: Contract): string {
  return `${underlying} ${expiry} ${strike} ${kind}`;
}

/** Of index options of NSE on a day; null where none is known. */
function rulesOn(
  underlying: string,
  day: string,
): { lotSize: number; tickSize: number; freezeQty: number | null } | null {
  try {
    return {
      lotSize: nseContracts.lotSize(underlying, day),
      tickSize: nseContracts.optionTick(underlying, day),
      freezeQty: nseContracts.freezeQty(underlying, day),
    };
  } catch {
    return null;
  }
}
