import type { ChainSide } from '../../../contract/chain.ts';
import type { Quote } from '../../../contract/market.ts';
import { price, quantity, tone } from '../../ui/format.ts';
import { decimal, ivText, lakh, shortUnits, signedLakh, unitsTitle } from './chain-figures.ts';

/** A figure of one side of a strike. */
export interface ChainColumn {
  head: string;
  /** In full, for the choice of columns and on hover. */
  name: string;
  /** CSS px at density 1. */
  width: number;
  text: (side: ChainSide, quote: Quote | undefined) => string;
  /** Class of the figure, when not the plain one. */
  look?: string | ((side: ChainSide) => string);
  /** On hover: the figure in full, or why there is none. */
  title?: (side: ChainSide) => string;
}

const rupees = (paise: number | null) => decimal(paise === null ? null : paise / 100, 2);

/** Every column, from the outer edge to the strike. */
export const CHAIN_COLUMNS = {
  oi: {
    head: 'OI lakh',
    name: 'Open interest',
    width: 68,
    text: ({ oi }) => lakh(oi),
    look: 'oi',
    title: ({ oi }) => unitsTitle('OI', oi),
  },
  chgOi: {
    head: 'OI chg',
    name: 'Change of open interest',
    width: 46,
    text: ({ chgOi }) => signedLakh(chgOi),
    look: ({ chgOi }) => tone(chgOi ?? 0),
    title: ({ chgOi, chgOiReason }) => (chgOi === null ? (chgOiReason ?? '') : unitsTitle('OI change', chgOi)),
  },
  volume: {
    head: 'Vol',
    name: 'Volume',
    width: 46,
    text: ({ volume }) => shortUnits(volume),
    title: ({ volume }) => unitsTitle('Volume', volume),
  },
  gamma: {
    head: 'Gamma',
    name: 'Gamma, change of delta for a rupee',
    width: 56,
    // The chain counts in paise.
    text: ({ gamma }) => decimal(gamma === null ? null : gamma * 100, 4),
    title: noGreek,
  },
  theta: { head: 'Theta', name: 'Theta, rupees a day', width: 54, text: ({ theta }) => rupees(theta), title: noGreek },
  vega: {
    head: 'Vega',
    name: 'Vega, rupees a point of IV',
    width: 50,
    text: ({ vega }) => rupees(vega),
    title: noGreek,
  },
  delta: { head: 'Delta', name: 'Delta', width: 42, text: ({ delta }) => decimal(delta, 2), title: noGreek },
  iv: {
    head: 'IV',
    name: 'Implied volatility, per cent a year',
    width: 36,
    text: ({ iv }) => ivText(iv),
    title: ({ iv, ivReason }) => (iv === null ? (ivReason ?? '') : ''),
  },
  ltp: { head: 'LTP', name: 'Last price', width: 76, text: ({ ltp }) => price(ltp), look: 'ltp' },
  spread: {
    head: 'Spread',
    name: 'Ask less bid',
    width: 50,
    text: ({ bid, ask }) => rupees(bid === null || ask === null ? null : ask - bid),
  },
  bidQty: { head: 'Bid qty', name: 'Quantity at the bid', width: 56, text: (_, quote) => depth(quote?.bidQty) },
  bid: { head: 'Bid', name: 'Bid', width: 54, text: ({ bid }) => price(bid), look: 'up' },
  ask: { head: 'Ask', name: 'Ask', width: 54, text: ({ ask }) => price(ask), look: 'down' },
  askQty: { head: 'Ask qty', name: 'Quantity at the ask', width: 56, text: (_, quote) => depth(quote?.askQty) },
} as const satisfies Record<string, ChainColumn>;

export type ChainColumnId = keyof typeof CHAIN_COLUMNS;

export const CHAIN_COLUMN_IDS = Object.keys(CHAIN_COLUMNS) as ChainColumnId[];

/** The three looks at a chain and what each shows when it is new. */
export const CHAIN_VIEWS = {
  oi: { title: 'OI', columns: ['oi', 'chgOi', 'volume', 'delta', 'iv', 'ltp', 'bid', 'ask'] },
  greeks: { title: 'Greeks', columns: ['gamma', 'theta', 'vega', 'delta', 'iv', 'ltp'] },
  depth: { title: 'Depth', columns: ['volume', 'ltp', 'spread', 'bidQty', 'bid', 'ask', 'askQty'] },
} as const satisfies Record<string, { title: string; columns: readonly ChainColumnId[] }>;

export type ChainView = keyof typeof CHAIN_VIEWS;

/** Columns of the order book, which read bid before ask on both sides. */
const BOOK: ReadonlySet<ChainColumnId> = new Set(['bidQty', 'bid', 'ask', 'askQty']);

export const isChainView = (value: unknown): value is ChainView => typeof value === 'string' && value in CHAIN_VIEWS;

/** Columns from the outer edge to the strike, in the order that is always theirs; the last price cannot be left out. */
export function inOrder(chosen: readonly string[]): ChainColumnId[] {
  return CHAIN_COLUMN_IDS.filter((id) => id === 'ltp' || chosen.includes(id));
}

/** The same columns as they stand right of the strike: mirrored, but for the book. */
export function mirrored(columns: readonly ChainColumnId[]): ChainColumnId[] {
  const book = columns.filter((id) => BOOK.has(id));
  return [...book, ...columns.filter((id) => !BOOK.has(id)).toReversed()];
}

function noGreek({ delta, ivReason }: ChainSide): string {
  return delta === null ? (ivReason ?? '') : '';
}

function depth(units: number | undefined): string {
  return units ? quantity(units) : '–';
}
