import type { Product } from '../../../../contract/enums.ts';
import type { BrokerBooks } from '../../brokers/broker.ts';

/** One position in both books, units. The instrument names its exchange and symbol. */
export interface HeldInBoth {
  instrumentId: number;
  product: Product;
  own: number;
  broker: number;
}

/** Both books beside each other; money in paise. */
export interface BookComparison {
  lines: readonly HeldInBoth[];
  cash: { own: number; broker: number | null };
}

/** What the broker has more than we, by what it is of: units of a position, paise of cash. Only what differs is in it. */
export type BookDifferences = Readonly<Record<string, number>>;

/** The name of a difference in money. */
export const CASH = 'cash';

/** The name of a difference in a position: P9 compares by account, instrument and product. */
export function lineKey({ instrumentId, product }: Pick<HeldInBoth, 'instrumentId' | 'product'>): string {
  return `${instrumentId} ${product}`;
}

/** Our positions and money beside the broker's; a position that only one of both has is a line too. */
export function compareBooks(
  own: { positions: readonly { instrumentId: number; product: Product; netQty: number }[]; cash: number },
  books: Pick<BrokerBooks, 'positions' | 'funds'>,
): BookComparison {
  const lines = new Map<string, HeldInBoth>();
  const line = ({ instrumentId, product }: { instrumentId: number; product: Product }) => {
    const key = lineKey({ instrumentId, product });
    const known = lines.get(key) ?? { instrumentId, product, own: 0, broker: 0 };
    lines.set(key, known);
    return known;
  };
  for (const position of own.positions) line(position).own += position.netQty;
  for (const position of books.positions) line(position).broker += position.netQty;
  const held = [...lines.values()].filter((each) => each.own !== 0 || each.broker !== 0);
  return { lines: held, cash: { own: own.cash, broker: books.funds.cash } };
}

export function differencesIn({ lines, cash }: BookComparison): BookDifferences {
  const found: Record<string, number> = {};
  for (const each of lines) if (each.own !== each.broker) found[lineKey(each)] = each.broker - each.own;
  if (cash.broker !== null && cash.broker !== cash.own) found[CASH] = cash.broker - cash.own;
  return found;
}

/** The differences that were not accepted as they are: another amount is another difference. */
export function notExcused(differences: BookDifferences, accepted: BookDifferences | null): string[] {
  return Object.keys(differences).filter((key) => accepted?.[key] !== differences[key]);
}
