import type { Order, Position } from '../../../contract/trading.ts';
import type { Random } from '../core/random.ts';

/** How far beyond the stop the price lands, of the stop. */
const BEYOND = { from: 0.04, to: 0.1 };

export interface Gap {
  instrumentId: number;
  name: string;
  /** Paise that every price of the instrument moves by. */
  by: number;
}

/** A jump through the stop of one of the positions that has one, drawn; null when none has, or is through it already. */
export function gapThroughStop(
  positions: readonly Pick<Position, 'instrumentId' | 'name' | 'netQty' | 'slPrice'>[],
  orders: readonly Pick<Order, 'instrumentId' | 'side' | 'state' | 'triggerPrice'>[],
  ltp: (instrumentId: number) => number,
  random: Random,
): Gap | null {
  const gaps = positions.flatMap(({ instrumentId, name, netQty, slPrice }) => {
    const exitSide = netQty > 0 ? 'SELL' : 'BUY';
    const resting = orders.find(
      (order) => order.instrumentId === instrumentId && order.side === exitSide && order.state === 'TRIGGER_PENDING',
    );
    const stop = resting?.triggerPrice ?? slPrice;
    const price = ltp(instrumentId);
    if (netQty === 0 || stop === null || price <= 0) return [];
    const beyond = BEYOND.from + random.next() * (BEYOND.to - BEYOND.from);
    const by = Math.round(netQty > 0 ? stop * (1 - beyond) : stop * (1 + beyond)) - price;
    return by < 0 === netQty > 0 && by !== 0 ? [{ instrumentId, name, by }] : [];
  });
  return gaps.length === 0 ? null : gaps[random.integer(0, gaps.length - 1)]!;
}
