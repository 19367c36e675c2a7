import type { TradeRecord } from '../../domain/order.ts';
import { applyFill, foldedPosition } from '../../domain/position-fold.ts';
import type { PositionRecord } from '../../domain/position.ts';
import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** How the store names the row that takes a trade back. */
const BUST = 'bust:';

/** A position by the trades alone. */
interface Tally {
  net: number;
  /** Paise paid less received. */
  paid: number;
  charges: number;
  /** Lowest and highest price of what opened the position since it was last flat or flipped. */
  low: number;
  high: number;
  trades: TradeRecord[];
}

/** P1–P9: positions from trades, and against the broker. */
export class Positions implements Check {
  readonly rules = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9'];
  readonly #tallies = new Map<number, Tally>();

  onCommit(committed: Committed, _world: CheckedWorld, violate: Violate): void {
    for (const trade of committed.trades) this.#take(trade, violate);
    for (const position of committed.positions) this.#check(position, violate);
  }

  atRest(world: CheckedWorld, violate: Violate): void {
    const { truth, durable, desk } = world;
    const ids = new Set([...truth.positions.keys(), ...durable.positions.keys()]);
    for (const id of ids) {
      const theirs = truth.positions.get(id) ?? 0;
      const ours = durable.positions.get(id)?.netQty ?? 0;
      if (ours !== theirs) violate('P9', `Our books hold ${ours} of contract ${id}, the broker ${theirs}.`);
      const seen = desk?.netQty(id) ?? ours;
      if (seen !== ours) violate('P9', `The running desk holds ${seen} of contract ${id}, its books ${ours}.`);
    }
    for (const [id, tally] of this.#tallies) this.#refold(id, tally, durable.positions.get(id), violate);
  }

  #take(trade: TradeRecord, violate: Violate): void {
    const tally = this.#tallies.get(trade.instrumentId) ?? newTally();
    this.#tallies.set(trade.instrumentId, tally);
    this.#open(tally, trade);
    const { charges } = trade;
    tally.charges += charges;
    const isBust = trade.brokerTradeId.startsWith(BUST);
    if (isBust) this.#forget(tally, trade);
    if (!Number.isInteger(charges) || (charges < 0 && !isBust)) {
      violate('P8', `Trade ${trade.id} has charges of ${charges}.`);
    }
  }

  #open(tally: Tally, trade: TradeRecord): void {
    const { side, quantity, fillPrice } = trade;
    const signed = side === 'BUY' ? quantity : -quantity;
    const after = tally.net + signed;
    const opens = tally.net === 0 || Math.sign(tally.net) === Math.sign(signed);
    const flips = !opens && after !== 0 && Math.sign(after) !== Math.sign(tally.net);
    if (tally.net === 0 || flips) [tally.low, tally.high] = [fillPrice, fillPrice];
    else if (opens) {
      tally.low = Math.min(tally.low, fillPrice);
      tally.high = Math.max(tally.high, fillPrice);
    }
    tally.net = after;
    tally.paid += signed * fillPrice;
    tally.trades.push(trade);
  }

  /** A busted trade opened nothing: what the position may average is told by the others. */
  #forget(tally: Tally, bust: TradeRecord): void {
    const busted = tally.trades.findIndex(
      (trade) => trade.orderId === bust.orderId && `${BUST}${trade.brokerTradeId}` === bust.brokerTradeId,
    );
    const left = tally.trades.filter((trade, index) => trade !== bust && index !== busted);
    const { net, paid, charges } = tally;
    Object.assign(tally, newTally());
    for (const trade of left) this.#open(tally, trade);
    Object.assign(tally, { net, paid, charges });
    tally.trades = left;
  }

  #check(position: PositionRecord, violate: Violate): void {
    const { instrumentId: id, netQty, cost, realised, charges } = position;
    const tally = this.#tallies.get(id) ?? newTally();
    if (netQty !== tally.net) violate('P1', `Position ${id} is ${netQty}, its fills come to ${tally.net}.`);
    if (realised - cost !== 0 - tally.paid) {
      violate('P2', `Position ${id} has realised ${realised} and cost ${cost}, but ${tally.paid} was paid.`);
    }
    if (netQty === 0 && cost !== 0) violate('P3', `Position ${id} is flat and costs ${cost}.`);
    if (charges !== tally.charges) violate('P8', `Position ${id} has charges ${charges}, its trades ${tally.charges}.`);
    if (netQty === 0) return;
    const average = cost / netQty;
    if (average < tally.low - 1 || average > tally.high + 1) {
      const rule = tally.low === tally.high ? 'P4' : 'P5';
      violate(
        rule,
        `Position ${id} averages ${average}, its opening fills lie between ${tally.low} and ${tally.high}.`,
      );
    }
  }

  /** P6, P7: the same trades in another order, some in two parts, give the same units and the same total. */
  #refold(id: number, tally: Tally, stored: PositionRecord | undefined, violate: Violate): void {
    if (stored === undefined) return;
    let folded = foldedPosition({ ...stored, netQty: 0, cost: 0, realised: 0 });
    for (const { side, quantity, fillPrice: price } of tally.trades.toReversed()) {
      const first = Math.floor(quantity / 2);
      for (const part of [first, quantity - first]) {
        if (part > 0) folded = applyFill(folded, { side, quantity: part, price }).position;
      }
    }
    if (folded.netQty !== stored.netQty || folded.realised - folded.cost !== stored.realised - stored.cost) {
      violate('P7', `Position ${id} comes out otherwise when its fills come in another order and in parts.`);
    }
  }
}

function newTally(): Tally {
  return { net: 0, paid: 0, charges: 0, low: 0, high: 0, trades: [] };
}
