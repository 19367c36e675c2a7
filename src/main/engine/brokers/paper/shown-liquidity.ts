import type { Side } from '../../../../contract/enums.ts';
import type { MarketQuote } from '../../domain/quote.ts';

interface Level {
  price: number;
  shown: number;
  /** What our fills took of `shown`. */
  taken: number;
  /** When an estimated level was shown; 0 for a real one. */
  ts: number;
}

/** A part of an order that trades with one level. Paise, units. */
export interface Take {
  price: number;
  quantity: number;
}

function shownLevels(quote: Readonly<MarketQuote>, side: Side, lotSize: number): Level[] {
  const wholeLots = (units: number) => Math.floor(units / lotSize) * lotSize;
  const ts = quote.estimatedBook ? quote.ts : 0;
  const { depth } = quote;
  if (depth === null) {
    const price = side === 'BUY' ? quote.ask : quote.bid;
    const shown = wholeLots(side === 'BUY' ? quote.askQty : quote.bidQty);
    return price > 0 && shown > 0 ? [{ price, shown, taken: 0, ts }] : [];
  }
  const prices = side === 'BUY' ? depth.askPrice : depth.bidPrice;
  const quantities = side === 'BUY' ? depth.askQty : depth.bidQty;
  const levels: Level[] = [];
  prices.forEach((price, index) => {
    const shown = wholeLots(quantities[index] ?? 0);
    if (price > 0 && shown > 0) levels.push({ price, shown, taken: 0, ts });
  });
  return levels;
}

/**
 * What is left of the book of one instrument after our own fills, which the feed never shows. What was taken from a level
 * stays taken until the level changes: its quantity, its disappearance, or a new estimate of it. Only whole lots trade:
 * an odd rest could never be closed again.
 */
export class ShownLiquidity {
  readonly #lotSize: number;
  #levels: Record<Side, Level[]> = { BUY: [], SELL: [] };

  constructor(lotSize: number) {
    this.#lotSize = lotSize;
  }

  /** Takes over the book as it is shown now. */
  show(quote: Readonly<MarketQuote>): void {
    for (const side of ['BUY', 'SELL'] as const) {
      const before = this.#levels[side];
      this.#levels[side] = shownLevels(quote, side, this.#lotSize);
      for (const level of this.#levels[side]) {
        const same = before.find(({ price }) => price === level.price);
        if (same?.shown === level.shown && same.ts === level.ts) level.taken = same.taken;
      }
    }
  }

  /** Takes up to `quantity` from the other side of the book, best level first, never beyond the limit `price`. */
  take(side: Side, price: number, quantity: number): Take[] {
    const takes: Take[] = [];
    let wanted = quantity;
    for (const level of this.#levels[side]) {
      const within = side === 'BUY' ? level.price <= price : level.price >= price;
      const taken = Math.min(wanted, level.shown - level.taken);
      if (!within || wanted === 0) break;
      if (taken <= 0) continue;
      level.taken += taken;
      wanted -= taken;
      takes.push({ price: level.price, quantity: taken });
    }
    return takes;
  }

  /** Puts back what a fill that could not be written had taken. */
  giveBack(side: Side, takes: readonly Take[]): void {
    for (const take of takes) {
      const level = this.#levels[side].find(({ price }) => price === take.price);
      if (level !== undefined) level.taken -= take.quantity;
    }
  }
}
